import { DEFINITION_FUNCTIONS_FILE, RENAMED_OPTIONS_FILE } from "../../modules/library.ts";
import { renamedOptions } from "../../modules/native.ts";
import { definitionFunctions } from "../../modules/native-definitions.ts";
import { NATIVE_ROOT } from "../../nix/paths.ts";
import type { DirectoryEntry, FileKind, SourceFiles } from "../../nix/value.ts";
import { blueprintLibrary, blueprintOutputs } from "./blueprint.ts";
import { clanCore, clanLibrary, clanModule, clanService } from "./clan.ts";
import { denModule, denNamespace } from "./den.ts";
import { denBatteries } from "./den-batteries.ts";
import { denEntities } from "./den-entities.ts";
import { denLibrary } from "./den-library.ts";
import { denOutputs } from "./den-outputs.ts";
import { denPipeline } from "./den-pipeline.ts";
import { denPolicies } from "./den-policies.ts";
import { aspectLibrary, flakeAspects, flakeAspectsModule } from "./flake-aspects.ts";
import { flakeFileModule } from "./flake-file.ts";
import { diskoFlakeModule, homeManagerFlakeModule, nixDarwinFlakeModule } from "./flake-modules.ts";
import {
  flakePartsCore,
  flakePartsFlakeModules,
  flakePartsLibrary,
  flakePartsModules,
  flakePartsPartitions,
} from "./flake-parts.ts";
import { haumeaLibrary } from "./haumea.ts";
import { importTree } from "./import-tree.ts";
import { unifyModule } from "./unify.ts";

const SOURCES: ReadonlyMap<string, string> = new Map([
  [RENAMED_OPTIONS_FILE, renamedOptions],
  [DEFINITION_FUNCTIONS_FILE, definitionFunctions],
  [`${NATIVE_ROOT}/flake-parts.nix`, flakePartsLibrary],
  [`${NATIVE_ROOT}/flake-parts-core.nix`, flakePartsCore],
  [`${NATIVE_ROOT}/flake-parts-modules.nix`, flakePartsModules],
  [`${NATIVE_ROOT}/flake-parts-flake-modules.nix`, flakePartsFlakeModules],
  [`${NATIVE_ROOT}/flake-parts-partitions.nix`, flakePartsPartitions],
  [`${NATIVE_ROOT}/home-manager.nix`, homeManagerFlakeModule],
  [`${NATIVE_ROOT}/disko.nix`, diskoFlakeModule],
  [`${NATIVE_ROOT}/nix-darwin.nix`, nixDarwinFlakeModule],
  [`${NATIVE_ROOT}/flake-file.nix`, flakeFileModule],
  [`${NATIVE_ROOT}/blueprint.nix`, blueprintLibrary],
  [`${NATIVE_ROOT}/blueprint-outputs.nix`, blueprintOutputs],
  [`${NATIVE_ROOT}/haumea.nix`, haumeaLibrary],
  [`${NATIVE_ROOT}/import-tree.nix`, importTree],
  [`${NATIVE_ROOT}/aspects.nix`, aspectLibrary],
  [`${NATIVE_ROOT}/clan.nix`, clanModule],
  [`${NATIVE_ROOT}/clan-core.nix`, clanCore],
  [`${NATIVE_ROOT}/clan-library.nix`, clanLibrary],
  [`${NATIVE_ROOT}/clan-service.nix`, clanService],
  [`${NATIVE_ROOT}/unify.nix`, unifyModule],
  [`${NATIVE_ROOT}/den.nix`, denModule],
  [`${NATIVE_ROOT}/den-library.nix`, denLibrary],
  [`${NATIVE_ROOT}/den-entities.nix`, denEntities],
  [`${NATIVE_ROOT}/den-outputs.nix`, denOutputs],
  [`${NATIVE_ROOT}/den-pipeline.nix`, denPipeline],
  [`${NATIVE_ROOT}/den-policies.nix`, denPolicies],
  [`${NATIVE_ROOT}/den-batteries.nix`, denBatteries],
  [`${NATIVE_ROOT}/den-namespace.nix`, denNamespace],
  [`${NATIVE_ROOT}/flake-aspects.nix`, flakeAspects],
  [`${NATIVE_ROOT}/flake-aspects-module.nix`, flakeAspectsModule],
]);

/** The files of a workspace, and beside them the Nix sources that ship with us. `extra` are further sources made for one analysis. */
export function withNativeSources(files: SourceFiles, extra: ReadonlyMap<string, string>): SourceFiles {
  const native = (path: string) => extra.get(path) ?? SOURCES.get(path);
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
