import type { Branch, Host } from "../../graph/graph.ts";
import { startFits } from "../../option-path.ts";
import { forEachNode } from "../../syntax/tree-walk.ts";
import type { RuleContext } from "../rule.ts";
import { bindingAt } from "./binding-edits.ts";
import type { ListItem } from "./list-items.ts";
import { renamedReference } from "./reference-edits.ts";

/**
 * Lists beside a host's own modules that name branches which it takes, as aspects include each other: what a library makes of them is
 * not seen, but it took those. `item` is what names the wanted branch there.
 */
export function ownLists(
  { graph, treeOf, textOf, namesOf }: RuleContext,
  host: Host,
  wanted: Branch,
): readonly { readonly file: string; readonly list: ListItem["list"]; readonly item: string }[] {
  const stem = wanted.path.slice(0, wanted.path.lastIndexOf(wanted.name));
  const alike = graph.branches.filter(({ path, name }) => path[stem.length] === name && startFits(path, stem));
  const taken = new Set(alike.flatMap(({ name, selectedBy }) => (selectedBy.includes(host.id) ? [name] : [])));
  const own = alike.filter(({ owner, name }) => owner === host.id && name !== wanted.name);
  const files = new Set(own.flatMap((branch) => branch.files));
  const paths = own.map(({ path }) => path.slice(0, stem.length + 1));
  return [...files].flatMap((file) => {
    const tree = treeOf(file);
    const text = textOf(file);
    if (!tree || text === undefined) return [];
    const bindings = (namesOf(file)?.occurrences ?? []).flatMap(({ use, path, range }) => {
      const isOwn = use === "define" && paths.some((one) => path.length > one.length && startFits(path, one));
      return (isOwn && bindingAt(tree, range)) || [];
    });
    const found: { file: string; list: ListItem["list"]; item: string }[] = [];
    for (const { bind } of bindings)
      forEachNode(bind.value, (list) => {
        const items = list.kind === "list" ? list.items : [];
        const item = items.flatMap((one) =>
          [...taken].flatMap((name) =>
            list.kind === "list" ? (renamedReference(tree, text, { list, item: one }, name, wanted.name) ?? []) : [],
          ),
        )[0];
        if (item && list.kind === "list") found.push({ file, list, item });
      });
    return found;
  });
}
