import type { DeclaredOption } from "../../graph/graph.ts";
import { pieceText, showOption } from "../../option-path.ts";
import type { RootSchema, SchemaNode, SchemaOption } from "../../protocol.ts";
import { graphIndexOf } from "../../subjects/graph-index.ts";
import { allReads } from "../../subjects/option-reads.ts";
import type { OptionTree } from "../../subjects/option-tree.ts";
import { compareText } from "../../text.ts";
import type { View } from "../view.ts";
import { placeViews, type UriOf } from "./place-views.ts";

/** The options that a flake declares, by level and by the pieces of their paths; everything sorted by name. */
export function schemaView(view: View, uriOf: UriOf): RootSchema {
  const places = placeViews(view, uriOf);
  const reads = allReads(view);
  const described = (option: DeclaredOption): SchemaOption => ({
    path: showOption(option.path),
    type: option.type,
    default: option.default,
    description: option.description,
    inNoHost: option.inNoHost === true,
    declarations: places.locations(option.declarations),
    definitions: places.locations(option.definitions),
    // Reads are found in the files as they are now.
    reads: (reads.get(option) ?? []).map((at) => ({ uri: uriOf(at.file), range: view.linesOf(at.file).rangeOf(at) })),
  });
  const { options } = graphIndexOf(view.graph);
  const levels = [...options].sort(([a], [b]) => compareText(a, b));
  return {
    uri: uriOf(view.graph.root.file),
    levels: levels.map(([moduleClass, tree]) => ({
      class: moduleClass === "" ? undefined : moduleClass,
      options: nodesOf(tree, described),
    })),
  };
}

function nodesOf({ below }: OptionTree, described: (option: DeclaredOption) => SchemaOption): readonly SchemaNode[] {
  return [...below]
    .map(([piece, tree]) => ({ name: pieceText(piece), tree }))
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ name, tree }) => ({
      name,
      option: tree.options[0] && described(tree.options[0]),
      children: nodesOf(tree, described),
    }));
}
