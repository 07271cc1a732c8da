import { describe, expect, test } from "vitest";
import { hostLines, pullLines } from "./aspects.ts";

/** A revision of den that resolves entities by policies. What the flakes below give was compared with real Nix and that very revision. */
const DAY = "2026-07-02";

const SETUP = `
#- /cells/setup.nix
{ inputs, den, ... }: {
  imports = [ inputs.den.flakeModule ];
  den.schema.user.classes = [ "homeManager" ];
  den.default = { nixos.system.stateVersion = "25.11"; homeManager.home.stateVersion = "25.11"; };
  den.default.includes = [ den.batteries.define-user den.batteries.hostname ];
}
#- /cells/hosts.nix
{
  den.hosts.x86_64-linux.igloo.users = { tux = { }; alice = { }; };
  den.hosts.x86_64-linux.ice.gpu = true;
}
`;

const files = (text: string) => hostLines(SETUP + text.trimStart(), DAY);

describe("den with policies, without its source", () => {
  test("a host takes its aspect, what its users give it, and what is for all", () => {
    const text = `
#- /cells/igloo.nix
{ den, ... }: { den.aspects.igloo = { includes = [ den.aspects.gui ]; nixos.boot = { }; }; }
#- /cells/gui.nix
{ den.aspects.gui = { nixos.xserver = { }; os.fonts = { }; homeManager.foot = { }; darwin.dock = { }; }; }
#- /cells/tux.nix
{ den.aspects.tux = { homeManager.git = { }; nixos = { user, ... }: { owner = user.name; }; user.extraGroups = [ "x" ]; }; }
#- /cells/alice.nix
{ den, ... }: { den.aspects.alice.includes = [ den.aspects.forUsers (den.batteries.user-shell "fish") ]; }
#- /cells/for-users.nix
{ den.aspects.forUsers = { host, user, ... }: { homeManager.q = host.name; nixos.r = user.name; }; }
#- /cells/home.nix
{ den, ... }: { den.homes.x86_64-linux.tux = { }; den.schema.home.includes = [ ({ home, ... }: { homeManager.h = home.name; }) ]; }
`;
    expect(files(text)).toEqual([
      "homeConfigurations.tux complete: home.nix setup.nix tux.nix",
      "nixosConfigurations.ice complete: setup.nix",
      "nixosConfigurations.igloo complete: for-users.nix gui.nix igloo.nix setup.nix tux.nix",
    ]);
    const pulls = pullLines(SETUP + text.trimStart(), "nixosConfigurations.igloo", DAY);
    expect(pulls).toContain("den.aspects.igloo.os>den.aspects.gui.os |  | gui.nix");
    expect(pulls).toContain("den.aspects.tux.homeManager | home-manager.users.tux | tux.nix");
    expect(pulls.some((line) => line.includes("den.aspects.gui.homeManager"))).toBe(false);
  });

  test("aspects provide to the other side, to all or by name", () =>
    expect(
      files(`
#- /cells/to-users.nix
{ den.aspects.igloo.provides.to-users.homeManager.a = 1; }
#- /cells/to-alice.nix
{ den.aspects.igloo.provides.alice.homeManager.a = 1; }
#- /cells/to-bob.nix
{ den.aspects.igloo.provides.bob.homeManager.a = 1; }
#- /cells/to-igloo.nix
{ den.aspects.tux.provides.igloo.nixos.a = 1; }
#- /cells/to-hosts.nix
{ den.aspects.tux.provides.to-hosts = { host, ... }: { nixos.a = host.name; }; }
`),
    ).toEqual([
      "nixosConfigurations.ice complete: setup.nix",
      "nixosConfigurations.igloo complete: setup.nix to-alice.nix to-hosts.nix to-igloo.nix to-users.nix",
    ]));

  test("at a host, what asks for a user is given each; a module that does so counts for nothing", () =>
    expect(
      files(`
#- /cells/each.nix
{ den, ... }: { den.aspects.igloo.includes = [ den.aspects.each ]; den.aspects.each = { user, ... }: { nixos.each = user.name; }; }
#- /cells/dropped.nix
{ den, ... }: { den.aspects.igloo.includes = [ den.aspects.dropped ]; den.aspects.dropped.nixos = { user, ... }: { a = user.name; }; }
`),
    ).toEqual([
      "nixosConfigurations.ice complete: setup.nix",
      "nixosConfigurations.igloo complete: each.nix setup.nix",
    ]));

  test("policies include, exclude, enrich, provide and route", () =>
    expect(
      files(`
#- /cells/include.nix
{ den, ... }: {
  den.policies.add = { host, ... }: if host.name == "igloo" then [ (den.lib.policy.include den.aspects.added) ] else [ ];
  den.policies.never = { host, ... }: [ (den.lib.policy.include den.aspects.nowhere) ];
  den.schema.host.includes = [ den.policies.add ];
}
#- /cells/added.nix
{ den.aspects.added.nixos.a = 1; den.aspects.nowhere.nixos.b = 1; }
#- /cells/when.nix
{ den, ... }: {
  den.policies.gpu = { host, ... }: [ (den.lib.policy.include den.aspects.gpu) ];
  den.schema.host.includes = [ (den.lib.policy.when ({ host, ... }: host.gpu or false) den.policies.gpu) ];
}
#- /cells/gpu.nix
{ den.aspects.gpu.nixos.a = 1; }
#- /cells/enrich.nix
{ den, lib, ... }: {
  den.policies.flag = { host, ... }: [ (den.lib.policy.resolve { isIce = host.name == "ice"; }) ];
  den.schema.host.includes = [ den.policies.flag den.aspects.flagged ];
}
#- /cells/flagged.nix
{ lib, ... }: { den.aspects.flagged = { isIce, ... }: lib.optionalAttrs isIce { nixos.a = 1; }; }
#- /cells/user.nix
{ den, ... }: {
  den.policies.forUser = { host, user, ... }: [ (den.lib.policy.include den.aspects.perUser) ];
  den.schema.host.includes = [ den.policies.forUser ];
}
#- /cells/per-user.nix
{ den.aspects.perUser.homeManager.p = 1; }
#- /cells/route.nix
{ den, ... }: {
  den.classes.server.description = "servers";
  den.policies.server = { host, ... }: [ (den.lib.policy.route { fromClass = "server"; intoClass = "nixos"; path = [ ]; }) ];
  den.schema.host.includes = [ den.policies.server ];
}
#- /cells/served.nix
{ den, ... }: { den.aspects.igloo.includes = [ den.aspects.served ]; den.aspects.served.server.x = 1; }
#- /cells/exclude.nix
{ den, ... }: {
  den.aspects.ice = { excludes = [ den.aspects.inner ]; includes = [ den.aspects.wrapper ]; };
  den.aspects.igloo.includes = [ den.aspects.wrapper ];
  den.aspects.wrapper.includes = [ den.aspects.inner ];
}
#- /cells/inner.nix
{ den.aspects.inner.nixos.a = 1; }
#- /cells/own-policy.nix
{ den, ... }: {
  den.aspects.igloo = {
    policies.own = { host, ... }: [ (den.lib.policy.include den.aspects.owned) ];
    includes = [ den.aspects.igloo.policies.own ];
  };
}
#- /cells/owned.nix
{ den.aspects.owned.nixos.a = 1; }
#- /cells/provide.nix
{ den, ... }: {
  den.policies.give = { host, ... }: [ (den.lib.policy.provide { class = "nixos"; module.given = 1; }) ];
  den.aspects.ice.includes = [ den.policies.give ];
}
`),
    ).toEqual([
      "nixosConfigurations.ice complete: flagged.nix gpu.nix provide.nix setup.nix",
      "nixosConfigurations.igloo complete: added.nix inner.nix owned.nix per-user.nix served.nix setup.nix",
    ]));

  test("aspects nest, in namespaces too; brackets and what they provide lead to them", () =>
    expect(
      files(`
#- /cells/namespace.nix
{ inputs, den, ... }: { imports = [ (inputs.den.namespace "my" true) ]; _module.args.__findFile = den.lib.__findFile; }
#- /cells/igloo.nix
{ __findFile, den, my, ... }: {
  den.aspects.igloo.includes = [
    den.aspects.apps.web.browser <apps/mail> my.tools <my/deep/er> den.aspects.all._ den.aspects.group.part
  ];
  den.aspects.tux.includes = [ den.batteries.host-aspects ];
}
#- /cells/browser.nix
{ den.aspects.apps.web.browser.nixos.a = 1; }
#- /cells/mail.nix
{ den.aspects.apps.mail.homeManager.a = 1; }
#- /cells/tools.nix
{ my.tools.nixos.a = 1; }
#- /cells/sub.nix
{ my.tools.provides.sub.nixos.a = 1; }
#- /cells/deeper.nix
{ my.deep.er.nixos.a = 1; }
#- /cells/one.nix
{ den.aspects.all.one.nixos.a = 1; }
#- /cells/two.nix
{ den.aspects.all.provides.two.nixos.a = 1; }
#- /cells/part.nix
{ den.aspects.group.provides.part.nixos.a = 1; }
#- /cells/label.nix
{ den.aspects.igloo.nixos.system.nixos.label = "a class name inside a module"; }
`)[1],
    ).toBe(
      "nixosConfigurations.igloo complete: browser.nix deeper.nix label.nix mail.nix one.nix part.nix setup.nix tools.nix",
    ));

  test("modules take what aspects hand to each other", () =>
    expect(
      files(`
#- /cells/quirks.nix
{ den.quirks.firewall.description = "ports"; den.quirks.extra.description = "modules"; }
#- /cells/igloo.nix
{ den, ... }: { den.aspects.igloo.includes = [ den.aspects.web den.aspects.more ]; }
#- /cells/web.nix
{ den.aspects.web = { firewall.ports = [ 80 ]; extra = [ ../extra.nix ]; }; }
#- /extra.nix
{ a = 1; }
#- /cells/more.nix
{ den.aspects.more.nixos = { extra, firewall, ... }: { imports = extra; b = map (f: f.ports) firewall; }; }
`)[1],
    ).toBe("nixosConfigurations.igloo complete: more.nix setup.nix /flake/extra.nix"));

  test("pipes filter, add to and gather that data", () =>
    expect(
      files(`
#- /cells/pipes.nix
{ den, lib, ... }: let inherit (den.lib.policy) pipe; in {
  den.quirks.extra.description = "modules";
  den.policies.gather = { host, ... }: [ (pipe.from "extra" [ (pipe.filter (x: x.on)) (pipe.append { on = true; at = ../added.nix; }) (pipe.transform (x: x.at)) ]) ];
  den.policies.expose = { host, user, ... }: [ (pipe.from "extra" [ pipe.expose ]) ];
  den.schema.host.includes = [ den.policies.gather ];
  den.schema.user.includes = [ den.policies.expose ];
}
#- /cells/igloo.nix
{ den.aspects.igloo = { nixos = { extra, ... }: { imports = extra; }; extra = [ { on = true; at = ../on.nix; } { on = false; at = ../off.nix; } ]; }; }
#- /cells/tux.nix
{ den.aspects.tux.extra = { on = true; at = ../tux.nix; }; }
#- /on.nix
{ }
#- /off.nix
{ }
#- /added.nix
{ }
#- /tux.nix
{ }
`)[1],
    ).toBe("nixosConfigurations.igloo complete: /flake/added.nix igloo.nix setup.nix /flake/on.nix /flake/tux.nix"));

  test("a class is forwarded into another", () =>
    expect(
      files(`
#- /cells/forward.nix
{ den, lib, ... }: {
  den.schema.host.includes = [
    ({ class, aspect-chain }: den.batteries.forward {
      each = [ 1 ];
      fromClass = _: "persist";
      intoClass = _: "nixos";
      intoPath = _: [ "environment" "persistence" ];
      fromAspect = _: lib.head aspect-chain;
    })
  ];
}
#- /cells/igloo.nix
{ den.aspects.igloo.persist.directories = [ "/x" ]; }
`)[1],
    ).toBe("nixosConfigurations.igloo complete: igloo.nix setup.nix"));

  test("what a host provides is forwarded where it arrives", () =>
    expect(
      files(`
#- /cells/forward.nix
{ den, lib, ... }: {
  den.schema.user.includes = [
    ({ user }: den.batteries.forward {
      each = lib.singleton user;
      fromClass = _: "zsh";
      intoClass = _: "homeManager";
      intoPath = _: [ "programs" "zsh" ];
      fromAspect = user: user.aspect;
    })
  ];
}
#- /cells/igloo.nix
{ den, ... }: { den.aspects.igloo.provides.tux.includes = [ den.aspects.shell ]; }
#- /cells/shell.nix
{ den.aspects.shell.zsh.initContent = "x"; }
`)[1],
    ).toBe("nixosConfigurations.igloo complete: setup.nix shell.nix"));

  test("an aspect may be a function in one file and a set in another", () =>
    expect(
      files(`
#- /cells/tux.nix
{ den, ... }: { den.aspects.tux.includes = [ den.aspects.tux.provides.work den.aspects.tux.provides.work.provides.git ]; }
#- /cells/work.nix
{ den.aspects.tux.provides.work = { user, ... }: { homeManager.a = user.name; }; }
#- /cells/git.nix
{ den.aspects.tux.provides.work.provides.git.homeManager.b = 1; }
`)[1],
    ).toBe("nixosConfigurations.igloo complete: git.nix setup.nix work.nix"));

  test("aspects are made by functions, and may be written as modules", () => {
    const text = `
#- /cells/igloo.nix
{ den, ... }: { den.aspects.igloo.includes = [ (den.aspects.disk "sda") den.aspects.par ]; }
#- /cells/disk.nix
{ den.aspects.disk = name: { lib, ... }: { os = { disk = name; }; }; }
#- /cells/par.nix
{ den.aspects.par = { host, ... }: { nixos.par = host.name; }; }
`;
    expect(files(text)[1]).toBe("nixosConfigurations.igloo complete: igloo.nix par.nix setup.nix");
    const pulls = pullLines(SETUP + text.trimStart(), "nixosConfigurations.igloo", DAY);
    expect(pulls).toContain("den.aspects.igloo.nixos |  | par.nix");
  });

  test("kinds of entities of the flake's own lead to hosts", () =>
    expect(
      files(`
#- /cells/fleet.nix
{ den, lib, ... }: let inherit (den.lib) policy; in {
  den.schema.environment = { isEntity = true; includes = [ den.policies.hosts ]; };
  den.schema.flake.includes = [ den.policies.environments ];
  den.schema.flake-system.excludes = [ den.policies.system-to-os-outputs ];
  den.policies.environments = _: [ (policy.resolve.to "environment" { environment = { name = "prod"; aspect = den.aspects.prod; }; }) ];
  den.policies.hosts = { environment, ... }: lib.concatMap (host: [
    (policy.resolve.to "host" { inherit host; })
    (policy.instantiate host)
  ]) (lib.attrValues den.hosts.x86_64-linux);
}
#- /cells/prod.nix
{ den.aspects.prod.includes = [ ]; }
#- /cells/igloo.nix
{ den.aspects.igloo = { environment, ... }: { nixos.name = environment.name; }; }
`),
    ).toEqual([
      "nixosConfigurations.ice complete: setup.nix",
      "nixosConfigurations.igloo complete: igloo.nix setup.nix",
    ]));

  test("what is not known stays visible", () =>
    expect(
      files(`
#- /cells/igloo.nix
{ den, inputs, ... }: {
  den.policies.odd = { host, ... }: inputs.home-manager.lib.oddities host;
  den.aspects.igloo.includes = [ den.policies.odd ];
  den.aspects.ice.meta.handleWith = [ { } ];
}
`),
    ).toEqual(["nixosConfigurations.ice incomplete: setup.nix", "nixosConfigurations.igloo incomplete: setup.nix"]));
});
