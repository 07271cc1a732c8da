import { describe, test } from "vitest";
import { checkFindings, checkSilence } from "./check-findings.ts";
import { flakeModules, flakeModulesHost } from "./dialects.ts";

const byClass = `${flakeModules}${flakeModulesHost}`;

/** A host whose builder is given more than modules. */
const given = (parameters: string, modules = "[ config.flake.modules.nixos.base ]") => `${flakeModules}
#- /cells/desk.nix
{ config, inputs, lib, self, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { ${parameters} modules = ${modules}; };
}
`;

const home = (parameters = "") => `${flakeModules}
#- /cells/wren.nix
{ config, inputs, ... }: {
  flake.homeConfigurations.wren = inputs.home-manager.lib.homeManagerConfiguration {
    ${parameters}
    pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux;
    modules = [ config.flake.modules.homeManager.shell ];
  };
  flake.nixosConfigurations.desk = inputs.nixpkgs.lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
}
`;

const needsTheme = (mark = "") => `
#- /cells/theme.nix
{
  flake.modules.nixos.base = { theme, ... }: { networking.domain = theme.name; };
${mark}}
`;
const MISSING_THEME =
  "#                              ^^^^^ unsupplied-argument: Nobody gives `theme` to the NixOS modules of `desk`";

describe("what nobody gives to modules of systems", () => {
  test("a host gives it, or does not", () => {
    checkFindings(`${byClass}${needsTheme(`${MISSING_THEME}\n`)}`);
    checkSilence(`${given('specialArgs.theme.name = "sun";')}${needsTheme()}`);
  });

  test("what other modules of the host define", () => {
    const defining = (module: string) => given("", `[ config.flake.modules.nixos.base ${module} ]`);
    checkSilence(`${defining('{ _module.args.theme.name = "sun"; }')}${needsTheme()}`);
    checkSilence(
      `${defining('({ lib, ... }: { _module.args = { theme = lib.mkDefault { name = "sun"; }; }; })')}${needsTheme()}`,
    );
    checkSilence(
      `${defining('({ config, lib, ... }: { _module.args.theme = lib.mkIf config.services.x.enable { name = "sun"; }; })')}${needsTheme()}`,
    );
  });

  test("nothing is known of what is added to special arguments", () =>
    checkSilence(`${given("specialArgs = inputs.nixpkgs.arguments // { };")}${needsTheme()}`));

  test("a module from outside may define it, but not what only flake-parts gives", () => {
    const outside = given("", "[ config.flake.modules.nixos.base inputs.nixpkgs.nixosModules.x ]");
    checkSilence(`${outside}${needsTheme()}`);
    const users = given("", "[ config.flake.modules.nixos.base inputs.home-manager.nixosModules.home-manager ]");
    checkFindings(`${users}${needsTheme(`${MISSING_THEME}\n`)}`);
    checkFindings(`${outside}
#- /cells/tool.nix
{
  flake.modules.nixos.base = { inputs', pkgs, ... }: { environment.systemPackages = [ inputs'.tool.packages.default ]; };
#                              ^^^^^^^ unsupplied-argument: It exists only in \`perSystem\`: use \`inputs\` and \`pkgs.stdenv.hostPlatform.system\`.
}
`);
  });

  test("a default is not used", () =>
    checkFindings(`${byClass}
#- /cells/theme.nix
{
  flake.modules.nixos.base = { theme ? { name = "sun"; }, ... }: { networking.domain = theme.name; };
#                              ^^^^^ unsupplied-argument: The default is not used: Nix asks for every argument that a module names.
}
`));

  test("what is never needed", () => {
    const leaf = (body: string) => `${byClass}\n#- /cells/theme.nix\n{ flake.modules.nixos.base = ${body}; }\n`;
    checkSilence(leaf('{ theme ? null, ... }: { networking.domain = "x"; }'));
    checkSilence(leaf("args@{ theme, ... }: { networking.domain = args.lib.version; }"));
    checkSilence(leaf("{ lib, theme, ... }: { networking.domain = lib.mkIf false theme.name; }"));
    checkSilence(leaf('{ theme, ... }: { networking.domain = if true then "x" else theme.name; }'));
    checkSilence(leaf("{ theme, ... }: { services.x.make = name: theme.name; }"));
  });

  test("behind a condition that is not known it may not be needed", () =>
    checkFindings(`${byClass}
#- /cells/theme.nix
{
  flake.modules.nixos.base = { config, lib, theme, ... }: {
#                                           ^^^^^ unsupplied-argument: missing" if it needs it.
    networking.domain = lib.mkIf config.services.x.enable theme.name;
  };
}
`));

  test("a condition needs it", () =>
    checkFindings(`${byClass}
#- /cells/theme.nix
{
  flake.modules.nixos.base = { lib, theme, ... }: lib.mkIf (theme != null) { networking.domain = "x"; };
#                                   ^^^^^ unsupplied-argument: Nobody gives \`theme\`
}
`));

  test("what NixOS and Home Manager give", () => {
    checkSilence(`${byClass}
#- /cells/x.nix
{
  flake.modules.nixos.base = { config, lib, modulesPath, options, pkgs, specialArgs, utils, ... }: {
    imports = [ (modulesPath + "/profiles/minimal.nix") ];
    environment.etc.x.text = toString [ pkgs.x utils.x config.networking.hostName options.x (lib.attrNames specialArgs) ];
  };
}
`);
    checkSilence(`${home()}
#- /cells/x.nix
{ flake.modules.homeManager.shell = { osConfig, pkgs, ... }: { home.packages = [ pkgs.x ]; home.x = osConfig; }; }
`);
  });

  test("users of a host, and homes of their own", () => {
    const users = (parameters: string) =>
      given(
        "",
        `[ inputs.home-manager.nixosModules.home-manager config.flake.modules.nixos.base { home-manager = { ${parameters} users.wren = config.flake.modules.homeManager.shell; }; } ]`,
      );
    const shell = (mark = "") => `
#- /cells/shell.nix
{
  flake.modules.homeManager.shell = { name, nixosConfig, osConfig, fleet, ... }: { home.x = [ name osConfig nixosConfig fleet ]; };
${mark}}
`;
    checkFindings(
      `${users("")}${shell("#                                                                  ^^^^^ unsupplied-argument: Pass it in `home-manager.extraSpecialArgs` of `desk`.\n")}`,
    );
    checkSilence(`${users("extraSpecialArgs = { inherit inputs; fleet = 1; };")}${shell()}`);
    const alone = (mark = "") => `
#- /cells/shell.nix
{
  flake.modules.homeManager.shell = { fleet, ... }: { home.x = fleet; };
${mark}}
`;
    checkFindings(
      `${home()}${alone("#                                     ^^^^^ unsupplied-argument: Pass it in `extraSpecialArgs` of `wren`.\n")}`,
    );
    checkSilence(`${home("extraSpecialArgs.fleet = 1;")}${alone()}`);
  });
});

