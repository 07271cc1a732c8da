import { expect, test } from "vitest";
import { definition } from "../../server/features/navigation/definition.ts";
import { viewOf } from "../../server/features/view.ts";
import { Project } from "../../server/project/project.ts";
import { analyse } from "../../server/rules/analyse.ts";
import { contextsOf } from "../../server/subjects/contexts.ts";
import { parse } from "../../server/syntax/parse.ts";
import { checkDefinition, definitionsOf } from "../features/ask.ts";
import { configurations, published } from "../features/dialects.ts";
import { memoryFiles, parseFixture } from "../fixture.ts";

const bench = `
#- /modules/bench.nix
{
  flake.modules.nixos.base = { lib, config, ... }: {
    options.features.wood = lib.mkOption { type = lib.types.str; default = "ash"; };
  };
  flake.modules.homeManager.base = { lib, config, ... }: {
    options.features.wood = lib.mkOption { type = lib.types.str; default = "elm"; };
  };
}
`;
const my = `
#- /modules/schema.nix
{ lib, ... }: { options.my.wood = lib.mkOption { type = lib.types.str; default = "oak"; }; }
`;
const home = `
#- /modules/home.nix
{ config, ... }: {
  flake.modules.nixos.base = {
    home-manager.users.ada.imports = [ config.flake.modules.homeManager.base ];
  };
}
`;
const flake = published + bench + my + home;
const nixos = ["/modules/bench.nix:3:22 wood"];
const homeManager = ["/modules/bench.nix:6:22 wood"];

/** Where `features.wood`, or whatever is asked for, leads to in a file of its own. */
function asked(code: string): readonly string[] {
  return definitionsOf(`${flake}
#- /modules/asked.nix
${code}
`);
}

test("an option that leaves of two classes declare is that of the class around", () => {
  expect(asked("{ flake.modules.nixos.base = { features.wo$0od = 1; }; }")).toEqual(nixos);
  expect(asked("{ flake.modules.homeManager.base = { features.wo$0od = 1; }; }")).toEqual(homeManager);
  expect(asked("{ flake.modules.nixos.base = { config, ... }: { a = config.features.wo$0od; }; }")).toEqual(nixos);
  expect(asked("{ config, ... }: { flake.modules.nixos.base = { a = config.my.wo$0od; }; }")).toEqual([
    "/modules/schema.nix:1:28 wood",
  ]);
  expect(asked("{ flake.modules.nixos.base = { config, ... }: { a = config.my.wo$0od; }; }")).toEqual([]);
  expect(asked("{ config, ... }: { flake.modules.nixos.base = { a = config.features.wo$0od; }; }")).toEqual([]);
});

test("a path that goes on into the module", () => {
  expect(asked("{ flake.modules.nixos.base.features.wo$0od = 1; }")).toEqual(nixos);
  expect(asked("{ flake.modules.nixos.base.config.features.wo$0od = 1; }")).toEqual(nixos);
  expect(asked("{ flake.modules.homeManager = { base.features.wo$0od = 1; }; }")).toEqual(homeManager);
  expect(asked("{ flake = { modules.nixos.base = { features = { wo$0od = 1; }; }; }; }")).toEqual(nixos);
});

test("conditions, merges, withs and lets around", () => {
  expect(
    asked("{ lib, ... }: { flake.modules.nixos.base = lib.mkIf true (lib.mkMerge [ { features.wo$0od = 1; } ]); }"),
  ).toEqual(nixos);
  expect(
    asked("{ flake.modules.nixos.base = { lib, config, ... }: with lib; mkIf config.features.wo$0od { }; }"),
  ).toEqual(nixos);
  expect(
    asked("{ flake.modules.nixos.base = { config, ... }: let cfg = config.features; in { a = cfg.wo$0od; }; }"),
  ).toEqual(nixos);
  expect(
    asked("let base = { config, ... }: { a = config.features.wo$0od; }; in { flake.modules.nixos.base = base; }"),
  ).toEqual(nixos);
});

test("a branch that the graph does not know yet is of the class of its kind", () => {
  expect(asked(`{ lib, ... }: { flake.modules.nixos.\${lib.toLower "A"} = { features.wo$0od = 1; }; }`)).toEqual(nixos);
});

