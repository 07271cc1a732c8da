import { expect, test } from "vitest";
import { contextOf, judged } from "../../server/rules/analyse.ts";
import type { Rule } from "../../server/rules/rule.ts";
import { filesOfFixture, snapshotOfFiles } from "../flake.ts";

/** A rule that says what it knows of one option of the flake and of one of its hosts. */
const asking: Rule = {
  code: "asking",
  group: "analysis",
  severity: "hint",
  description: "",
  explanation: "",
  examples: { wrong: "", right: "" },
  check: ({ graph, valueAt, systemValues }) => {
    const inHosts = systemValues(["boot", "timeout"], "nixos").values;
    const message = [valueAt(["my", "theme"])?.text, ...inHosts.map(({ host, value }) => `${host}: ${value?.text}`)];
    return [{ message: message.join(", "), at: { file: graph.root.file, start: 0, end: 0 } }];
  },
};

test("a rule can ask for the values of options, of the flake and in its hosts", () => {
  const snapshot = snapshotOfFiles(
    filesOfFixture(`
#- /cells/theme.nix
{ lib, ... }: { options.my.theme = lib.mkOption { type = lib.types.str; default = "dark"; }; }
#- /cells/desk.nix
{ lib, config, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [
      { options.boot.timeout = lib.mkOption { type = lib.types.int; }; }
      { boot.timeout = lib.stringLength config.my.theme; }
    ];
  };
}
`),
  );
  expect(judged(contextOf(snapshot), [asking]).findings.map(({ message }) => message)).toEqual([
    '"dark", nixosConfigurations.desk: 4',
  ]);
});
