import { DEFINITION_FUNCTIONS_FILE, RENAMED_OPTIONS_FILE } from "../../modules/module-library.ts";
import definitionFunctions from "../../modules/native/definition-functions.nix";
import renamedOptions from "../../modules/native/renamed-options.nix";
import { NATIVE_ROOT } from "../../nix/paths.ts";
import type { DirectoryEntry, FileKind, SourceFiles } from "../../nix/value.ts";
import aspects from "./aspects.nix";
import blueprintLibrary from "./blueprint/library.nix";
import blueprintOutputs from "./blueprint/outputs.nix";
import clanCore from "./clan/core.nix";
import clanLibrary from "./clan/library.nix";
import clanModule from "./clan/module.nix";
import clanService from "./clan/service.nix";
import olderDenLibrary from "./den/before-2026-05-09/library.nix";
import olderDenModule from "./den/before-2026-05-09/module.nix";
import denNamespace from "./den/namespace.nix";
import denOutputs from "./den/outputs.nix";
import denContent from "./den/since-2026-05-09/content.nix";
import denEntities from "./den/since-2026-05-09/entities.nix";
import denLibrary from "./den/since-2026-05-09/library.nix";
import denModule from "./den/since-2026-05-09/module.nix";
import denPipeline from "./den/since-2026-05-09/pipeline.nix";
import denPolicies from "./den/since-2026-05-09/policies.nix";
import denQuirks from "./den/since-2026-05-09/quirks.nix";
import denScopes from "./den/since-2026-05-09/scopes.nix";
import denSystems from "./den/since-2026-05-09/systems.nix";
import denWalk from "./den/since-2026-05-09/walk.nix";
import disko from "./disko.nix";
import flakeAspects from "./flake-aspects/flake.nix";
import flakeAspectsModule from "./flake-aspects/module.nix";
import flakeFile from "./flake-file.nix";
import flakePartsCore from "./flake-parts/core.nix";
import flakePartsFlakeModules from "./flake-parts/flake-modules.nix";
import flakePartsLibrary from "./flake-parts/library.nix";
import flakePartsModules from "./flake-parts/modules.nix";
import flakePartsPartitions from "./flake-parts/partitions.nix";
import haumea from "./haumea.nix";
import homeManager from "./home-manager.nix";
import importTree from "./import-tree.nix";
import nixDarwin from "./nix-darwin.nix";
import unify from "./unify.nix";

/** The models of libraries, by their paths below this folder. */
const MODELS: Readonly<Record<string, string>> = {
  "aspects.nix": aspects,
  "blueprint/library.nix": blueprintLibrary,
  "blueprint/outputs.nix": blueprintOutputs,
  "clan/core.nix": clanCore,
  "clan/library.nix": clanLibrary,
  "clan/module.nix": clanModule,
  "clan/service.nix": clanService,
  "den/before-2026-05-09/library.nix": olderDenLibrary,
  "den/before-2026-05-09/module.nix": olderDenModule,
  "den/namespace.nix": denNamespace,
  "den/outputs.nix": denOutputs,
  "den/since-2026-05-09/content.nix": denContent,
  "den/since-2026-05-09/entities.nix": denEntities,
  "den/since-2026-05-09/library.nix": denLibrary,
  "den/since-2026-05-09/module.nix": denModule,
  "den/since-2026-05-09/pipeline.nix": denPipeline,
  "den/since-2026-05-09/policies.nix": denPolicies,
  "den/since-2026-05-09/quirks.nix": denQuirks,
  "den/since-2026-05-09/scopes.nix": denScopes,
  "den/since-2026-05-09/systems.nix": denSystems,
  "den/since-2026-05-09/walk.nix": denWalk,
  "disko.nix": disko,
  "flake-aspects/flake.nix": flakeAspects,
  "flake-aspects/module.nix": flakeAspectsModule,
  "flake-file.nix": flakeFile,
  "flake-parts/core.nix": flakePartsCore,
  "flake-parts/flake-modules.nix": flakePartsFlakeModules,
  "flake-parts/library.nix": flakePartsLibrary,
  "flake-parts/modules.nix": flakePartsModules,
  "flake-parts/partitions.nix": flakePartsPartitions,
  "haumea.nix": haumea,
  "home-manager.nix": homeManager,
  "import-tree.nix": importTree,
  "nix-darwin.nix": nixDarwin,
  "unify.nix": unify,
};

/** Every Nix source that ships with us, by the path where it pretends to lie. */
export const NATIVE_SOURCES: ReadonlyMap<string, string> = new Map([
  [RENAMED_OPTIONS_FILE, renamedOptions],
  [DEFINITION_FUNCTIONS_FILE, definitionFunctions],
  ...Object.entries(MODELS).map(([path, text]): [string, string] => [`${NATIVE_ROOT}/${path}`, text]),
]);

/** The files of a workspace, and beside them the Nix sources that ship with us. `extra` are further sources made for one analysis. */
export function withNativeSources(files: SourceFiles, extra: ReadonlyMap<string, string>): SourceFiles {
  const native = (path: string) => extra.get(path) ?? NATIVE_SOURCES.get(path);
  const isDirectory = (path: string) => [...extra.keys()].some((file) => file.startsWith(`${path}/`));
  return {
    read: (path) => native(path) ?? files.read(path),
    obstacle: (path) => (path.startsWith(NATIVE_ROOT) ? undefined : files.obstacle(path)),
    kind: (path): FileKind | undefined => {
      if (!path.startsWith(NATIVE_ROOT)) return files.kind(path);
      return native(path) !== undefined ? "regular" : isDirectory(path) ? "directory" : undefined;
    },
    list: (path): readonly DirectoryEntry[] | undefined =>
      path.startsWith(NATIVE_ROOT) ? undefined : files.list(path),
    readable: (path) => path.startsWith(NATIVE_ROOT) || files.readable(path),
  };
}
