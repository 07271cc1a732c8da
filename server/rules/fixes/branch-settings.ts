import type { Branch } from "../../graph/graph.ts";
import type { StringLiteral } from "../../syntax/syntax-tree.ts";
import type { Edit, OffsetRange, Span } from "../../text.ts";
import { isPlainName } from "../fix.ts";
import type { RuleContext } from "../rule.ts";
import { type BindingAt, bindingAddition, bindingAt } from "./binding-edits.ts";

/** A place that says in words what a branch is for. */
export interface BranchSetting {
  readonly branch: Branch;
  /** The option's name. */
  readonly at: Span;
  /** Where the branch is named. */
  readonly piece: OffsetRange;
  /** The binding that names the branch. */
  readonly binding: BindingAt;
  readonly value: StringLiteral;
}

/** The texts that are set beside a branch's modules. */
export function describedBeside({ treeOf, namesOf }: RuleContext, branch: Branch): readonly BranchSetting[] {
  const own = branch.path.lastIndexOf(branch.name);
  return branch.namedAt.flatMap((at) => {
    const occurrence = namesOf(at.file)?.occurrences.find(
      ({ use, range }) => use === "define" && range.start === at.start,
    );
    const value = bindingAt(treeOf(at.file), at)?.bind.value;
    const piece = occurrence?.path[own] === branch.name ? occurrence.pieces[own] : undefined;
    const binding = piece && bindingAt(treeOf(at.file), piece);
    return piece && binding && value?.kind === "string" ? [{ branch, at, piece, binding, value }] : [];
  });
}

/** The same for another branch, in a set that has several of them. Undefined where each has a file of its own. */
export function descriptionIn(
  { textOf }: RuleContext,
  name: string,
  settings: readonly BranchSetting[],
): Edit | undefined {
  const sharing = settings.filter(({ binding, branch, at }) =>
    settings.some(
      (other) => other.at.file === at.file && other.binding.set === binding.set && other.branch.group !== branch.group,
    ),
  );
  const model = sharing.at(-1);
  const text = model && textOf(model.at.file);
  if (!model || text === undefined) return undefined;
  const { binding, piece, value, at } = model;
  const { bind } = binding;
  const isShort = bind.path.some(({ start }) => start === at.start);
  const before = text.slice(bind.path[0]?.start, piece.start);
  const behind = text.slice(piece.end, isShort ? bind.path.at(-1)?.end : piece.end);
  const path = before + (isPlainName(name) ? name : JSON.stringify(name)) + behind;
  const option = text.slice(at.start, at.end);
  return bindingAddition(text, at.file, binding, path, (indentation) => {
    if (isShort) return '""';
    const isOneLine = indentation === undefined || !text.slice(bind.value.start, value.end).includes("\n");
    return isOneLine ? `{ ${option} = ""; }` : `{\n${indentation}  ${option} = "";\n${indentation}}`;
  });
}
