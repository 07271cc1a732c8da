import { expect, test } from "vitest";
import { definitionsOf, highlighted, hoverOn, offered, referencesOf } from "../features/ask.ts";
import { configurations, den, published } from "../features/dialects.ts";
import { branches, host, root, schema } from "../features/seedling.ts";

/** Each dialect with a NixOS module in a leaf; NixOS's own options are the affair of servers that know them. */
const leaves: Readonly<Record<string, (code: string) => string>> = {
  "flake.modules": (code) => `${published}\n#- /modules/asked.nix\n{ flake.modules.nixos.base = ${code}; }\n`,
  "a path into the module": (code) =>
    `${published}\n#- /modules/asked.nix\n{ flake.modules.nixos = { base = ${code}; }; }\n`,
  "a host's own module": (code) =>
    `${configurations}\n#- /modules/base.nix\n{ flake.modules.nixos.base = { }; }\n#- /modules/asked.nix\n{ configurations.nixos.lamp.module = ${code}; }\n`,
  den: (code) => `${den}\n#- /modules/asked.nix\n{ den.aspects.lamp.nixos = ${code}; }\n`,
  "lists of modules": (code) =>
    `${root}${schema}${host}${branches}\n#- /cells/asked.nix\n{ my.branches.desk.nixos = [ (${code}) ]; }\n`,
  "Home Manager inside of it": (code) =>
    `${published}\n#- /modules/asked.nix\n{ flake.modules.nixos.base.home-manager.users.ada = ${code}; }\n`,
};

for (const [name, leaf] of Object.entries(leaves)) {
  test(`${name}: nothing is said of options that are NixOS's own`, () => {
    for (const code of [
      "{ services.nginx.ena$0ble = true; }",
      "{ services.ngi$0nx.enable = true; }",
      "{ serv$0ices.nginx.enable = true; }",
      "{ config, ... }: { a = config.services.nginx.ena$0ble; }",
      "{ config, ... }: let cfg = config.services.nginx; in { a = cfg.virtualHosts.here.ro$0ot; }",
      "{ programs = { git = { ena$0ble = true; }; }; }",
    ])
      expect({
        code,
        hover: hoverOn(leaf(code)),
        definitions: definitionsOf(leaf(code)),
        references: referencesOf(leaf(code)),
        highlights: highlighted(leaf(code)),
      }).toEqual({ code, hover: undefined, definitions: [], references: [], highlights: [] });
  });

  test(`${name}: none of them is offered, half typed either`, () => {
    for (const code of [
      "{ services.nginx.$0 = true; }",
      "{ services.nginx.$0 }",
      "{ services.nginx = { $0 }; }",
      "{ services.$0",
      "{ config, ... }: { a = config.services.nginx.$0; }",
      "{ config, ... }: { a = config.services.nginx.$0 }",
      "{ services.nginx.enable = $0; }",
      '{ services.nginx.user = "$0"; }',
      '{ services.nginx.user = "ngi$0',
    ])
      expect({ code, found: offered(leaf(code)) }).toEqual({ code, found: [] });
  });
}

test("below NixOS's names only what the flake declares there is offered, told and found", () => {
  const leaf = (code: string) => `${published}
#- /modules/base.nix
{
  flake.modules.nixos.base = { lib, ... }: {
    options.services.nginx.banner = lib.mkOption { type = lib.types.str; default = "hello"; };
  };
}
#- /modules/asked.nix
{ flake.modules.nixos.base = ${code}; }
`;
  expect(offered(leaf("{ services.nginx.$0 = 1; }"))).toEqual(["option banner"]);
  expect(offered(leaf("{ services.$0 = 1; }"))).toEqual(["namespace nginx"]);
  expect(hoverOn(leaf('{ services.nginx.ban$0ner = "a"; }'))).toContain("services.nginx.banner: string");
  expect(hoverOn(leaf("{ services.nginx.ena$0ble = true; }"))).toBeUndefined();
  expect(hoverOn(leaf("{ services.ngi$0nx.enable = true; }"))).toContain("- `banner`: `string`");
  expect(definitionsOf(leaf("{ services.nginx.ena$0ble = true; }"))).toEqual([]);
});
