import { describe, expect, test } from "vitest";
import { graphOf, hostLines, pullLines } from "./aspects.ts";

const FLAKE = `
#- /cells/setup.nix
{ inputs, den, ... }: {
  imports = [ inputs.den.flakeModule ];
  den.default = {
    nixos.system.stateVersion = "25.11";
    includes = [ den.provides.define-user ];
  };
}
#- /cells/hosts.nix
{
  den.hosts.x86_64-linux.desk.users.ben = { classes = [ "homeManager" ]; };
  den.hosts.aarch64-darwin.mac.users.ben = { };
  den.homes.x86_64-linux.ben = { };
}
#- /cells/desk.nix
{ den, ... }: { den.aspects.desk = { includes = [ den.aspects.gui ]; nixos.networking.hostName = "desk"; }; }
#- /cells/mac.nix
{ den.aspects.mac.darwin.system.stateVersion = 6; }
#- /cells/gui.nix
{ den.aspects.gui = { nixos.services.xserver.enable = true; darwin = { }; homeManager.programs.foot.enable = true; }; }
#- /cells/ben.nix
{ den, ... }: {
  den.aspects.ben = {
    includes = [ den.aspects.login (den.provides.user-shell "fish") ];
    homeManager = { ... }: { programs.git.enable = true; };
  };
}
#- /cells/login.nix
{ den.aspects.login = { host, user }: { nixos.users.users.\${user.userName}.extraGroups = [ host.name ]; }; }
#- /cells/unused.nix
{ den.aspects.unused.nixos = { }; }
`;

describe("den without its source", () => {
  test("hosts and homes are made of their aspects, those of their users, and what is for all", () => {
    expect(hostLines(FLAKE)).toEqual([
      "darwinConfigurations.mac complete: ben.nix mac.nix setup.nix",
      "homeConfigurations.ben complete: ben.nix setup.nix",
      "nixosConfigurations.desk complete: ben.nix desk.nix gui.nix login.nix setup.nix",
    ]);
  });

  test("the classes of aspects are branches", () => {
    const pulls = pullLines(FLAKE, "nixosConfigurations.desk");
    expect(pulls).toContain("den.aspects.desk.nixos>den.aspects.gui.nixos |  | gui.nix");
    expect(pulls).toContain("den.aspects.ben.homeManager | home-manager.users.ben | ben.nix");
    expect(pulls.some((line) => line.includes("den.aspects.gui.homeManager"))).toBe(false);
  });

  test("until March 2026 users got the Home Manager modules of their host", () => {
    expect(pullLines(FLAKE, "nixosConfigurations.desk", "2026-02-25")).toContain(
      "den.aspects.desk.homeManager>den.aspects.gui.homeManager | home-manager.users.ben | gui.nix",
    );
  });

  test("before contexts came, Home Manager needed its battery", () => {
    const without = pullLines(FLAKE, "nixosConfigurations.desk", "2026-02-10");
    expect(without.some((line) => line.includes("home-manager.users"))).toBe(false);
    const battery = FLAKE.replace("den.provides.define-user", "den._.define-user den._.home-manager");
    expect(pullLines(battery, "nixosConfigurations.desk", "2026-02-10")).toContain(
      "den.default.nixos>den.aspects.ben.homeManager | home-manager.users.ben | ben.nix",
    );
  });

  test("a host stands where it is defined", () => {
    expect(graphOf(FLAKE).hosts.map(({ at }) => at?.file)).toEqual(Array(3).fill("/flake/cells/hosts.nix"));
  });
});

describe("den's namespaces and brackets", () => {
  const spaced = `
#- /cells/setup.nix
{ inputs, den, ... }: {
  imports = [ inputs.den.flakeModules.dendritic ];
  _module.args.__findFile = den.lib.__findFile;
}
#- /cells/namespace.nix
{ inputs, ... }: { imports = [ (inputs.den.namespace "my" true) ]; }
#- /cells/desk.nix
{ __findFile, my, ... }: {
  den.hosts.x86_64-linux.desk = { };
  den.aspects.desk.includes = [ <my/gui> <my/gui/bar> my.shell (<my/proxy> { port = 1; }) ];
}
#- /cells/gui.nix
{ my.gui = { nixos.services.xserver.enable = true; provides.bar.nixos.programs.waybar.enable = true; }; }
#- /cells/shell.nix
{ my.shell.nixos.programs.zsh.enable = true; }
#- /cells/proxy.nix
{ my.proxy = { port }: { nixos.networking.proxy.default = port; }; }
`;

  test("count for the file that brings the namespace in, as in Nix, and are written where they are", () => {
    expect(hostLines(spaced)).toEqual(["nixosConfigurations.desk complete: desk.nix namespace.nix"]);
    const graph = graphOf(spaced);
    const leaf = graph.leaves.find(({ branch }) => branch === "den.ful.my.gui.provides.bar.nixos");
    expect(leaf?.at.file).toBe("/flake/cells/gui.nix");
  });

  test("a function gives its modules to who includes it", () => {
    const text = spaced.replace(
      "my.shell.nixos.programs.zsh.enable = true;",
      "my.shell = { host, ... }: { nixos.programs.zsh.enable = true; };",
    );
    for (const [day, files] of [
      ["2026-04-15", "desk.nix namespace.nix"],
      ["2026-04-18", "desk.nix namespace.nix shell.nix"],
    ] as const) {
      expect(hostLines(text, day)).toEqual([`nixosConfigurations.desk complete: ${files}`]);
      const { hosts, leaves } = graphOf(text, day);
      const pulled = leaves.filter(({ id }) => hosts[0]?.pulls.some(({ leaf }) => leaf === id));
      expect(pulled.map(({ at }) => at.file)).toContain("/flake/cells/shell.nix");
    }
  });

  test("an unknown name costs its place only", () => {
    const lines = hostLines(spaced.replace("<my/gui/bar>", "<my/typo>"));
    expect(lines).toEqual(["nixosConfigurations.desk incomplete: desk.nix namespace.nix"]);
  });
});

