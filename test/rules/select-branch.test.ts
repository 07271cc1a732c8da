import { describe, expect, test } from "vitest";
import { configurations } from "../features/dialects.ts";
import { flakeNix } from "../small-flake.ts";
import { checkFix, fixesIn } from "./check-fix.ts";
import { flakeModules, namedBranches } from "./dialects.ts";

describe("by a string", () => {
  const flake = (desk: string) => `${namedBranches}
#- /cells/hosts.nix
{ lib, gather, ... }: {
  flake.nixosConfigurations = lib.genAttrs [ "desk" "rack" ] (name: lib.nixosSystem { modules = (gather name).nixos; });
}
#- /cells/desk.nix
${desk}
#- /cells/rack.nix
{ my.hosts.rack.branches = [ ]; }
#- /cells/shell.nix
{ my.branches.shell.nixosModules = [ { programs.zsh.enable = true; } ]; }
#- /cells/vpn.nix
{ my.branches.vpn.nixosModules = [ { services.tailscale.enable = true; } ]; }
`;

  test("behind what it selects already; not in the list that every host takes, nor where nothing shows the list", () => {
    const desk = (list: string) => `{ my.hosts.desk.branches = ${list}; }`;
    const title = "Select `vpn` in `desk`";
    checkFix(flake(desk(`[ "shell" ]`)), title, { "/cells/desk.nix": desk(`[ "shell" "vpn" ]`) });
    expect(titles(flake(desk(`[ "shell" ]`)))).toEqual([title]);
  });

  test("a host that takes nothing of one of its classes is offered nothing: that would be dropped", () => {
    const home = `{ my.branches.vpn.hmModules = [ { programs.git.enable = true; } ]; }`;
    const text = `${flake(`{ my.hosts.desk.branches = [ "shell" ]; }`)}
#- /cells/home.nix
${home}
`;
    expect(titles(text)).not.toContain("Select `vpn` in `desk`");
  });

  test("on a line of its own", () => {
    const desk = (more: string) => `{
  my.hosts.desk.branches = [
    "shell"${more}
  ];
}`;
    checkFix(flake(desk("")), "Select `vpn` in `desk`", { "/cells/desk.nix": desk(`\n    "vpn"`) });
  });
});

describe("by a string that is a part of the name", () => {
  const flake = (hosts: string) => `${flakeModules}
#- /cells/desk.nix
${desk(hosts)}
#- /cells/parts.nix
{ flake.modules.nixos = { "parts/desk" = { }; "parts/shell" = { }; "parts/vpn".services.tailscale.enable = true; }; }
`;
  const desk = (hosts: string) => `{ config, lib, ... }:
let
  part = name: config.flake.modules.nixos."parts/\${name}";
  build = names: lib.nixosSystem { modules = map part names; };
in
{ flake.nixosConfigurations = ${hosts}; }`;

  test("behind the others", () => {
    const hosts = (names: string) => `{ desk = build [ ${names} ]; }`;
    const fixed = desk(hosts(`"shell" "vpn"`));
    checkFix(flake(hosts(`"shell"`)), "Select `parts/vpn` in `desk`", { "/cells/desk.nix": fixed });
  });

  test("a list of hosts, whose names select, is none of branches", () =>
    expect(titles(flake(`lib.genAttrs [ "desk" ] (host: build [ host ])`))).toEqual([]));
});

