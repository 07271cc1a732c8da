import { failure, isOpaque } from "../nix/make.ts";
import { directoryOf } from "../nix/paths.ts";
import { conditionOf, placeOf } from "../nix/thunk.ts";
import type { Lazy, Value } from "../nix/value.ts";
import type { Walk } from "./module-walk.ts";

/** Takes in what a module says under `disabledModules`; entries that are not known are doubts. `file`: where relative names start. */
export function disableModules(walk: Walk, disabled: Lazy, file: string | undefined): void {
  const list = walk.machine.force(disabled);
  const doubt = () => walk.doubts.push({ reason: "which modules are disabled is not known", at: placeOf(disabled) });
  if (list.type !== "list") {
    doubt();
    return;
  }
  if (list.open?.some((part) => part.type === "unknown" || part.args)) doubt();
  for (const item of list.items) {
    const value = walk.machine.force(item);
    if (value.type === "external" && !value.args) continue; // a module from outside
    if (isOpaque(value) || conditionOf(item)?.value === "unknown") {
      doubt();
      continue;
    }
    if (value.type === "path") walk.disabled.add(value.path);
    if (value.type === "string")
      walk.disabled.add(value.text.startsWith("/") ? value.text : `${directoryOf(file ?? "/")}/${value.text}`);
    if (value.type === "set") {
      const key = value.entries.get("key");
      const text = key && keyText(walk.machine.force(key.value));
      if (text !== undefined) walk.disabled.add(text);
      if (!key && !value.open) {
        const problem = failure("disabledModules holds a set that has no attribute 'key'", placeOf(item) ?? list.at);
        walk.doubts.push({ reason: problem.message, at: problem.at, failure: problem });
      }
    }
    if (value.type === "int") walk.disabled.add(String(value.value));
  }
}

/** The text of a `key`; undefined: it can be none. */
export function keyText(value: Value): string | undefined {
  if (value.type === "path") return value.path;
  return value.type === "string" ? value.text : value.type === "int" ? String(value.value) : undefined;
}
