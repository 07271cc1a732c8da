import type { SelectionKind } from "../nix/provenance.ts";
import type { AskingModules, CallCause } from "../nix/value.ts";
import type { OptionPattern } from "../option-path.ts";
import type { Span } from "../text.ts";

/** What a flake is made of, and how it hangs together. Plain data with absolute paths; made once per snapshot. */
export interface Graph {
  readonly root: Root;
  /** Sorted by file. */
  readonly cells: readonly Cell[];
  /** Sorted by path, then class. */
  readonly options: readonly DeclaredOption[];
  /** Options whose definitions count for others. Sorted by path, then class. */
  readonly aliases: readonly OptionAlias[];
  /** Every name that an option of the flake's own module system has, whoever declares it. */
  readonly declared: NameTree;
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
  /** What some hosts have no option of, though others have. */
  readonly absences: readonly Absence[];
  /** Errors that Nix would raise while it builds the graph, and what could not be determined. */
  readonly problems: readonly GraphProblem[];
  /** Names in the code by which options were read, as far as the evaluation came by them. Sorted by place. */
  readonly reads: readonly NamedRead[];
  /**
   * Whether everything that modules write was evaluated, and `reads` holds all names by which anything was read. Otherwise the evaluation
   * came by what the graph needed, and `reads` holds those of options.
   */
  readonly readsEverything: boolean;
}

/** A name in the code, and all that the evaluation saw it read: `enable` in a function that is given several options. */
export interface NamedRead {
  readonly at: Span;
  readonly options: readonly ReadOption[];
  /** It reads other things, too. */
  readonly elsewhere: boolean;
}

/** An option, a name above options, or an instance in one; `class` is undefined for the flake's own module system. */
export interface ReadOption {
  /** Instance names included, where it is about one. */
  readonly path: OptionPattern;
  readonly class: string | undefined;
}

/** A path that no module of a host declares anything at, though the flake's own modules do for other systems of the class. */
export interface Absence {
  readonly host: string;
  readonly systemClass: string;
  readonly path: readonly string[];
  readonly declaredAt: readonly Span[];
}

export interface NameTree {
  readonly names: ReadonlyMap<string, NameTree>;
  /** What lies below any other name. */
  readonly any?: NameTree | undefined;
  /** There may be more names than these. */
  readonly open: boolean;
}

/** An option whose strings name branches. */
export interface Selector {
  readonly option: OptionPattern;
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
  /** Names that options declare at the top of the flake's own module system. */
  readonly rootNames: readonly string[];
  /** Names that options declare below `flake`. */
  readonly outputNames: readonly string[];
  /** Names that options declare for each platform, where that is evaluated. */
  readonly perSystemNames: readonly string[];
  /** The flake's own module system accepts what nothing declares. */
  readonly takesAnything: boolean;
  /** Some definitions of the flake's own options are not known, so that any of these may have another value than it seems to have. */
  readonly isDoubtful: boolean;
  /** What makes it doubtful, where that has a place: modules that fail as a whole or that are missing, among others. */
  readonly doubtsAt: readonly Span[];
  /** Why a sound flake has nothing to show, or no hosts: it imports no tree, or an empty one; code from outside makes its hosts. */
  readonly remark: RootRemark | undefined;
}

export interface RootRemark {
  readonly message: string;
  readonly at: Span | undefined;
  /** There may be much to show, but it could not be read. */
  readonly unread: boolean;
}

export interface RootFailure {
  readonly message: string;
  readonly at: Span | undefined;
  /** Nix would stop here too; else it only could not be determined. */
  readonly certain: boolean;
}

/** A file with syntax errors, of which the message is the first one and `isReadable` says that what it may hold shows in its value; or one that could not be read, and why. */
export type BrokenFile =
  | { readonly kind: "syntax"; readonly message: string; readonly isReadable: boolean }
  | { readonly kind: "unread"; readonly message: string };

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
  /** It is read with names in scope that stand in no file. */
  readonly scoped: boolean;
}

