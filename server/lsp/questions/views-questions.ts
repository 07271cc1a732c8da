import type { CancellationToken } from "vscode-languageserver/node";
import { branchesView } from "../../features/views/branches-view.ts";
import { compareHosts } from "../../features/views/compare-hosts.ts";
import { reach } from "../../features/views/reach.ts";
import { reveal } from "../../features/views/reveal.ts";
import { schemaView } from "../../features/views/schema-view.ts";
import { type TreeSubject, treeSubject } from "../../features/views/tree-subject.ts";
import { why } from "../../features/views/why.ts";
import {
  BRANCHES_REQUEST,
  type BranchesView,
  COMPARE_REQUEST,
  type CompareView,
  type LeafPath,
  REACH_REQUEST,
  REVEAL_REQUEST,
  type ReachView,
  type RootBranches,
  type RootSchema,
  SCHEMA_REQUEST,
  type SchemaView,
  WHY_REQUEST,
  type WhyView,
} from "../../protocol.ts";
import { pathOf, uriOf } from "../addresses.ts";
import { compareParams, reachParams, revealParams, whyParams } from "../checked-params.ts";
import { onOwnRequest } from "../own-requests.ts";
import { type PositionParams, placeOf } from "./file-ranges.ts";
import type { Question, QuestionGroup } from "./question.ts";

/** Our own requests that views and other clients ask; see docs/protocol.md. */
export interface ViewQuestions {
  readonly branches: Question<object, RootBranches>;
  readonly schema: Question<object, RootSchema>;
  readonly why: Question<PositionParams & { readonly host: string | undefined }, WhyView>;
  readonly compare: Question<{ readonly left: string; readonly right: string }, CompareView>;
  readonly treeSubject: Question<PositionParams, TreeSubject>;
  readonly reach: Question<{ readonly files: readonly string[] }, ReachView>;
}

export const views: QuestionGroup<ViewQuestions> = {
  answers: {
    branches: (view) => branchesView(view, uriOf),
    schema: (view) => schemaView(view, uriOf),
    why: (view, file, params) => why(view, placeOf(view, file, params), params.host, uriOf),
    compare: (view, _file, { left, right }) => compareHosts(view, left, right, uriOf),
    treeSubject: (view, file, params) => treeSubject(view, placeOf(view, file, params)),
    reach: (view, _file, { files }) => reach(view, files, uriOf),
  },
  capabilities: () => ({}),
  serve: (connection, asker) => {
    const on = <Answer>(method: string, answer: (params: unknown, token: CancellationToken) => Promise<Answer>) =>
      onOwnRequest(connection, method, answer);
    on<BranchesView>(BRANCHES_REQUEST, async (_params, token) => ({
      roots: await asker.askAll("branches", {}, token),
    }));
    on<SchemaView>(SCHEMA_REQUEST, async (_params, token) => ({ roots: await asker.askAll("schema", {}, token) }));
    on<WhyView>(WHY_REQUEST, async (params, token) => {
      const { uri, position, host } = whyParams(params);
      return (await asker.askNow("why", uri, { position, host }, token)) ?? { chains: [] };
    });
    on<CompareView | null>(COMPARE_REQUEST, async (params, token) => {
      const { root, left, right } = compareParams(params);
      if (root !== undefined) return (await asker.askNow("compare", root, { left, right }, token)) ?? null;
      return (await asker.askAll("compare", { left, right }, token))[0] ?? null;
    });
    on<LeafPath>(REVEAL_REQUEST, async (params, token) => {
      const asked = revealParams(params);
      const subject = await asker.askNow("treeSubject", asked.uri, { position: asked.position }, token);
      return reveal(asker.hosts(), { ...asked, uri: asker.asWritten(asked.uri) }, subject ?? NOTHING_SAID);
    });
    on<ReachView>(REACH_REQUEST, async (params, token) => {
      const { uris } = reachParams(params);
      const files = uris.flatMap((uri) => pathOf(uri) ?? []);
      const all = await asker.askAll("reach", { files }, token);
      return { hosts: all.flatMap(({ hosts }) => hosts), everywhere: all.some(({ everywhere }) => everywhere) };
    });
  },
};

const NOTHING_SAID: TreeSubject = { group: undefined, hosts: [], leaves: [], inNoHost: false };
