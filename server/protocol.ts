import type { Range } from "./text.ts";

/**
 * Our own messages beside LSP, as plain types; the one file of the server that clients may import. Method names start with
 * `dendritic/`. Positions are LSP's: zero-based, UTF-16, half-open.
 */

/** Request, no parameters -> `HostsView`: what each host of each root pulls in. Never waits for a scan: `state` says how fresh it is. */
export const HOSTS_REQUEST = "dendritic/hosts";

/** Request, `PlaceParams` -> `LeafPath`: where the tree shows the leaf, branch or host at a place. */
export const REVEAL_REQUEST = "dendritic/reveal";

/** Request, no parameters -> null: forget everything that was read from disk and start again. */
export const REFRESH_REQUEST = "dendritic/refresh";

/** Notification from the server, `StateParams`: something that the views show has changed. */
export const CHANGED_NOTIFICATION = "dendritic/changed";

/**
 * Command of the client, with a file's address: tell git that the file belongs to the repository. Clients that have it say so in
 * `initializationOptions`: `{ "commands": ["dendritic.track"] }`.
 */
export const TRACK_COMMAND = "dendritic.track";

export interface PlaceParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

/** Ids from a top node down to the node; empty when the place shows nowhere. */
export interface LeafPath {
  readonly ids: readonly string[];
}

export interface StateParams {
  readonly state: ScanState;
  /** For the status bar: "4 hosts", "2 warnings". */
  readonly summary: string;
}

/**
 * `scanning`: no result yet; `ready`: the result is that of the files as they are; `updating`: a newer one is being made;
 * `stale`: the flake is broken, the last good result is kept; `failed`: the analysis itself failed, see the log.
 */
export type ScanState = "none" | "scanning" | "ready" | "updating" | "stale" | "failed";

export interface HostsView {
  readonly state: ScanState;
  readonly roots: readonly RootView[];
}

/** One flake. Several roots are shown one below the other. */
export interface RootView {
  /** Of flake.nix. */
  readonly uri: string;
  readonly name: string;
  /** Why there are no hosts to show, or why the view is stale; one sentence for people. */
  readonly problem: RootProblem | undefined;
  readonly hosts: readonly TreeNode[];
}

export interface RootProblem {
  readonly kind: "not-dendritic" | "no-hosts" | "broken" | "failed";
  readonly message: string;
  readonly location: NodeLocation | undefined;
}

export type NodeKind = "host" | "image" | "branch" | "class" | "leaf" | "inline" | "external" | "note";

/** A line of the tree. Everything that is shown is in it; clients add nothing but icons. */
export interface TreeNode {
  /** Stable across refreshes, unique in the tree. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** Beside the label, dimmed: counts, a class, a file. */
  readonly description: string | undefined;
  /** Markdown. */
  readonly tooltip: string | undefined;
  readonly marks: readonly NodeMark[];
  /** Where a click leads. */
  readonly location: NodeLocation | undefined;
  readonly children: readonly TreeNode[];
}

/** `incomplete`: a host that is known in part; `conditional`: behind an undecided condition; `disabled`: behind a false one. */
export type NodeMark = "incomplete" | "conditional" | "disabled";

export interface NodeLocation {
  readonly uri: string;
  readonly range: Range;
}