describe("by a reference", () => {
  /** `vpn` is in no host; `desk` has what is given. */
  const flake = (desk: string, more = "") => `${flakeModules}
#- /cells/desk.nix
${desk}
#- /cells/parts.nix
{ flake.modules.nixos = { audio = { }; mail = { }; games = { }; vpn = { services.tailscale.enable = true; }; }; }
${more}
`;
  const host = (modules: string) =>
    `{ config, inputs, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem {
    modules = ${modules};
  };
}`;
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    "written out": [
      `[ config.flake.modules.nixos.base ./_disk.nix ]`,
      `[ config.flake.modules.nixos.base ./_disk.nix config.flake.modules.nixos.vpn ]`,
    ],
    "by inputs.self": [
      `[ inputs.self.modules.nixos.base ]`,
      `[ inputs.self.modules.nixos.base inputs.self.modules.nixos.vpn ]`,
    ],
    "below with": [`with config.flake.modules.nixos; [ base ]`, `with config.flake.modules.nixos; [ base vpn ]`],
    "below with of a part": [
      `with config.flake.modules; [ nixos.base (nixos.mail) ]`,
      `with config.flake.modules; [ nixos.base (nixos.mail) nixos.vpn ]`,
    ],
    "beside another list": [
      `[ ./_disk.nix ] ++ (with config.flake.modules.nixos; [ base ])`,
      `[ ./_disk.nix ] ++ (with config.flake.modules.nixos; [ base vpn ])`,
    ],
    "each on its line, sorted, with remarks": [
      `with config.flake.modules.nixos; [
      audio
      base # always
      # for the weekend
      mail
      # zfs
    ]`,
      `with config.flake.modules.nixos; [
      audio
      base # always
      # for the weekend
      mail
      vpn
      # zfs
    ]`,
    ],
    "each on its line, in the midst": [
      `with config.flake.modules.nixos; [
      audio
      base # always
      # the last one
      (zfs)
    ]`,
      `with config.flake.modules.nixos; [
      audio
      base # always
      vpn
      # the last one
      (zfs)
    ]`,
    ],
    "several on a line": [
      `with config.flake.modules.nixos; [
      base mail
      games
    ]`,
      `with config.flake.modules.nixos; [
      base mail
      games
      vpn
    ]`,
    ],
  };
  for (const [name, [before, after]] of Object.entries(cases)) {
    const more = `#- /cells/zfs.nix
{ flake.modules.nixos.zfs = { }; }
#- /cells/_disk.nix
{ }`;
    test(name, () => checkFix(flake(host(before), more), "Select `vpn` in `desk`", { "/cells/desk.nix": host(after) }));
  }

  test("in the host's own module, wherever it is written", () => {
    const lamp = (list: string) => `{ config, ... }: {
  configurations.nixos.lamp.module = {
    imports = with config.flake.modules.nixos; [ ${list} ];
  };
}`;
    const text = `${configurations}
#- /modules/base.nix
{ flake.modules.nixos.base = { }; }
#- /modules/vpn.nix
{ flake.modules.nixos.vpn = { }; }
`;
    checkFix(text, "Select `vpn` in `lamp`", { "/modules/lamp.nix": lamp("base vpn") });
  });

  test("not in a list that makes several hosts: then in the branches that hosts take", () => {
    const text = `${flakeModules}
#- /cells/hosts.nix
{ config, lib, ... }: {
  flake.nixosConfigurations = lib.genAttrs [ "desk" "rack" ] (name: lib.nixosSystem {
    modules = [ config.flake.modules.nixos.base ];
  });
}
#- /cells/more.nix
{ config, ... }: {
  flake.modules.nixos = {
    base.imports = [ config.flake.modules.nixos.mail ];
    mail = { };
    vpn = { services.tailscale.enable = true; };
  };
}
`;
    expect(titles(text)).toEqual(["Select `vpn` in `base` (2 hosts)"]);
    checkFix(text, "Select `vpn` in `base` (2 hosts)", {
      "/cells/more.nix": `{ config, ... }: {
  flake.modules.nixos = {
    base.imports = [ config.flake.modules.nixos.mail config.flake.modules.nixos.vpn ];
    mail = { };
    vpn = { services.tailscale.enable = true; };
  };
}`,
    });
  });

  test("at most five hosts, the nearest first", () => {
    const names = ["a", "b", "c", "d", "e", "f"];
    const hosts = names.map(
      (name) => `#- /cells/hosts/${name}.nix
{ config, lib, ... }: { flake.nixosConfigurations.${name} = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }`,
    );
    const near = `#- /cells/near/z.nix
{ config, lib, ... }: { flake.nixosConfigurations.z = lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; }; }
#- /cells/near/vpn.nix
{ flake.modules.nixos.vpn = { }; }`;
    expect(titles([flakeModules, ...hosts, near].join("\n"))).toEqual(
      ["z", "a", "b", "c", "d"].map((name) => `Select \`vpn\` in \`${name}\``),
    );
  });

  test("what a host includes as an aspect", () => {
    const desk = (list: string) =>
      `{ den, ... }: { den.aspects.desk = { includes = [ ${list} ]; nixos.networking.hostName = "desk"; }; }`;
    const text = `
${flakeNix({ inputs: { den: true } })}#- /cells/setup.nix
{ inputs, ... }: { imports = [ inputs.den.flakeModule ]; den.hosts.x86_64-linux.desk = { }; }
#- /cells/desk.nix
${desk("den.aspects.gui")}
#- /cells/gui.nix
{ den.aspects.gui.nixos.services.xserver.enable = true; }
#- /cells/vpn.nix
{ den.aspects.vpn.nixos.services.tailscale.enable = true; }
`;
    checkFix(text, "Select `vpn` in `desk`", { "/cells/desk.nix": desk("den.aspects.gui den.aspects.vpn") });
  });
});

test("the branch that declares what a host lacks, in that host", () => {
  const rack = (list: string) => `{ config, lib, ... }: {
  flake.nixosConfigurations.rack = lib.nixosSystem { modules = with config.flake.modules.nixos; [ ${list} ]; };
}`;
  const text = `${flakeModules}
#- /cells/desk.nix
{ config, lib, ... }: {
  flake.nixosConfigurations.desk = lib.nixosSystem { modules = with config.flake.modules.nixos; [ base backup mail ]; };
}
#- /cells/rack.nix
${rack("base mail")}
#- /cells/backup.nix
{ flake.modules.nixos.backup = { lib, ... }: { options.backup.paths = lib.mkOption { type = lib.types.listOf lib.types.str; }; }; }
#- /cells/mail.nix
{ flake.modules.nixos.mail.backup.paths = [ "/var/mail" ]; }
`;
  expect(titles(text)).toEqual(["Select `backup` in `rack`"]);
  checkFix(text, "Select `backup` in `rack`", { "/cells/rack.nix": rack("base mail backup") });
});

function titles(text: string): readonly string[] {
  return fixesIn(text)
    .map(({ title }) => title)
    .filter((title) => title.startsWith("Select"));
}
