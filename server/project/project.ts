import { indexNames } from "../names/index.ts";
import type { NameIndex } from "../names/name-index.ts";
import type { DirectoryEntry, FileKind, SourceFiles } from "../nix/value.ts";
import type { SyntaxTree } from "../syntax/syntax-tree.ts";
import type { FileMove } from "./moved-files.ts";
import { makeSnapshot, type Snapshot } from "./snapshot.ts";
import { ParsedFiles, type Texts, textsOf } from "./texts.ts";
import type { Repository } from "./tracked-files.ts";

export interface ProjectSource {
  /** The flake's directory, absolute. */
  readonly directory: string;
  /** What is stored; whether a path exists is for it alone to say. Its owner makes it forget what has changed, and says so by `storedChanged`. */
  readonly stored: SourceFiles;
  readonly parse: (text: string) => SyntaxTree;
  /** Directories with the sources of inputs, by the input's name; absolute. */
  readonly inputs?: ReadonlyMap<string, string>;
  /** Where the Nix store lies; undefined: no source is taken from it. */
  readonly storeDirectory?: string;
}

/** A flake over time: stored files, and over them the texts of those that are being edited. The one mutable object of the core. */
export class Project {
  readonly directory: string;
  private readonly stored: SourceFiles;
  readonly parse: (text: string) => SyntaxTree;
  private readonly inputs: ReadonlyMap<string, string>;
  private readonly storeDirectory: string | undefined;
  private repository: Repository | undefined;
  /** Replaced, not changed: snapshots hold on to it. */
  private edited: ReadonlyMap<string, string> = new Map();
  private moves: readonly FileMove[] = [];
  private changes = 0;
  private readonly parsed: ParsedFiles;
  /** The files as they are now, also one that is written but not stored yet: it is not part of the flake, and can be asked about. */
  readonly texts: Texts;

  /** `parsed`: files that were parsed already, of which it may forget some. */
  constructor({ directory, stored, parse, inputs = new Map(), storeDirectory }: ProjectSource, parsed?: ParsedFiles) {
    this.directory = directory;
    this.stored = stored;
    this.parse = parse;
    this.parsed = parsed ?? new ParsedFiles(parse);
    this.texts = textsOf((file) => this.textOf(file), this.parsed);
    this.inputs = inputs;
    this.storeDirectory = storeDirectory;
  }

  /** What git tracks now; undefined: every file counts. */
  setRepository(repository: Repository | undefined): void {
    this.repository = repository;
  }

  /** A number that grows whenever texts change; what is remembered of several texts is remembered for it. */
  get revision(): number {
    return this.changes;
  }

  /** Stored files have other texts than before, or come or gone. */
  storedChanged(): void {
    this.changes += 1;
  }

  /** The file's text is this one, whatever is stored. A file that is not stored still does not exist, as for Nix. */
  setFile(file: string, text: string): void {
    this.edited = new Map([...this.edited, [file, text]]);
    this.changes += 1;
  }

  /** The stored text counts again. */
  removeFile(file: string): void {
    this.edited = new Map([...this.edited].filter(([name]) => name !== file));
    this.changes += 1;
  }

  /**
   * Another flake: this one, if files of it had these texts, and then were moved. What both have alike is parsed once. Only snapshots of it
   * know the moves.
   */
  supposing(texts: ReadonlyMap<string, string>, moves: readonly FileMove[] = []): Project {
    const { directory, stored, parse, inputs, storeDirectory } = this;
    const store = storeDirectory === undefined ? {} : { storeDirectory };
    const other = new Project({ directory, stored, parse, inputs, ...store }, this.parsed.copy());
    other.repository = this.repository;
    other.edited = new Map([...this.edited, ...texts]);
    other.moves = moves;
    return other;
  }

  /**
   * The flake as it is now. What it has read stays, what it has not read yet is read from the stored files when asked for.
   * `checkpoint` is called again and again while its graph is built, and may throw to end that.
   */
  snapshot(checkpoint?: () => void): Snapshot {
    const { directory, parse, parsed, inputs, storeDirectory, repository, moves } = this;
    const files = this.files();
    return makeSnapshot({
      directory,
      files,
      parse,
      known: parsed,
      checkpoint,
      inputs,
      storeDirectory,
      repository,
      moves,
    });
  }

  /** What another text in the file's place would name. */
  namesIn(file: string, text: string): NameIndex {
    return indexNames(file, this.parse(text));
  }

  kindOf(path: string): FileKind | undefined {
    return this.stored.kind(path);
  }

  list(directory: string): readonly DirectoryEntry[] | undefined {
    return this.stored.list(directory);
  }

  private textOf(file: string): string | undefined {
    const { stored, edited } = this;
    return edited.get(file) ?? (stored.kind(file) === undefined ? undefined : stored.read(file));
  }

  private files(): SourceFiles {
    const { stored, edited } = this;
    const read = new Map<string, string | undefined>();
    const textOf = (path: string) =>
      stored.kind(path) === undefined ? undefined : (edited.get(path) ?? stored.read(path));
    return {
      readable: (path) => stored.readable(path),
      obstacle: (path) => (edited.has(path) ? undefined : stored.obstacle(path)),
      kind: (path) => stored.kind(path),
      list: (path) => stored.list(path),
      read: (path) => {
        if (!read.has(path)) read.set(path, textOf(path));
        return read.get(path);
      },
    };
  }
}
