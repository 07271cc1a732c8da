import type { NameIndex } from "../../names/name-index.ts";
import type { LiveFlake } from "../../subjects/live-flake.ts";
import type { AttributeName, Expression } from "../../syntax/syntax-tree.ts";
import { forEachNode } from "../../syntax/tree-walk.ts";
import type { Naming } from "./naming.ts";

/**
 * Places that write the name without any path that says what it is: attributes of values that were handed on (`cfg.theme` in a function
 * that is given `config.my`), arguments and strings. They may or may not mean what is renamed.
 */
export function unexplainedMentions(flake: LiveFlake, name: string): readonly Naming[] {
  return flake.files.flatMap((file) => {
    flake.checkpoint();
    const tree = flake.treeOf(file);
    const names = flake.namesOf(file);
    return tree && names ? mentionsIn(file, tree.root, names, name) : [];
  });
}

function mentionsIn(file: string, root: Expression, names: NameIndex, name: string): readonly Naming[] {
  const explained = new Set(names.occurrences.flatMap(({ pieces }) => pieces.map((piece) => piece?.start)));
  const found: Naming[] = [];
  const note = (path: readonly AttributeName[], as: Naming["as"]) => {
    for (const one of path) {
      if (one.kind === "static" && one.name === name && !explained.has(one.start)) found.push({ file, range: one, as });
    }
  };
  forEachNode(root, (node) => {
    switch (node.kind) {
      case "select":
        if (!isFromOutside(node.from)) note(node.path, "read");
        return;
      case "has":
        if (!isFromOutside(node.subject)) note(node.path, "read");
        return;
      case "inherit":
        if (node.from && !isFromOutside(node.from)) note(node.names, "read");
        return;
      case "lambda":
        for (const { name: formal } of node.formals?.formals ?? []) {
          if (formal.name === name) found.push({ file, range: formal, as: "argument" });
        }
        return;
      case "bind":
        return note(node.path, "given");
      case "string": {
        const isName = node.style === "plain" && node.parts.length === 1 && node.parts[0] === name;
        if (isName && !explained.has(node.start)) found.push({ file, range: node, as: "string" });
        return;
      }
      default:
    }
  });
  return found.sort((a, b) => a.range.start - b.range.start);
}

/** Values that no flake makes itself. */
function isFromOutside(from: Expression): boolean {
  let base = from;
  while (base.kind === "select") base = base.from;
  return base.kind === "variable" && outside.has(base.name);
}

const outside = new Set(["builtins", "inputs", "inputs'", "lib", "modulesPath", "pkgs", "types"]);
