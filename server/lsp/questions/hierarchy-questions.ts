import { type CallHierarchyItem, SymbolKind } from "vscode-languageserver/node";
import {
  type ChainItem,
  type ChainLink,
  incomingLinks,
  outgoingLinks,
  prepareCallHierarchy,
} from "../../features/hierarchy/call-hierarchy.ts";
import type { View } from "../../features/view.ts";
import type { NodeId } from "../../subjects/graph-node.ts";
import type { Range } from "../../text.ts";
import type { Asker } from "../asker.ts";
import { type FileRange, type PositionParams, placeOf } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

interface Item extends NodeId {
  readonly name: string;
  readonly detail: string;
  readonly at: FileRange;
}

interface Link {
  readonly item: Item;
  readonly from: readonly Range[];
}

/** Leaf ← branch ← host, and back. */
export interface HierarchyQuestions {
  readonly prepareCallHierarchy: Question<PositionParams, readonly Item[]>;
  readonly incomingLinks: Question<NodeId, readonly Link[]>;
  readonly outgoingLinks: Question<NodeId, readonly Link[]>;
}

export const hierarchy: QuestionGroup<HierarchyQuestions> = {
  answers: {
    prepareCallHierarchy: (view, file, params) =>
      prepareCallHierarchy(view, placeOf(view, file, params)).map((item) => placed(view, item)),
    incomingLinks: (view, _file, id) =>
      incomingLinks(view, id).map((link) => placedLink(view, link, link.item.at.file)),
    outgoingLinks: (view, file, id) => outgoingLinks(view, id).map((link) => placedLink(view, link, file)),
  },
  capabilities: () => ({ callHierarchyProvider: true }),
  serve: (connection, asker) => {
    const { callHierarchy } = connection.languages;
    callHierarchy.onPrepare(async ({ textDocument, position }, token) => {
      const items = await asker.ask("prepareCallHierarchy", textDocument.uri, { position }, token);
      return items && items.length > 0 ? items.map((item) => hierarchyItem(asker, item)) : null;
    });
    callHierarchy.onIncomingCalls(async ({ item }, token) => {
      const links = await asker.ask("incomingLinks", item.uri, item.data as NodeId, token);
      return (links ?? []).map(({ item: from, from: ranges }) => ({
        from: hierarchyItem(asker, from),
        fromRanges: [...ranges],
      }));
    });
    callHierarchy.onOutgoingCalls(async ({ item }, token) => {
      const links = await asker.ask("outgoingLinks", item.uri, item.data as NodeId, token);
      return (links ?? []).map(({ item: to, from: ranges }) => ({
        to: hierarchyItem(asker, to),
        fromRanges: [...ranges],
      }));
    });
  },
};

/** Those that editors draw with different icons; the one of branches is that of their completions. */
const kinds: Readonly<Record<NodeId["kind"], SymbolKind>> = {
  host: SymbolKind.Struct,
  branch: SymbolKind.Class,
  leaf: SymbolKind.Module,
  option: SymbolKind.Property,
};

function placed(view: View, { kind, id, name, detail, at }: ChainItem): Item {
  return { kind, id, name, detail, at: { file: at.file, range: view.linesOf(at.file).rangeOf(at) } };
}

/** `file`: that of the one that takes. */
function placedLink(view: View, { item, from }: ChainLink, file: string): Link {
  return { item: placed(view, item), from: from.map((range) => view.linesOf(file).rangeOf(range)) };
}

function hierarchyItem(asker: Asker, { kind, id, name, detail, at }: Item): CallHierarchyItem {
  const uri = asker.uriFor(at.file);
  const data: NodeId = { kind, id };
  return { name, detail, kind: kinds[kind], uri, range: at.range, selectionRange: at.range, data };
}
