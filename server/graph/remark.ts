import type { LoadedFlake } from "../flake/load.ts";
import type { ModuleEvaluation } from "../modules/evaluation.ts";
import type { Cell, RootRemark } from "./graph.ts";
import type { Observations } from "./observations.ts";
import type { FoundSystems } from "./outputs.ts";

/** What a remark is made from. */
export interface RemarkSource {
  readonly flake: LoadedFlake;
  readonly observed: Observations;
  readonly systems: FoundSystems;
  /** The evaluations of the flake's own level. */
  readonly top: readonly ModuleEvaluation[];
  /** Files that these have as modules. */
  readonly imported: ReadonlySet<string>;
  readonly cells: readonly Cell[];
}

/** Why a sound flake has nothing to show, or less than it seems to have. */
export function remarkOn(source: RemarkSource): RootRemark | undefined {
  const { flake, observed, imported, cells } = source;
  const elsewhere = madeElsewhere(source);
  if (elsewhere !== undefined) return { message: elsewhere, at: flake.outputsAt, unread: false };
  if (imported.size > 0) return undefined;
  if (cells.some(({ status }) => status === "untracked"))
    return {
      message: "none of the files is in git's index, so Nix sees none of them",
      at: flake.outputsAt,
      unread: false,
    };
  const tree = observed.trees[0];
  if (!tree) return { message: "this flake imports no tree", at: flake.outputsAt, unread: false };
  const name = `the tree \`${tree.directory.slice(flake.directory.length + 1) || "."}\``;
  const obstacle = flake.machine.files.obstacle(tree.directory);
  // What the tree holds is not a module of the flake itself.
  if (!obstacle && cells.some(({ file }) => file.startsWith(`${tree.directory}/`))) return undefined;
  return { message: `${name} ${obstacle ?? "holds no Nix file"}`, at: tree.at, unread: obstacle !== undefined };
}

/**
 * Repositories whose flake modules make hosts from folders, by rules of their own: srid/nixos-unified, yelite/lite-config,
 * ehllie/ez-configs, tgirlcloud/easy-hosts.
 */
const HOST_MAKERS: ReadonlySet<string> = new Set(["nixos-unified", "lite-config", "ez-configs", "easy-hosts"]);

/** No host is seen, and code from outside is what makes them. */
function madeElsewhere({ flake, systems, top }: RemarkSource): string | undefined {
  if (systems.hosts.length > 0) return undefined;
  const maker = systems.problems.find((value) => value.type === "external");
  if (maker) return `no host can be shown, because \`${maker.path}\` makes them and its source is not at hand`;
  const names = new Set(flake.inputs.flatMap(({ name, repository }) => (HOST_MAKERS.has(repository) ? [name] : [])));
  const module = top
    .flatMap((evaluation) => evaluation.externals())
    .find(({ path }) => path.startsWith("inputs.") && names.has(path.split(".")[1] ?? ""));
  return module && `no host can be shown, because \`${module.path}\` makes them and its source is not at hand`;
}
