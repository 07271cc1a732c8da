import { expect, test } from "vitest";
import { analyseFixture } from "../flake.ts";

/** The files and leaves of the flake's hosts, one line each. */
function filesOf(text: string): readonly string[] {
  const { graph } = analyseFixture(text).analysis;
  const short = (file: string) => file.slice(graph.root.directory.length + 1);
  return graph.hosts.map(({ name, files, pulls }) => {
    const leaves = pulls.map(({ leaf }) => leaf);
    return `${name}: ${files.map(short).join(" ")} | ${leaves.join(" ")}`;
  });
}

const HOST = `
#- /cells/desk.nix
{ config, lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ config.my.base ]; }; }
#- /cells/base.nix
{ my.base = { networking.hostName = "desk"; }; }
`;

const applied = (module: string) => `${HOST}
#- /cells/schema.nix
{ lib, ... }: {
  options.my = lib.mkOption {
    type = lib.types.lazyAttrsOf lib.types.deferredModule;
    apply = lib.mapAttrs (name: module: ${module});
  };
}
`;

test("what an option's apply wraps around a module, with a name of its own, is nobody's", () => {
  const wanted = ["desk: cells/base.nix | my.base@cells/base.nix#0"];
  expect(filesOf(applied(`{ _file = "here#my.\${name}"; imports = [ module ]; }`))).toEqual(wanted);
  expect(filesOf(applied(`{ key = name; _file = "\${./.}/desk.nix#\${name}"; imports = [ module ]; }`))).toEqual(
    wanted,
  );
});

test("what has settings of its own is credited to where it stands", () =>
  expect(filesOf(applied(`{ _file = "here#\${name}"; imports = [ module ]; time.timeZone = "UTC"; }`))).toEqual([
    "desk: cells/base.nix cells/schema.nix | nixosConfigurations.desk@cells/schema.nix#0 my.base@cells/base.nix#0",
  ]));

test("a file that is not there gives a host nothing", () =>
  expect(
    filesOf(`
#- /cells/desk.nix
{ lib, ... }: { flake.nixosConfigurations.desk = lib.nixosSystem { modules = [ ./_here.nix ./_gone.nix ./_gone ]; }; }
#- /cells/_here.nix
{ }
`),
  ).toEqual(["desk: cells/_here.nix | nixosConfigurations.desk@cells/_here.nix#0"]));
