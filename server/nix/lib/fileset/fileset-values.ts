import type { Span } from "../../../text.ts";
import { set, string, thrown, unknown } from "../../make.ts";
import { isTrouble, type Trouble } from "../../operands.ts";
import type { Condition } from "../../provenance.ts";
import type { Lazy, Machine, NativeFact, SetValue } from "../../value.ts";
import { filesBelow } from "../filesystem/filesystem-directories.ts";

/** The files of a file set, found when they are asked for. */
export interface FilesetFact extends NativeFact {
  readonly fact: "fileset";
  readonly files: () => readonly FilesetFile[] | Trouble;
}

export interface FilesetFile {
  readonly path: string;
  /** Whether the file belongs to the set could not be decided. */
  readonly condition?: Condition | undefined;
}

/** A file set value; `find` is called once, on demand. */
export function filesetOf(find: () => readonly FilesetFile[] | Trouble): SetValue {
  let found: readonly FilesetFile[] | Trouble | undefined;
  const files = () => {
    found ??= find();
    return found;
  };
  const native: FilesetFact = { fact: "fileset", files };
  return { ...set(new Map([["_type", { value: string("fileset") }]])), native };
}

/** The facts of a file set, also of a path taken as one: a file, or all files below a directory. */
export function filesetFrom(
  machine: Machine,
  value: Lazy,
  context: string,
  at: Span | undefined,
): FilesetFact | Trouble {
  const forced = machine.force(value);
  if (isTrouble(forced)) return forced;
  if (forced.type === "set" && isFilesetFact(forced.native)) return forced.native;
  if (forced.type === "set" && forced.open) return unknown("may or may not be a file set", at);
  if (forced.type === "path") return pathFileset(machine, forced.path, context, at);
  const what = forced.type === "string" ? `("${forced.text}") is a string-like value` : `is of type ${forced.type}`;
  return thrown(`${context} ${what}, but it should be a file set or a path instead.`, at);
}

export function isFilesetFact(native: NativeFact | undefined): native is FilesetFact {
  return native?.fact === "fileset";
}

function pathFileset(machine: Machine, file: string, context: string, at: Span | undefined): FilesetFact | Trouble {
  if (!machine.files.readable(file)) return unknown(`${file} is outside the workspace`, at);
  const kind = machine.files.kind(file);
  if (kind === undefined) {
    return thrown(
      `${context} (${file}) is a path that does not exist.\n    To create a file set from a path that may not exist, use \`lib.fileset.maybeMissing\`.`,
      at,
    );
  }
  let found: readonly FilesetFile[] | Trouble | undefined;
  const files = () => {
    found ??= kind === "directory" ? filesBelow(machine, file, at) : [{ path: file }];
    return found;
  };
  return { fact: "fileset", files };
}

/** The files as a list of paths, in the order of a walk through the directories. */
export function sortedFiles(files: readonly FilesetFile[]): FilesetFile[] {
  const keyed = files.map((file) => ({ file, key: file.path.split("/") }));
  keyed.sort((a, b) => compareComponents(a.key, b.key));
  return keyed.map(({ file }) => file);
}

function compareComponents(a: readonly string[], b: readonly string[]): number {
  for (const [index, component] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (component !== other) return component < other ? -1 : 1;
  }
  return a.length - b.length;
}