describe("den without flake-parts", () => {
  const flake = (cells: string) => `
#- /flake.nix
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.import-tree.url = "github:vic/import-tree";
  inputs.den.url = "github:vic/den";
  outputs = inputs: (inputs.nixpkgs.lib.evalModules {
    modules = [ (inputs.import-tree ./cells) ];
    specialArgs = { inherit inputs; };
  }).config.flake;
}
#- /cells/desk.nix
{ inputs, ... }: {
  imports = [ inputs.den.flakeModule ];
  den.hosts.x86_64-linux.desk = { };
  den.aspects.desk.nixos = { networking.hostName = "desk"; };
}
${cells.trim()}
`;
  const problems = (text: string) => graphOf(text, undefined, false).problems.map(({ message }) => message);

  test("brings its own option for outputs", () => {
    const text = flake(`
#- /cells/packages.nix
{ inputs, ... }: { flake.packages.x86_64-linux.hello = inputs.nixpkgs.legacyPackages.x86_64-linux.hello; }
`);
    expect(hostLines(text, undefined, false)).toEqual(["nixosConfigurations.desk complete: desk.nix"]);
    expect(problems(text)).toEqual([]);
  });

  test("declares single outputs for who wants to merge them", () => {
    const text = flake(`
#- /cells/outputs.nix
{ inputs, ... }: { imports = [ inputs.den.flakeOutputs.packages ]; flake.packages.x86_64-linux.a = 1; }
#- /cells/more.nix
{ flake.packages.x86_64-linux.b = 2; }
`);
    expect(hostLines(text, undefined, false)).toEqual(["nixosConfigurations.desk complete: desk.nix"]);
    expect(problems(text)).toEqual([]);
  });
});

describe("den's stages", () => {
  const staged = (ctx: string) =>
    hostLines(`${FLAKE.trimStart()}#- /cells/stages.nix\n{ den, ... }: { den.ctx = ${ctx}; }\n`);
  const desk = (lines: readonly string[]) => lines.find((line) => line.startsWith("nixosConfigurations.desk"));

  test("what is included in den's own ones leaves nothing in doubt", () =>
    expect(desk(staged("{ user.includes = [ den.provides.mutual-provider ]; }"))).toBe(
      "nixosConfigurations.desk complete: ben.nix desk.nix gui.nix login.nix setup.nix",
    ));

  test("the flake's own ones are followed from those of den, with a context of their own", () =>
    expect(
      desk(
        staged(`{
  host.into.guests = { host }: [ { inherit host; } ];
  guests.provides.guests = { host }: { nixos.virtualisation.host = host.name; };
  guests.into.guest = { host }: map (name: { inherit host name; }) [ "a" ];
  guests.provides.guest = { host }: { host, name }: { nixos.virtualisation.guest = name; };
}`),
      ),
    ).toBe("nixosConfigurations.desk complete: ben.nix desk.nix gui.nix login.nix setup.nix stages.nix"));

  test("those that no stage of the host leads to do not matter", () =>
    expect(desk(staged(`{ parts.into.part = _: [ { } ]; }`))).toContain(" complete: "));

  test("leading to one of den's own once more is not known", () =>
    expect(desk(staged(`{ host.into.user = { host }: [ { inherit host; } ]; }`))).toContain(" incomplete: "));
});

describe("where den's branches are selected", () => {
  const cells = `
#- /cells/setup.nix
{ inputs, den, ... }: {
  imports = [ inputs.den.flakeModule (inputs.den.namespace "my" false) ];
  _module.args.__findFile = den.lib.__findFile;
}
#- /cells/desk.nix
{ __findFile, den, ... }: {
  den.hosts.x86_64-linux.desk = { };
  den.aspects.desk.includes = [
    <my/bundle>
    den.aspects.gui
    { nixos.boot = { }; }
  ];
}
#- /cells/bundle.nix
{ den, lib, my, ... }: {
  my.bundle.includes =
    with my; [ shell ]
    ++ map (name: den.aspects.\${name}) [
      "git"
    ];
}
#- /cells/shell.nix
{ my.shell.nixos.programs.zsh.enable = true; }
#- /cells/gui.nix
{ den.aspects.gui.nixos = { }; den.aspects.git.nixos = { }; }
`;
  const desk = " through den.aspects.desk.nixos";
  const selections = (day: string) =>
    graphOf(cells, day).hosts.flatMap((host) =>
      host.selections.map(({ branch, kind, at, through }) => {
        const text = cells.split(`#- ${at.file.replace("/flake", "")}\n`)[1]?.slice(at.start, at.end);
        return `${branch} ${kind} ${text}${through === undefined ? "" : ` through ${through}`}`;
      }),
    );

  test.each([
    ["by stages", "2026-04-15", "den.ful.my"],
    ["by policies", "2026-07-02", "my"],
  ])("%s: the items of includes, with the aspects between", (_, day, my) => {
    expect(selections(day)).toEqual(
      [
        'den.aspects.git.nixos string "git" through MY.bundle.nixos',
        `den.aspects.gui.nixos reference den.aspects.gui${desk}`,
        `MY.bundle.nixos string <my/bundle>${desk}`,
        "MY.shell.nixos reference shell through MY.bundle.nixos",
      ].map((line) => line.replaceAll("MY", my)),
    );
    expect(pullLines(cells, "nixosConfigurations.desk", day)).toContain(
      `den.aspects.desk.nixos>${my}.bundle.nixos>den.aspects.git.nixos |  | gui.nix`,
    );
  });
});
