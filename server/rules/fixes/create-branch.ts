import type { Branch, Graph } from "../../graph/graph.ts";
import { pathKey, pieceText, startsWith } from "../../option-path.ts";
import { type Fix, trackingFix } from "../fix.ts";
import type { RuleContext } from "../rule.ts";
import { type BranchSetting, describedBeside, descriptionIn } from "./branch-settings.ts";
import { hiddenDefinition } from "./hidden-definition.ts";
import { leafFile } from "./leaf-form.ts";
import { mostCommon } from "./most-common.ts";
import { newFileFor } from "./new-file.ts";

/** A branch that something selects and nothing defines. */
export interface MissingBranch {
  readonly name: string;
  /** Of a reference: leads to the branch's name. Of a string nothing is known but the name. */
  readonly path: readonly string[] | undefined;
  /** Ids of the hosts that select it. */
  readonly hosts: readonly string[];
}

/**
 * Makes the branch as the flake makes its others: beside their descriptions, or in a new cell of its own with an empty module. Empty
 * where there are none of its kind to tell how.
 */
export function creatingFixes(context: RuleContext, wanted: MissingBranch): readonly Fix[] {
  const siblings = siblingsOf(context.graph, wanted);
  const [sibling] = siblings;
  const stem = wanted.path?.slice(0, -1) ?? sibling?.path.slice(0, sibling.path.lastIndexOf(sibling.name)) ?? [];
  const hidden = hiddenDefinition(context, [...stem, wanted.name]);
  if (hidden) return hidden.cell.status === "untracked" ? [trackingFix(hidden.cell.file)] : [];
  const settings = siblings.flatMap((branch) => describedBeside(context, branch));
  const described = new Set(settings.map(({ branch }) => branch.group));
  const groups = new Set(siblings.map(({ group }) => group));
  const isDescribed = described.size * 2 > groups.size;
  const fix = isDescribed ? describing(context, wanted.name, settings) : founding(context, wanted, siblings);
  return fix ? [fix] : [];
}

function describing(context: RuleContext, name: string, settings: readonly BranchSetting[]): Fix | undefined {
  const edit = descriptionIn(context, name, settings);
  if (edit) return { title: `Create branch \`${name}\` in ${shownFile(context, edit.file)}`, edits: [edit] };
  const places = settings.map(({ branch, at }) => ({ name: branch.name, file: at.file }));
  const file = newFileFor(context, name, places);
  const text = file && settings[0] && ownFile(context, name, settings[0]);
  return file && text ? creating(context, name, file, text) : undefined;
}

/** A file that holds nothing but the description of one branch, made into that of another branch. */
function ownFile(
  { textOf }: RuleContext,
  name: string,
  { branch, at, value, piece }: BranchSetting,
): string | undefined {
  const text = textOf(at.file);
  if (text === undefined || text.split(branch.name).length > 8) return undefined;
  const changed = text.slice(0, piece.start) + name + text.slice(piece.end, value.start);
  return `${changed}""${text.slice(value.end)}`;
}

function founding(context: RuleContext, wanted: MissingBranch, siblings: readonly Branch[]): Fix | undefined {
  const alike = ofMainKind(siblings, classesOf(context.graph, wanted.hosts));
  const leaves = context.graph.leaves.filter(
    ({ branch, external, definedAt }) =>
      external === undefined && definedAt !== undefined && alike.some(({ id }) => id === branch),
  );
  const nameOf = new Map(alike.map(({ id, name }) => [id, name]));
  const file = newFileFor(
    context,
    wanted.name,
    leaves.map((leaf) => ({ name: nameOf.get(leaf.branch ?? "") ?? "", file: leaf.at.file })),
  );
  const [model] = alike;
  if (!file || !model) return undefined;
  const own = model.path.lastIndexOf(model.name);
  const path = model.path.map((piece, at) => (at === own ? wanted.name : piece));
  return creating(context, wanted.name, file, leafFile(context, path.map(pieceText), leaves));
}

function creating(context: RuleContext, name: string, file: string, text: string): Fix {
  return {
    title: `Create branch \`${name}\` in ${shownFile(context, file)}`,
    edits: [],
    creates: [{ file, text }],
    ...(context.inRepository && { command: { kind: "track", file } }),
  };
}

function shownFile({ graph }: RuleContext, file: string): string {
  return file.slice(graph.root.directory.length + 1);
}

/** Branches whose paths differ from the missing one's in their own names alone, as far as its path is known. */
function siblingsOf({ branches, hosts }: Graph, { path, name }: MissingBranch): readonly Branch[] {
  const shared = branches.filter((branch) => branch.owner === undefined && branch.path.includes(branch.name));
  if (path) {
    const own = path.length - 1;
    return shared.filter(
      (branch) =>
        branch.path.lastIndexOf(branch.name) === own &&
        path[own] === name &&
        startsWith(branch.path, path.slice(0, own)),
    );
  }
  const byString = new Set(
    hosts.flatMap(({ selections }) => selections.flatMap(({ kind, branch }) => (kind === "string" ? [branch] : []))),
  );
  const chosen = shared.filter(({ id }) => byString.has(id));
  const main = mostCommon((chosen.length > 0 ? chosen : shared).map(stem));
  return shared.filter((branch) => stem(branch) === main);
}

/** What stands before the branch's own name. */
function stem({ path, name }: Branch): string {
  return pathKey(path.slice(0, path.lastIndexOf(name)));
}

/** Of a branch with a collector for each class, those that the hosts take, or else that most modules go to. */
function ofMainKind(siblings: readonly Branch[], classes: ReadonlySet<string>): readonly Branch[] {
  const kind = ({ path, name }: Branch) => pathKey(path.slice(path.lastIndexOf(name) + 1));
  const fitting = siblings.filter((branch) => classes.has(branch.class ?? ""));
  const among = fitting.length > 0 ? fitting : siblings;
  const main = mostCommon(among.flatMap((branch) => branch.leaves.map(() => kind(branch))));
  return among.filter((branch) => kind(branch) === main);
}

function classesOf({ hosts }: Graph, ids: readonly string[]): ReadonlySet<string> {
  return new Set(hosts.filter(({ id }) => ids.includes(id)).map((host) => host.class));
}