/** An option that the flake's own files declare. */
export interface DeclaredOption {
  readonly path: OptionPattern;
  /** Undefined: declared at the flake's own level; else inside leaves of that class. */
  readonly class: string | undefined;
  /** As nixpkgs prints it. */
  readonly type: string | undefined;
  readonly default: string | undefined;
  readonly description: string | undefined;
  readonly declarations: readonly Span[];
  readonly definitions: readonly Span[];
  /** Only modules declare it there that no system takes. */
  readonly inNoHost?: true | undefined;
  /** It belongs to an evaluation that the flake makes by itself (`lib.evalModules`), whose modules from outside may read it. */
  readonly forOutside?: true | undefined;
}

/** An option, or all below it, is another name for a second one: `mkAliasOptionModule`, `mkRenamedOptionModule` and the like. */
export interface OptionAlias {
  /** An instance that both paths begin with is the same in both. */
  readonly from: OptionPattern;
  readonly to: OptionPattern;
  /** As in `DeclaredOption`. */
  readonly class: string | undefined;
  /** It is not an option of its own: what it holds is what the second one does. */
  readonly replaces: boolean;
  /** The code that makes it so, in the flake's own files. */
  readonly at: Span | undefined;
}

export interface Branch {
  /** The option's path, odd names quoted. */
  readonly id: string;
  readonly path: OptionPattern;
  /** What joins its classes: `my.branches.desktop` of `my.branches.desktop.nixosModules`, `desktop` of `flake.modules.nixos.desktop`. */
  readonly group: string;
  /** What people call the branch: `desktop` in both. */
  readonly name: string;
  readonly class: string | undefined;
  /**
   * The last name of its path says the class, as in `traits.desktop.nixos`, and is no option of its own: what systems do not take of the
   * group is meant for others.
   */
  readonly namesClass: boolean;
  /** The host whose own collector it is. */
  readonly owner: string | undefined;
  /** Where the collector's option is declared. */
  readonly declaredAt: readonly Span[];
  /** Places that define something of the branch's group without contributing a module: its description and the like. */
  readonly namedAt: readonly Span[];
  readonly leaves: readonly string[];
  readonly selectedBy: readonly string[];
  readonly consumedBy: readonly string[];
  /** Something beside hosts that is not known may consume it. */
  readonly mayBeConsumed: boolean;
  /** Every file with a definition of it. */
  readonly files: readonly string[];
  /** Unknown contributions are possible. */
  readonly open: boolean;
  /** It is part of what the flake publishes (`flake.…`). */
  readonly published: boolean;
  /** Strings of list options beside its modules, which may name other branches. */
  readonly mentions: readonly BranchMention[];
}

export interface BranchMention {
  /** The option's name. */
  readonly option: string;
  readonly text: string;
  readonly at: Span;
}

export interface Leaf {
  /** `<branch or host id>@<file relative to the flake>#<order in that file>` */
  readonly id: string;
  /** The code that wrote the module; where a file is the module, the whole of it, to its very end. */
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
  /** Nothing in its module list, and in the lists of its slots, is unknown. */
  readonly complete: boolean;
  readonly unresolved: readonly Unresolved[];
  readonly selections: readonly HostSelection[];
  /** Without the leaves that a condition which is false keeps away. */
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
  /** The outermost place that names the branch: what a person would change. */
  readonly at: Span;
  /** Code that hands the branch on from there, or makes the reference out of a name that is written there. */
  readonly helper: Span | undefined;
  /** As in `Selection`. */
  readonly partial: boolean;
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
  /** A condition that is not known decides whether it does. */
  readonly uncertain: boolean;
}

export type GraphProblem = ToldProblem & ProblemKind;

interface ToldProblem {
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
  /** It stands in a module that no system takes, so Nix does not get there. */
  readonly parked: boolean;
}

/** An attribute is asked for that is not there; `no-input`: of the flake's inputs. */
export interface MissingCause {
  readonly kind: "no-attribute" | "no-input";
  readonly name: string;
}

