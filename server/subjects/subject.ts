import type { Branch, DeclaredOption } from "../graph/graph.ts";
import type { FreeName, LocalBinding, PathOccurrence } from "../names/name-index.ts";
import type { OffsetRange } from "../text.ts";
import { isSamePath, type PathInScope } from "./path-in-scope.ts";

/** What a word speaks of. `range` is the word, in the file as it is now. */
export type Subject = { readonly range: OffsetRange } & (
  | { readonly kind: "options"; readonly options: readonly DeclaredOption[]; readonly path: PathInScope }
  | { readonly kind: "branches"; readonly branches: readonly Branch[] }
  /** A path that no option is known for, but that the files say something of: see `definersOf`. */
  | { readonly kind: "value"; readonly path: PathInScope }
  /** A name that options lie below, and that is none itself. */
  | { readonly kind: "group"; readonly path: PathInScope }
  | { readonly kind: "binding"; readonly binding: LocalBinding }
  | { readonly kind: "path"; readonly path: PathOccurrence }
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "free"; readonly free: FreeName }
);

/** Whether two words speak of one thing at least. */
export function isSameSubject(one: Subject, other: Subject): boolean {
  if (one.kind === "options" && other.kind === "options")
    return one.options.some((each) => other.options.includes(each));
  if (one.kind === "value" && other.kind === "value") return isSamePath(one.path, other.path);
  if (one.kind === "group" && other.kind === "group") return isSamePath(one.path, other.path);
  if (one.kind === "branches" && other.kind === "branches")
    return one.branches.some(({ id }) => other.branches.some((each) => each.id === id));
  return false;
}