test("Home Manager inside of a system", () => {
  const inSystem = (code: string) => asked(`{ flake.modules.nixos.base = { ${code} }; }`);
  expect(inSystem("home-manager.users.ada = { config, ... }: { a = config.features.wo$0od; };")).toEqual(homeManager);
  expect(inSystem("home-manager.users.ada.features.wo$0od = 1;")).toEqual(homeManager);
  expect(inSystem("home-manager.sharedModules = [ { features.wo$0od = 1; } ];")).toEqual(homeManager);
});

test("a file that a leaf imports is of the leaf's class", () => {
  const parts = "#- /modules/_parts/more.nix\n{ config, ... }: { a = config.features.wo$0od; }";
  expect(asked(`{ flake.modules.nixos.base.imports = [ ./_parts/more.nix ]; }\n${parts}`)).toEqual(nixos);
  expect(asked(`{ flake.modules.homeManager.base = { imports = [ ./_parts/more.nix ]; }; }\n${parts}`)).toEqual(
    homeManager,
  );
});

test("a host's own collector", () =>
  checkDefinition(`${configurations}
#- /modules/bench.nix
{
  flake.modules.nixos.base = { lib, ... }: { options.features.wood = lib.mkOption { }; };
#                                                             ^^^^
}
#- /modules/lantern.nix
{ configurations.nixos.lamp.module = { config, ... }: { a = config.features.wo$0od; }; }
`));

test("perSystem has options of its own", () =>
  checkDefinition(`${published}
#- /modules/tools.nix
{
  perSystem = { pkgs, ... }: { packages.saw = pkgs.hello; };
#                                       ^^^
}
#- /modules/asked.nix
{ perSystem = { self', ... }: { checks.saw = self'.packages.sa$0w; }; }
`));

test("an option of a leaf that nobody pulls in, or that is newer than the graph, is found by its words", () =>
  checkDefinition(`${published}
#- /modules/asked.nix
{
  flake.modules.nixos.unused = { lib, config, ... }: {
    options.tools.saw = lib.mkOption { };
#                 ^^^
    config.x = config.tools.sa$0w;
  };
}
`));

test("a file is what those import it for who do so now, also before the next analysis", () => {
  const importing = "{ flake.modules.nixos.spare.imports = [ ./_part.nix ]; }";
  const { files, question } = parseFixture(`${flake}
#- /modules/importing.nix
${importing}
#- /modules/_part.nix
{ features.wo$0od = 1; }
`);
  const project = new Project({ directory: "", stored: memoryFiles(files), parse });
  const view = viewOf(project, analyse(project.snapshot()));
  const place = { file: "/modules/_part.nix", offset: question?.offset ?? 0 };
  const line = () => {
    const at = definition(view, place)?.targets[0];
    return at && view.linesOf(at.file).rangeOf(at).start.line + 1;
  };
  expect(line()).toBe(3);
  project.setFile("/modules/importing.nix", importing.replace("nixos", "homeManager"));
  expect(line()).toBe(6);
  project.removeFile("/modules/importing.nix");
  expect(line()).toBe(3);
});

test("what one state of the files says of a graph is not taken for what another says", () => {
  const importing = "{ flake.modules.nixos.spare.imports = [ ./_part.nix ]; }";
  const file = "/modules/_part.nix";
  const { files } = parseFixture(
    `${flake}\n#- /modules/importing.nix\n${importing}\n#- ${file}\n{ features.wood = 1; }\n`,
  );
  const project = new Project({ directory: "", stored: memoryFiles(files), parse });
  const graph = project.snapshot().graph();
  const other = project.supposing(new Map([["/modules/importing.nix", importing.replace("nixos", "homeManager")]]));
  const classes = ({ texts: { namesOf } }: Project) => {
    const scope = namesOf(file)?.occurrences[0]?.scope;
    return scope && contextsOf({ graph, namesOf }, file, scope, 0).map((context) => context.class);
  };
  expect(classes(project)).toEqual(["nixos"]);
  expect(classes(other)).toEqual(["homeManager"]);
});
