import type { SelectionKind } from "../nix/provenance.ts";
import type { Span } from "../text.ts";

/** What a flake is made of, and how it hangs together. Plain data with absolute paths; made once per snapshot. */
export interface Graph {
  readonly root: Root;
  /** Sorted by file. */
  readonly cells: readonly Cell[];
  /** Sorted by path, then class. */
  readonly options: readonly DeclaredOption[];
  /** Sorted by id, like leaves, hosts and images. */
  readonly branches: readonly Branch[];
  readonly leaves: readonly Leaf[];
  readonly hosts: readonly Host[];
  /** Systems that are built into an image: no hosts, but they consume branches. */
  readonly images: readonly Host[];
  /** Options whose strings select branches. */
  readonly selectors: readonly Selector[];
  /** Other options that hold strings. Empty unless a host fails: then some may select what does not exist. */
  readonly stringOptions: readonly Selector[];
  /** Errors that Nix would raise while it builds the graph, and what could not be determined. */
  readonly problems: readonly GraphProblem[];
}

/** An option whose strings name branches. */
export interface Selector {
  readonly option: readonly string[];
  readonly strings: readonly { readonly text: string; readonly at: Span }[];
}

export interface Root {
  /** The flake's directory. */
  readonly directory: string;
  readonly file: string;
  /** Directories that are imported whole. */
  readonly trees: readonly { readonly directory: string; readonly at: Span | undefined }[];
  readonly inputs: readonly RootInput[];
  /** Why there is no graph: no outputs, not dendritic, broken. */
  readonly failure: RootFailure | undefined;
  /** Whether it imports cells into a module system at all. */
  readonly dendritic: boolean;
  /** Modules of inputs without source take part in the flake's own module system: they may declare and define anything. */
  readonly outsideModules: boolean;
  /** Why a sound flake has nothing to show: it imports no tree, or an empty one. */
  readonly remark: { readonly message: string; readonly at: Span | undefined } | undefined;
}

export interface RootFailure {
  readonly message: string;
  readonly at: Span | undefined;
  /** Nix would stop here too; else it only could not be determined. */
  readonly certain: boolean;
}

export interface RootInput {
  readonly name: string;
  readonly source: "none" | "directory" | "store" | "native";
  readonly at: Span | undefined;
}

export type CellStatus = "imported" | "reached" | "ignored" | "untracked" | "broken";
export type CellRole = "root" | "schema" | "branch" | "leaf" | "host";

export interface Cell {
  readonly file: string;
  readonly status: CellStatus;
  readonly reason: string | undefined;
  readonly roles: readonly CellRole[];
}

/** An option that the flake's own files declare. */
export interface DeclaredOption {
  /** Names; `<name>` stands for any instance. */
  readonly path: readonly string[];
  /** Undefined: declared at the flake's own level; else inside leaves of that class. */
  readonly class: string | undefined;
  /** As nixpkgs prints it. */
  readonly type: string | undefined;
  readonly default: string | undefined;
  readonly description: string | undefined;
  readonly declarations: readonly Span[];
  readonly definitions: readonly Span[];
}

export interface Branch {
  /** The option's path, odd names quoted. */
  readonly id: string;
  readonly path: readonly string[];
  /** What people call the branch; joins its classes. */
  readonly group: string;
  readonly name: string;
  readonly class: string | undefined;
  /** The host whose own collector it is. */
  readonly owner: string | undefined;
  /** Where the collector's option is declared. */
  readonly declaredAt: readonly Span[];
  /** Places that define something of the branch's group without contributing a module: its description and the like. */
  readonly namedAt: readonly Span[];
  readonly leaves: readonly string[];
  readonly selectedBy: readonly string[];
  readonly consumedBy: readonly string[];
  /** Every file with a definition of it. */
  readonly files: readonly string[];
  /** Unknown contributions are possible. */
  readonly open: boolean;
  /** It is part of what the flake publishes (`flake.…`). */
  readonly published: boolean;
}

export interface Leaf {
  /** `<branch or host id>@<file relative to the flake>#<order in that file>` */
  readonly id: string;
  /** The code that wrote the module. */
  readonly at: Span;
  /** The name of the collector's option where the module is contributed; undefined for an inline leaf. */
  readonly definedAt: Span | undefined;
  /** The file whose option definition contributes it. */
  readonly file: string;
  readonly class: string | undefined;
  /** Undefined: inline in a host. */
  readonly branch: string | undefined;
  /** The path of a module from an input. */
  readonly external: string | undefined;
  readonly condition: { readonly value: "true" | "false" | "unknown"; readonly at: Span | undefined } | undefined;
}

export interface Host {
  /** `nixosConfigurations.thinkpad` */
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly class: string;
  /** The builder's call, else the output's name. */
  readonly at: Span | undefined;
  readonly complete: boolean;
  readonly unresolved: readonly Unresolved[];
  readonly selections: readonly HostSelection[];
  readonly pulls: readonly Pull[];
  readonly files: readonly string[];
}

export interface Unresolved {
  readonly reason: string;
  readonly at: Span | undefined;
}

export interface HostSelection {
  readonly branch: string;
  readonly kind: SelectionKind;
  readonly at: Span;
  /** The branch whose leaf selects it. */
  readonly through: string | undefined;
  /** The place that selects the same branch before, so that this one adds nothing. */
  readonly repeats: Span | undefined;
}

/** One way in which a host gets a leaf. */
export interface Pull {
  readonly leaf: string;
  /** Branches from the host to the leaf. */
  readonly via: readonly string[];
  /** The place inside the host that takes it: `home-manager.users.ben`. */
  readonly slot: string | undefined;
}

export interface GraphProblem {
  /**
   * `failure`: Nix would raise an error; `unknown`: could not be determined; `undeclared`: an option is set that nothing declares;
   * `missing-branch`: a collector is asked for that does not exist.
   */
  readonly kind: "failure" | "unknown" | "undeclared" | "missing-branch";
  readonly message: string;
  readonly at: Span | undefined;
  /** The option's or the branch's path, for the kinds that have one. */
  readonly path: readonly string[];
  /** Names that exist beside the missing one. */
  readonly alternatives: readonly string[];
  /** Nothing outside could supply what is missing. */
  readonly certain: boolean;
  /** Hosts that hit it; empty: the flake as a whole. */
  readonly hosts: readonly string[];
}
