import type { Range } from "./text.ts";

/**
 * Our own messages beside LSP, as plain data; the one file of the server that clients may import. Method names start with
 * `dendritic/`. Positions are LSP's: zero-based, UTF-16, half-open.
 */

/**
 * Request, no parameters -> `HostsView`: what each host of each root pulls in. Never waits for a scan: `state` says how fresh it is.
 * `HostsParams` -> `HostsChanges`: the same for who has an earlier answer; `hostsAfter` puts them together.
 */
export const HOSTS_REQUEST = "dendritic/hosts";

/** Request, `RevealParams` -> `LeafPath`: where the tree shows the leaf, branch or host at a place. */
export const REVEAL_REQUEST = "dendritic/reveal";

/** Request, no parameters -> null: forget everything that was read from disk and start again. */
export const REFRESH_REQUEST = "dendritic/refresh";

/** Request, no parameters -> `SettledView`, once the result is that of the files as they are, or none is to come. */
export const SETTLED_REQUEST = "dendritic/settled";

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

export interface RevealParams extends PlaceParams {
  /** Ids of rows, the best first: what several hosts have is shown below the host of the first of them that fits. */
  readonly prefers?: readonly string[];
}

/** Ids from a top node down to the node; empty when the place shows nowhere. */
export interface LeafPath {
  readonly ids: readonly string[];
  /** The file contributes modules to branches, and none of them reaches a host. */
  readonly inNoHost: boolean;
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

export interface SettledView {
  readonly state: ScanState;
  /** How often results came about by which way: `whole` (everything was evaluated), `kept` (over edits), `held` (while a file is broken). */
  readonly served: Readonly<Record<string, number>>;
}

export interface HostsParams {
  /** The revision of the answer before; 0: there is none. */
  readonly since: number;
}

export interface HostsChanges {
  readonly state: ScanState;
  readonly revision: number;
  readonly roots: readonly ChangedRootView[];
}

/** A host whose rows are as before is its index in the view before, which is that of the same `uri`. */
export interface ChangedRootView extends Omit<RootView, "hosts"> {
  readonly hosts: readonly (TreeNode | number)[];
}

/** `before`: the answer of the revision that was given as `since`. */
export function hostsAfter({ state, roots }: HostsChanges, before: HostsView | undefined): HostsView {
  const known = new Map(before?.roots.map((root) => [root.uri, root]));
  return { state, roots: roots.flatMap((root) => rootAfter(root, known.get(root.uri)) ?? []) };
}

/** Undefined where `before` is not the view that was sent before. */
export function rootAfter(changed: ChangedRootView, before: RootView | undefined): RootView | undefined {
  const hosts = changed.hosts.flatMap((host) => (typeof host === "number" ? (before?.hosts[host] ?? []) : host));
  return hosts.length === changed.hosts.length ? { ...changed, hosts } : undefined;
}

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
  /** Markdown in which what the flake says is quoted. */
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

/** Request, no parameters -> `BranchesView`: who contributes to each branch, and which hosts take it. */
export const BRANCHES_REQUEST = "dendritic/branches";

/** Request, no parameters -> `SchemaView`: the options that the flakes declare, as trees. */
export const SCHEMA_REQUEST = "dendritic/schema";

/** Request, `WhyParams` -> `WhyView`: by which places a host gets the leaf at a place. */
export const WHY_REQUEST = "dendritic/why";

/** Request, `CompareParams` -> `CompareView`, or null when a host is unknown: what one host pulls in and the other does not. */
export const COMPARE_REQUEST = "dendritic/compare";

/** Request, `ReachParams` -> `ReachView`: which hosts files have a part in. */
export const REACH_REQUEST = "dendritic/reach";

/** Notification to the server, `CompanionsParams`: whether another language server for Nix is at work, now. */
export const COMPANIONS_NOTIFICATION = "dendritic/companions";

/** The command of a code lens; the client registers it and shows the places. Its one argument is a `ShowPlaces`. */
export const SHOW_PLACES_COMMAND = "dendritic.showPlaces";

export interface ShowPlaces {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
  readonly places: readonly NodeLocation[];
}

export interface CompanionsParams {
  readonly otherNixServer: boolean;
}

/** Of each flake of the workspace. */
export interface BranchesView {
  readonly roots: readonly RootBranches[];
}

export interface RootBranches {
  /** Of flake.nix. */
  readonly uri: string;
  readonly branches: readonly BranchView[];
}

/** A branch with all its classes. */
export interface BranchView {
  readonly group: string;
  readonly name: string;
  readonly location: NodeLocation | undefined;
  /** Where *Go to Definition* leads to from its name: the declaration of its own, or what describes it, or what contributes to it. */
  readonly definitions: readonly NodeLocation[];
  readonly classes: readonly BranchClassView[];
  readonly hosts: readonly NamedPlace[];
  /** Others that take it: `perSystem`, code from outside, branches. */
  readonly consumedBy: readonly string[];
}

export interface BranchClassView {
  /** Undefined: not known. */
  readonly class: string | undefined;
  readonly leaves: readonly LeafView[];
  /** Contributions that are not known are possible. */
  readonly open: boolean;
}

export interface LeafView {
  readonly id: string;
  /** The file that contributes it, relative to the flake; or the path of a module from an input. */
  readonly label: string;
  readonly location: NodeLocation | undefined;
  readonly marks: readonly NodeMark[];
}

export interface NamedPlace {
  readonly id: string;
  readonly name: string;
  readonly location: NodeLocation | undefined;
}

export interface SchemaView {
  readonly roots: readonly RootSchema[];
}

export interface RootSchema {
  /** Of flake.nix. */
  readonly uri: string;
  /** The flake's own level first, then one tree for each class whose modules declare options (`perSystem`: those for each platform). */
  readonly levels: readonly SchemaLevel[];
}

export interface SchemaLevel {
  /** Undefined: the flake's own level. */
  readonly class: string | undefined;
  readonly options: readonly SchemaNode[];
}

/** A piece of option paths: an option, or what others share. */
export interface SchemaNode {
  /** `<name>` stands for any instance. */
  readonly name: string;
  /** Undefined: no option ends here. */
  readonly option: SchemaOption | undefined;
  readonly children: readonly SchemaNode[];
}

export interface SchemaOption {
  readonly path: string;
  readonly type: string | undefined;
  readonly default: string | undefined;
  readonly description: string | undefined;
  /** Only modules declare it that no host takes. */
  readonly inNoHost: boolean;
  readonly declarations: readonly NodeLocation[];
  readonly definitions: readonly NodeLocation[];
  readonly reads: readonly NodeLocation[];
}

/** The leaf around the place, or all that the file contributes; for one host, or for all that get it. */
export interface WhyParams extends PlaceParams {
  readonly host?: string;
}

export interface WhyView {
  readonly chains: readonly WhyChain[];
}

/** One way, from a host to a leaf. */
export interface WhyChain {
  readonly host: string;
  readonly leaf: string;
  readonly steps: readonly WhyStep[];
}

export interface WhyStep {
  readonly kind: "host" | "selection" | "branch" | "leaf";
  /** For people: `selects desktop by a string`. */
  readonly text: string;
  readonly location: NodeLocation | undefined;
}

export interface CompareParams {
  /** Of the flake.nix; undefined: the first flake that has both. */
  readonly root?: string;
  /** Ids: `nixosConfigurations.thinkpad`. */
  readonly left: string;
  readonly right: string;
}

export interface CompareView {
  readonly left: NamedPlace;
  readonly right: NamedPlace;
  readonly onlyLeft: readonly ComparedBranch[];
  readonly onlyRight: readonly ComparedBranch[];
  /** How many leaves both have. */
  readonly shared: number;
  /** Names of the hosts of which something is not known. */
  readonly incomplete: readonly string[];
}

/** Leaves that only one host has, by the branch that they come from; undefined: the host's own. */
export interface ComparedBranch {
  readonly group: string | undefined;
  /** The other host has nothing of the branch. */
  readonly whole: boolean;
  readonly leaves: readonly LeafView[];
}

export interface ReachParams {
  readonly uris: readonly string[];
}

export interface ReachView {
  readonly hosts: readonly ReachedHost[];
  /** The root or a declaration of options is in one of the files: any host may depend on it. */
  readonly everywhere: boolean;
}

export interface ReachedHost extends NamedPlace {
  /** Leaves that come from the files. */
  readonly leaves: readonly LeafView[];
  /** Something of the host is not known, so that more of it may be reached. */
  readonly incomplete: boolean;
}
