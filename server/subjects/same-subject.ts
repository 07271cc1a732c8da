import { isSamePath } from "./definers.ts";
import type { Subject } from "./subject.ts";

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
