import { enclosing } from "../syntax/enclosing.ts";
import type { Span } from "../text.ts";
import type { RuleContext } from "./rule.ts";

/** Whether what is bound to the name at the place is a function: a module, then, where modules are collected. */
export function isModuleBody({ treeOf }: RuleContext, name: Span | undefined): boolean {
  const tree = name && treeOf(name.file);
  if (!tree) return false;
  return enclosing(tree, name).some(
    (expression) =>
      expression.kind === "set" &&
      expression.bindings.some(
        (binding) =>
          binding.kind === "bind" && binding.path.at(-1)?.start === name.start && binding.value.kind === "lambda",
      ),
  );
}
