import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, mappedHosts, namedBranches, namedHost } from "./dialects.ts";

const features = (path: string) => `
#- /cells/features.nix
{ ${path} = { lib, ... }: {
  options.features.mail.relay = lib.mkOption { type = lib.types.str; default = ""; };
  options.features.mail.enable = lib.mkEnableOption "mail";
}; }
`;

/** Two hosts by `flake.modules`, of which \`lamp\` takes no features; \`body\` is the code of a leaf that both take. */
const byClass = (body: string, lamp = "[ base mail ]") => `${flakeModules}${features("flake.modules.nixos.features")}
#- /cells/mail.nix
{
  flake.modules.nixos.mail = { config, lib, options, ... }:
    ${body};
}
#- /cells/hosts.nix
{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base mail features ]; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = with config.flake.modules.nixos; ${lamp}; };
}
`;

// Nix 2.8 with nixpkgs' lib: "attribute 'features' missing", in the host \`lamp\` alone.
describe("undeclared-in-host: reads", () => {
  test("flake.modules", () =>
    checkFindings(
      byClass(`{
      services.postfix.relay = config.features.mail.relay;
#                                     ^^^^^^^^^^^^^^^^^^^ undeclared-in-host: \`features.mail.relay\` is read here, but no module of \`lamp\` declares it, so Nix stops when it gets here. Branch \`features\` does: select it there as well.
    }`),
    ));

  test("through an alias, as a condition; own options", () =>
    checkFindings(`${mappedHosts}${features("nixos.modules.features")}
#- /cells/mail.nix
{
  nixos.modules.mail = { config, lib, ... }: let cfg = config.features.mail; in {
    config = lib.mkIf cfg.enable { services.postfix.enable = true; };
#                         ^^^^^^ undeclared-in-host: \`features.mail.enable\` is read here, but no module of \`lamp\`
  };
}
#- /cells/hosts.nix
{ config, ... }: {
  nixos.hosts.desk.imports = with config.nixos.modules; [ base mail features ];
  nixos.hosts.lamp.imports = with config.nixos.modules; [ base mail ];
}
`));

  test("branches selected by strings; some options of the namespace are there", () =>
    checkFindings(`${namedBranches}${namedHost}${features("my.branches.features.nixosModules").replace("= {", "= [ ({").replace("}; }", "}) ]; }")}
#- /cells/mail.nix
{
  my.branches.mail.nixosModules = [
    ({ lib, ... }: { options.features.web.port = lib.mkOption { type = lib.types.port; default = 80; }; })
    ({ config, ... }: { services.postfix = { port = config.features.web.port; relay = "\${config.features.mail.relay}"; }; })
#                                                                                               ^^^^^^^^^^^^^^^^^^^ undeclared-in-host: \`features.mail.relay\`
  ];
}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts.rack.branches = [ "mail" "features" ];
  my.hosts.lamp.branches = [ "mail" ];
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = (gather "rack").nixos; };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = (gather "lamp").nixos; };
}
`));

  test("in Home Manager, whose configuration is another", () =>
    checkFindings(`${flakeModules}${features("flake.modules.homeManager.features")}
#- /cells/mail.nix
{
  flake.modules.homeManager.mail = { config, ... }: { programs.mail.relay = config.features.mail.relay; };
#                                                                                  ^^^^^^^^^^^^^^^^^^^ undeclared-in-host: but no module of \`lamp\`
}
#- /cells/hosts.nix
{ config, inputs, lib, ... }: let inherit (config.flake.modules) homeManager nixos; in {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = [ nixos.base inputs.home-manager.nixosModules.home-manager { home-manager.users.wren.imports = [ homeManager.mail homeManager.features ]; } ];
  };
  flake.nixosConfigurations.lamp = lib.nixosSystem { modules = [ inputs.home-manager.nixosModules.home-manager { home-manager.users.wren.imports = [ homeManager.mail ]; } ]; };
}
`));

  const silent = {
    or: "{ services.postfix.relay = config.features.mail.relay or null; }",
    "a question": "{ services.postfix.relay = if config ? features then config.features.mail.relay else null; }",
    "a question to options":
      "{ config = lib.optionalAttrs (options ? features) { services.postfix.relay = config.features.mail.relay; }; }",
    attrByPath: `{ services.postfix.relay = lib.attrByPath [ "features" "mail" "relay" ] "" config; }`,
    hasAttrByPath: `{ services.postfix.relay = lib.optionalString (lib.hasAttrByPath [ "features" "mail" ] config) config.features.mail.relay; }`,
    "a condition that is false": "{ services.postfix = lib.mkIf false { relay = config.features.mail.relay; }; }",
    "a condition that is not known":
      "{ services.postfix = lib.mkIf config.services.mail.enable { relay = config.features.mail.relay; }; }",
    "a branch of if":
      "{ services.postfix.relay = if config.services.mail.enable then config.features.mail.relay else null; }",
    "what comes behind &&": "{ services.postfix.enable = config.services.mail.enable && config.features.mail.enable; }",
    "a name that nothing uses": "let relay = config.features.mail.relay; in { services.postfix.enable = true; }",
    "the default of an option": "{ options.other = lib.mkOption { default = config.features.mail.relay; }; }",
    "a function that may not be called":
      "{ services.postfix.hosts = map (name: config.features.mail.relay) config.services.names; }",
  };
  for (const [name, body] of Object.entries(silent)) test(`silent: ${name}`, () => checkSilence(byClass(body)));

  test("silent: a module from outside may declare it", () =>
    checkSilence(
      byClass(
        "{ services.postfix.relay = config.features.mail.relay; }",
        "[ base mail inputs.nixvim.nixosModules.features ]",
      ),
    ));

  test("silent: the leaf is there under a condition only", () =>
    checkSilence(
      byClass(
        "{ services.postfix.relay = config.features.mail.relay; }",
        "[ base ] ++ lib.optional inputs.nixvim.wanted mail",
      ),
    ));

  test("silent: the name is declared again by the host", () =>
    checkSilence(
      byClass(
        "{ services.postfix.relay = config.features.mail.relay; }",
        `[ base mail ({ lib, ... }: { options.features = lib.mkOption { type = lib.types.attrs; default = { mail.relay = ""; }; }; }) ]`,
      ),
    ));
});
