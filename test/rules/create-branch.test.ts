import { describe, expect, test } from "vitest";
import { checkFix, fixesIn } from "./check-fix.ts";
import { flakeModules, mappedHosts, namedBranches } from "./dialects.ts";

describe("a new cell with an empty module", () => {
  const desk = `#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = with config.flake.modules.nixos; [ base mail music vpn ];
  };
}`;

  test("beside most of its kind, called as they are, a function as they are", () =>
    checkFix(
      `${flakeModules}
${desk}
#- /cells/net/mail.nix
{ ... }:
{
  flake.modules.nixos.mail =
    { pkgs, ... }:
    {
      environment.systemPackages = [ pkgs.mutt ];
    };
}
#- /cells/net/music.nix
{ ... }:
{
  flake.modules.nixos.music =
    { pkgs, ... }:
    {
      environment.systemPackages = [ pkgs.mpd ];
    };
}
`,
      "Create branch `vpn` in cells/net/vpn.nix",
      {
        "/cells/net/vpn.nix": `{ ... }:
{
  flake.modules.nixos.vpn =
    { pkgs, ... }:
    { };
}`,
      },
    ));

  test("in a folder of its own, a plain set, where the others are so", () =>
    checkFix(
      `${flakeModules}
${desk}
#- /cells/mail/default.nix
{ config.flake.modules.nixos.mail.services.postfix.enable = true; }
#- /cells/music/default.nix
{ config.flake.modules.nixos.music.services.mpd.enable = true; }
`,
      "Create branch `vpn` in cells/vpn/default.nix",
      { "/cells/vpn/default.nix": `{\n  config.flake.modules.nixos.vpn = { };\n}` },
    ));

  test("of an option of the flake's own, for the class that the host asks for", () =>
    checkFix(
      `${mappedHosts}
#- /cells/desk.nix
{ config, ... }: { nixos.hosts.desk.imports = [ config.nixos.modules.base config.nixos.modules.vpn ]; }
`,
      "Create branch `vpn` in cells/vpn.nix",
      { "/cells/vpn.nix": `{\n  nixos.modules.vpn = { };\n}` },
    ));

  test("as an item of a list, where branches are lists; a string's branch is of the kind that strings select", () =>
    checkFix(
      `${namedBranches}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts = { desk.branches = [ "shell" "tunnel" ]; rack.branches = [ "shell" ]; };
  flake.nixosConfigurations = lib.genAttrs [ "desk" "rack" ] (name: lib.nixosSystem { modules = (gather name).nixos; });
}
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ ({ pkgs, ... }: { environment.systemPackages = [ pkgs.zsh ]; }) ]; }
#- /cells/mail.nix
{ my.branches.base.nixosModules = [ ({ pkgs, ... }: { environment.systemPackages = [ pkgs.mutt ]; }) ]; }
`,
      "Create branch `tunnel` in cells/tunnel.nix",
      { "/cells/tunnel.nix": `{\n  my.branches.tunnel.nixosModules = [\n    ({ pkgs, ... }: { })\n  ];\n}` },
    ));

  test("none where the file is there already, or the name makes none", () => {
    const taken = `${flakeModules}
${desk}
#- /cells/more.nix
{ flake.modules.nixos = { mail = { }; music = { }; }; }
#- /cells/vpn.nix
{ }
`;
    expect(fixesIn(taken)).toEqual([]);
    expect(fixesIn(taken.replace(" vpn ]", ' config.flake.modules.nixos."_vpn" ]'))).toEqual([]);
  });
});

test("none where a file that the flake does not see has it, or it is written with a typo elsewhere in its path", () => {
  const text = (more: string) => `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base vpn ]; };
}
${more}
`;
  const titles = (more: string) =>
    fixesIn(text(more)).flatMap(({ title }) => (title.startsWith("Create") ? [title] : []));
  expect(titles("")).toEqual(["Create branch `vpn` in cells/vpn.nix"]);
  expect(titles("#- /cells/_vpn.nix\n{ flake.modules.nixos.vpn = { }; }")).toEqual([]);
  expect(titles("#- /cells/more.nix\n{ flake.modules.nixso.vpn = { }; }")).toEqual([]);
});

test("where every branch has a folder of its own, beside these", () => {
  const cell = (name: string) => `#- /cells/net/${name}-x/${name}.nix\n{ flake.modules.nixos.${name} = { }; }`;
  const text = `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base mail dns vpn ]; };
}
${cell("mail")}
${cell("dns")}
`;
  expect(fixesIn(text).map(({ title }) => title)).toEqual(["Create branch `vpn` in cells/net/vpn.nix"]);
});

describe("a description, where branches have one", () => {
  const hosts = `#- /cells/hosts.nix
{ lib, gather, ... }: {
  my.hosts = { desk.branches = [ "shell" "tunnel" ]; rack.branches = [ "shell" ]; };
  flake.nixosConfigurations = lib.genAttrs [ "desk" "rack" ] (name: lib.nixosSystem { modules = (gather name).nixos; });
}`;

  test("beside the others in one set", () => {
    const cell = (more: string) => `{
  my.branches = {
    base.description = "For all.";
    shell.description = "What is typed.";${more}
  };
}`;
    checkFix(
      `${namedBranches}\n${hosts}\n#- /cells/branches.nix\n${cell("")}\n`,
      "Create branch `tunnel` in cells/branches.nix",
      {
        "/cells/branches.nix": cell(`\n    tunnel.description = "";`),
      },
    );
  });

  test("in a set of its own, as they are", () => {
    const cell = (more: string) => `{
  my.branches.base = {
    description = "For all.";
  };

  my.branches.shell = {
    description = "What is typed.";
  };${more}
}`;
    checkFix(
      `${namedBranches}\n${hosts}\n#- /cells/branches.nix\n${cell("")}\n`,
      "Create branch `tunnel` in cells/branches.nix",
      {
        "/cells/branches.nix": cell(`\n\n  my.branches.tunnel = {\n    description = "";\n  };`),
      },
    );
  });

  test("in a file of its own, as they are", () =>
    checkFix(
      `${namedBranches}
${hosts}
#- /cells/branches/base.nix
_: {
  config.my.branches.base = {
    description = "For all.";
  };
}
#- /cells/branches/shell.nix
_: {
  config.my.branches.shell = {
    description = "What is typed.";
  };
}
`,
      "Create branch `tunnel` in cells/branches/tunnel.nix",
      { "/cells/branches/tunnel.nix": `_: {\n  config.my.branches.tunnel = {\n    description = "";\n  };\n}` },
    ));
});
