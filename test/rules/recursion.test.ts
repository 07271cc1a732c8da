import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost } from "./dialects.ts";

// Nix 2.26: "infinite recursion encountered" for `anything`; with `raw` or `attrs` it is "github:rowan/infra".
const repo = (type: string, mark = "") => `${flakeModules}${flakeModulesHost}
#- /cells/repo.nix
{ config, lib, ... }: {
  options.meta = lib.mkOption { type = lib.types.${type}; default = { }; };
  config.meta.repo = {
    owner = "rowan";
    url = "github:\${config.meta.repo.owner}/infra";
${mark}  };
  config.flake.lib.url = config.meta.repo.url;
}
`;

describe("a value that reads the set around it", () => {
  test("of a type that is merged in depth", () =>
    checkFindings(repo("anything", "#   ^^^ evaluation-error: so `url' cannot read the set that it is in\n")));
  test("of another type", () => {
    checkSilence(repo("raw"));
    checkSilence(repo("attrs"));
  });
});