describe("what nobody gives to the flake's own modules", () => {
  test("pkgs and the arguments of perSystem at the head of a file", () => {
    checkFindings(`${byClass}
#- /cells/tool.nix
{ self', ... }: {
# ^^^^^ unsupplied-argument: Modules of the flake itself do not get \`self'\`, so Nix stops with "attribute 'self'' missing". It exists only in \`perSystem\`
  flake.modules.nixos.base.environment.systemPackages = [ self'.packages.tool ];
}
`);
    checkSilence(`${byClass}
#- /cells/tool.nix
{ pkgs, ... }: { flake.modules.nixos.base = { pkgs, ... }: { environment.systemPackages = [ pkgs.git ]; }; }
`);
  });

  test("what the flake defines for its modules, or is given", () => {
    checkSilence(`${byClass}
#- /cells/args.nix
{ inputs, ... }: { _module.args.pkgs = inputs.nixpkgs.legacyPackages.x86_64-linux; }
#- /cells/tool.nix
{ pkgs, ... }: { flake.modules.nixos.base.environment.systemPackages = [ pkgs.git ]; }
`);
  });

  test("modules of perSystem", () => {
    checkFindings(`${byClass}
#- /cells/tool.nix
{ inputs, ... }: {
  perSystem = { inputs, pkgs, system, self', ... }: {
#               ^^^^^^ unsupplied-argument: The function around it has \`inputs\`: remove it from the arguments here.
    packages.tool = inputs.nixpkgs.legacyPackages.\${system}.git;
    packages.other = pkgs.git;
    packages.third = self'.packages.tool;
  };
}
`);
    checkSilence(`${byClass}
#- /cells/tool.nix
{
  perSystem = { fonts, ... }: { packages.tool = fonts.sans; };
}
#- /cells/fonts.nix
{ perSystem = { pkgs, ... }: { _module.args.fonts = pkgs; }; }
`);
  });
});