export type ProblemKind =
  /** Nix would raise an error. `alternatives` are the names that are there, where an attribute is missing. */
  | { readonly kind: "failure"; readonly cause?: CallCause | MissingCause | undefined }
  /** Could not be determined. */
  | { readonly kind: "unknown" }
  /** An option is set that nothing declares. */
  | { readonly kind: "undeclared" }
  /** A collector is asked for that does not exist. */
  | { readonly kind: "missing-branch" }
  /** As before, but where absence is allowed for: nothing is selected, silently. `direct`: the name stands in the lookup itself. */
  | { readonly kind: "vain-lookup"; readonly direct: boolean }
  /** The flake is asked for an input (the path) that it does not have, where absence is allowed for. */
  | { readonly kind: "vain-input" }
  /** Inside the value of a collector something is asked for that is part of the module. */
  | { readonly kind: "inside-module"; readonly definedAt: Span }
  /** A value that its option's type refuses. `found` as in "a string". */
  | { readonly kind: "mismatch"; readonly type: string; readonly found: string }
  /**
   * Definitions that cannot be merged. `declared`: by an option of its own, not by a type for everything else. `readOnlyIn`: the file that
   * declares it as read-only.
   */
  | {
      readonly kind: "conflict";
      readonly places: readonly Span[];
      readonly declared: boolean;
      readonly readOnlyIn?: string | undefined;
    }
  /** A file is asked for that is not there. */
  | { readonly kind: "absent-file"; readonly file: string }
  /**
   * Imports depend on what they are part of; `argument`: by this argument, which is at the problem's place; `isBody`: a condition around all
   * that the module holds does.
   */
  | { readonly kind: "recursive-imports"; readonly argument?: string | undefined; readonly isBody?: boolean }
  /** A module asks for an argument (the path) that nobody gives. `inImports`: in order to import modules. */
  | { readonly kind: "unsupplied-argument"; readonly of: AskingModules; readonly inImports: boolean }
  /**
   * A system takes a branch (`path`) once more, at another place than `before`. By it options are declared twice, which Nix refuses, or
   * values hold a part twice: their names.
   */
  | {
      readonly kind: "taken-twice";
      readonly before: Span;
      readonly declared: readonly string[];
      readonly doubled: readonly string[];
    }
  /** A system takes a module from outside once more, at another place than `before`. */
  | { readonly kind: "module-twice"; readonly before: Span; readonly module: string }
  /**
   * A module for systems of one class is imported into one of another. It says so by itself (`class`), or it does as flake modules do
   * (`settings`: it sets `path`), or the output of the input that has it is called so (`output`). `module`: its file, or its path in the input.
   */
  | {
      readonly kind: "wrong-system";
      readonly moduleClass: string;
      readonly systemClass: string;
      readonly shownBy: "class" | "settings" | "output";
      readonly module?: string | undefined;
    }
  /** An attribute beside `config` or `options` (`beside`). The path is its name. */
  | { readonly kind: "unsupported"; readonly beside: string; readonly besideAt: Span | undefined }
  /** `imports`, `options` or `config` (the path) among the settings of a module. */
  | { readonly kind: "key-in-config" }
  /** A set of branches (`path`) is imported as if it were a module. */
  | { readonly kind: "branches-as-module" }
  /** A module sets `import` to a list of modules. */
  | { readonly kind: "import-list" }
  /** An option is set that only systems of other classes have (`home` in one of class `systemClass`). */
  | { readonly kind: "foreign-option"; readonly systemClass: string; readonly belongsTo: string }
  /** A host sets an own option whose declaration it does not pull in. */
  | { readonly kind: "absent-declaration"; readonly declaredAt: readonly Span[]; readonly systemClass: string }
  /**
   * A host sets an option of a well-known library (`title`), but has no module of it. `reference`: how the module is named in this flake, where
   * the library is an input.
   */
  | { readonly kind: "absent-library"; readonly title: string; readonly reference: string | undefined }
  /** A setting of nixpkgs that its host ignores, since its `pkgs` is made elsewhere. */
  | { readonly kind: "ignored-setting"; readonly because: "pkgs" | "useGlobalPkgs" }
  /** A builder of hosts is given an argument that it does not take (`alternatives`: what it takes instead), or lacks one. */
  | { readonly kind: "builder-argument"; readonly builder: string; readonly isMissing: boolean }
  /** A pattern for paths that matches none of them whole, but some in part. */
  | { readonly kind: "partial-pattern"; readonly pattern: string };
