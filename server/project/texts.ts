import { indexNames } from "../names/index.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";
import { type LineIndex, lineIndexOf } from "../text.ts";

/** What the files of a flake say. Undefined, like the tree and the names, where there is no such file; its lines are those of an empty text. */
export interface Texts {
  readonly textOf: (file: string) => string | undefined;
  readonly treeOf: (file: string) => SyntaxTree | undefined;
  readonly namesOf: (file: string) => NameIndex | undefined;
  readonly linesOf: (file: string) => LineIndex;
}

/** The texts that `read` gives, which may give others later; each is looked at once. */
export function textsOf(read: (file: string) => string | undefined, parsed: ParsedFiles): Texts {
  const lines = new Map<string, { readonly text: string; readonly index: LineIndex }>();
  return {
    textOf: read,
    treeOf: (file) => {
      const text = read(file);
      return text === undefined ? undefined : parsed.treeOf(file, text);
    },
    namesOf: (file) => {
      const text = read(file);
      return text === undefined ? undefined : parsed.namesOf(file, text);
    },
    linesOf: (file) => {
      const text = read(file) ?? "";
      const known = lines.get(file);
      if (known?.text === text) return known.index;
      const index = lineIndexOf(text);
      lines.set(file, { text, index });
      return index;
    },
  };
}

interface ParsedFile {
  readonly text: string;
  readonly tree: SyntaxTree;
  names: NameIndex | undefined;
}

/** The files that were parsed: each keeps its tree and its names while its text stays the same. */
export class ParsedFiles {
  private readonly files: Map<string, ParsedFile>;
  private readonly parse: (text: string) => SyntaxTree;
  private readonly shared: ParsedFiles | undefined;

  /** `shared`: where files may have been parsed already, and where those are put that are parsed here. */
  constructor(parse: (text: string) => SyntaxTree, shared?: ParsedFiles) {
    this.files = new Map();
    this.parse = parse;
    this.shared = shared;
  }

  treeOf(file: string, text: string): SyntaxTree {
    return this.parsed(file, text, this.parse).tree;
  }

  namesOf(file: string, text: string): NameIndex {
    const parsed = this.parsed(file, text, this.parse);
    parsed.names ??= indexNames(file, parsed.tree);
    return parsed.names;
  }

  /** Of every file that was parsed, or asked for and known. */
  trees(): ReadonlyMap<string, SyntaxTree> {
    return new Map([...this.files].map(([file, { tree }]) => [file, tree]));
  }

  /** Another one that begins with what this one has. */
  copy(): ParsedFiles {
    const copy = new ParsedFiles(this.parse, this.shared);
    for (const [file, parsed] of this.files) copy.files.set(file, parsed);
    return copy;
  }

  /** Forgets the files that another has never been asked for. */
  keepOnly(other: ParsedFiles): void {
    for (const file of this.files.keys()) if (!other.files.has(file)) this.files.delete(file);
  }

  private parsed(file: string, text: string, parse: typeof this.parse): ParsedFile {
    const known = this.files.get(file);
    if (known?.text === text) return known;
    const parsed = this.shared?.parsed(file, text, parse) ?? { text, tree: parse(text), names: undefined };
    this.files.set(file, parsed);
    return parsed;
  }
}