describe("imports that need an argument", () => {
  test("that nobody gives", () =>
    checkFindings(`${byClass}
#- /cells/disk.nix
{
  flake.modules.nixos.base = { inputs, ... }: { imports = [ inputs.nixpkgs.nixosModules.x ]; };
#                              ^^^^^^ unsupplied-argument: so Nix looks for it in the configuration that is still being put together
}
`));

  test("that modules define", () =>
    checkFindings(`${byClass}
#- /cells/disk.nix
{ inputs, ... }: {
  flake.modules.nixos.base.imports = [
    { _module.args.inputs = inputs; }
    ({ inputs, ... }: { imports = [ inputs.nixpkgs.nixosModules.x ]; })
#                                   ^^^^^^ recursive-imports: The function around it has \`inputs\`, too: remove it from the arguments here.
  ];
}
`));

  test("pkgs", () =>
    checkFindings(`${byClass}
#- /cells/linux.nix
{ lib, ... }: {
  flake.modules.nixos.base = { pkgs, ... }: { imports = lib.optional pkgs.stdenv.isLinux { }; };
#                                                                    ^^^^ recursive-imports: Import the module unconditionally
}
`));

  test("special arguments may decide", () => {
    checkSilence(`${given("specialArgs = { inherit inputs; };")}
#- /cells/disk.nix
{ flake.modules.nixos.base = { inputs, modulesPath, ... }: { imports = [ inputs.nixpkgs.nixosModules.x "\${modulesPath}/x.nix" ]; }; }
`);
  });
});

describe("a condition around all that a module holds", () => {
  const leaf = (body: string, mark = "") => `${byClass}
#- /cells/tidy.nix
{
  flake.modules.nixos.base = { config, lib, ... }: ${body};
${mark}}
`;

  test("on the configuration of the host", () => {
    checkFindings(
      leaf(
        'lib.optionalAttrs (config.networking.hostName == "desk") { boot.x = true; }',
        "#                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ recursive-imports: Put the settings behind `lib.mkIf`\n",
      ),
    );
    checkSilence(leaf('lib.mkIf (config.networking.hostName == "desk") { boot.x = true; }'));
    checkSilence(leaf("{ config = let inherit (config.boot) tmp; in { boot.y = tmp; }; }"));
    checkSilence(leaf("{ boot = lib.mapAttrs (_: value: value) config.networking; }"));
    checkSilence(leaf('{ boot = lib.optionalAttrs (config.networking.hostName == "desk") { x = true; }; }'));
  });

  test("below `config`, by an argument, or in one part of several", () => {
    const head = "  flake.modules.nixos.base = { config, lib, ... }: ";
    const marked = (body: string, condition: string) => {
      const mark = `#${" ".repeat(head.length + body.indexOf(condition) - 1)}${"^".repeat(condition.length)}`;
      checkFindings(leaf(body, `${mark} recursive-imports: Which settings this module has depends on\n`));
    };
    marked("{ config = lib.optionalAttrs (config.boot.x == 1) { boot.y = 1; }; }", "config.boot.x == 1");
    marked(
      "{ config = lib.mkMerge [ { boot.z = 1; } (lib.optionalAttrs config.boot.x { boot.y = 1; }) ]; }",
      "config.boot.x",
    );
    marked("{ config = if config.boot.x then { boot.y = 1; } else { }; }", "config.boot.x");
  });

  test("that asks whether there is an option", () =>
    checkFindings(
      leaf(
        "lib.optionalAttrs (config ? backup) { boot.x = true; }",
        `#${" ".repeat(69)}^^^^^^^^^^^^^^^ recursive-imports: Ask \`options\` instead of \`config\`\n`,
      ),
    ));

  test("on an argument that nobody gives", () =>
    checkFindings(`${byClass}
#- /cells/tidy.nix
{
  flake.modules.nixos.base = { lib, theme, ... }: lib.optionalAttrs (theme == "dark") { boot.x = true; };
#                                   ^^^^^ unsupplied-argument: Nobody gives \`theme\`
}
`));
});

describe("what the flake makes cannot be imported from it", () => {
  const cell = (imported: string, mark = "") => `${byClass}
#- /cells/more.nix
{ inputs, self, ... }: {
  imports = [ ${imported} ];
${mark}  flake.flakeModules.more = { };
}
#- /cells/_more.nix
{ }
`;

  test("by self", () => {
    const words = "recursive-imports: `self` holds what the modules of the flake make";
    checkFindings(cell("self.flakeModules.more", `#             ^^^^^^^^^^^^^^^^^^^^^^ ${words}\n`));
    checkFindings(cell("inputs.self.flakeModules.more", `#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ${words}\n`));
    checkSilence(cell("./_more.nix"));
  });
});
