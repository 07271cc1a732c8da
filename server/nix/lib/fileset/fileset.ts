import type { Span } from "../../../text.ts";
import { bool, external, path, record, string, thrown, unknown } from "../../make.ts";
import { behind, binary, forceList, isTrouble, type Trouble, unary, undecided } from "../../operands.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { type FoundFile, filesBelow } from "../filesystem/filesystem-directories.ts";
import { decide, listOf } from "../lists/lists-items.ts";
import { isBelow } from "../path/path.ts";
import { textTest } from "../strings/strings-texts.ts";
import { type FilesetFile, filesetFrom, filesetOf, isFilesetFact, sortedFiles } from "./fileset-values.ts";

/** `lib.fileset`. */
export const fileset: Readonly<Record<string, Value>> = {
  toList: unary("toList", (machine, value, at) => {
    const files = filesOf(machine, value, "lib.fileset.toList: Argument", at);
    if ("type" in files) return files;
    return listOf(sortedFiles(files).map((file) => listedFile(machine, file, at)));
  }),
  toSource: unary("toSource", () => external("lib.fileset.toSource(…)")),
  empty: filesetOf(() => []),
  isFileset: unary("isFileset", (machine, value) => {
    const forced = machine.force(value);
    if (isTrouble(forced)) return forced;
    return bool(forced.type === "path" || (forced.type === "set" && isFilesetFact(forced.native)));
  }),
  maybeMissing: unary("maybeMissing", (machine, value, at) => {
    const forced = machine.force(value);
    if (forced.type !== "path") return isTrouble(forced) ? forced : wrongArgument("maybeMissing: Argument", forced, at);
    if (machine.files.readable(forced.path) && machine.files.kind(forced.path) === undefined)
      return filesetOf(() => []);
    return asFileset(machine, forced, "maybeMissing: Argument", at);
  }),
  trace: binary("trace", (machine, _set, value) => machine.force(value)),
  traceVal: unary("traceVal", (machine, set) => machine.force(set)),
  union: binary("union", (machine, first, second, at) => unions(machine, [first, second], "union", at)),
  unions: unary("unions", (machine, sets, at) => {
    const list = forceList(machine, sets, at);
    if (list.type !== "list") return list;
    return list.open?.[0] ?? unions(machine, list.items, "unions", at);
  }),
  intersection: combining("intersection", (first, second) => {
    const others = new Map(second.map((file) => [file.path, file]));
    return first.flatMap((file) => {
      const other = others.get(file.path);
      return other ? [{ path: file.path, condition: file.condition ?? other.condition }] : [];
    });
  }),
  difference: combining("difference", (first, second) => {
    const others = new Map(second.map((file) => [file.path, file]));
    return first.flatMap((file) => {
      const other = others.get(file.path);
      if (!other) return [file];
      return other.condition ? [{ path: file.path, condition: other.condition }] : [];
    });
  }),
  fileFilter: binary("fileFilter", (machine, test, directory, at) => {
    const start = machine.force(directory);
    if (start.type !== "path")
      return isTrouble(start) ? start : wrongArgument("fileFilter: Second argument", start, at);
    return filesetOf(() => filtered(machine, test, start.path, at));
  }),
  fromSource: unary("fromSource", (machine, source, at) =>
    asFileset(machine, source, "fromSource: The source origin", at),
  ),
  gitTracked: unary("gitTracked", tracked),
  gitTrackedWith: binary("gitTrackedWith", (machine, _settings, root, at) => tracked(machine, root, at)),
};

function wrongArgument(which: string, value: Value, at: Span | undefined): Value {
  return thrown(`lib.fileset.${which} is of type ${value.type}, but it should be a path instead.`, at);
}

function listedFile(machine: Machine, file: FilesetFile, at: Span | undefined): Lazy {
  const value = path(file.path, at);
  return file.condition ? behind(machine, file.condition, value) : value;
}

function asFileset(machine: Machine, value: Lazy, which: string, at: Span | undefined): Value {
  const set = filesetFrom(machine, value, `lib.fileset.${which}`, at);
  return "fact" in set ? filesetOf(set.files) : set;
}

/** The workspace's files are the tracked ones, but for the repository's own. */
function tracked(machine: Machine, root: Lazy, at: Span | undefined): Value {
  const start = machine.force(root);
  if (start.type !== "path")
    return isTrouble(start) ? start : wrongArgument("gitTracked: Expected the argument", start, at);
  return filesetOf(() => {
    const files = filesBelow(machine, start.path, at);
    return "type" in files ? files : files.filter((file) => !isBelow(`${start.path}/.git`, file.path));
  });
}

function unions(machine: Machine, sets: readonly Lazy[], name: string, at: Span | undefined): Value {
  return filesetOf(() => {
    const all = new Map<string, FilesetFile>();
    for (const [index, value] of sets.entries()) {
      const files = filesOf(machine, value, `lib.fileset.${name}: Element ${index}`, at);
      if ("type" in files) return files;
      for (const file of files) {
        const earlier = all.get(file.path);
        if (!earlier?.condition && earlier) continue;
        all.set(file.path, file);
      }
    }
    return [...all.values()];
  });
}

function combining(
  name: string,
  combine: (first: readonly FilesetFile[], second: readonly FilesetFile[]) => readonly FilesetFile[],
): Value {
  return binary(name, (machine, one, two, at) =>
    filesetOf(() => {
      const first = filesOf(machine, one, `lib.fileset.${name}: First argument`, at);
      if ("type" in first) return first;
      const second = filesOf(machine, two, `lib.fileset.${name}: Second argument`, at);
      return "type" in second ? second : combine(first, second);
    }),
  );
}

function filesOf(
  machine: Machine,
  value: Lazy,
  context: string,
  at: Span | undefined,
): readonly FilesetFile[] | Trouble {
  const set = filesetFrom(machine, value, context, at);
  return "fact" in set ? set.files() : set;
}

function filtered(machine: Machine, test: Lazy, start: string, at: Span | undefined): readonly FilesetFile[] | Trouble {
  if (!machine.files.readable(start)) return unknown(`${start} is outside the workspace`, at);
  const kind = machine.files.kind(start);
  if (kind === undefined) {
    return thrown(`lib.fileset.fileFilter: Second argument (${start}) is a path that does not exist.`, at);
  }
  const candidates: readonly FoundFile[] | Trouble =
    kind === "directory" ? filesBelow(machine, start, at) : [{ path: start, kind }];
  if ("type" in candidates) return candidates;
  const kept: FilesetFile[] = [];
  for (const file of candidates) {
    const spent = machine.spend(at);
    if (spent) return spent;
    const verdict = decide(machine, test, [describedFile(file)], at);
    if (verdict === true) kept.push(file);
    else if (verdict === false) continue;
    else if (verdict.type === "failure") return verdict;
    else kept.push({ path: file.path, condition: undecided(test) });
  }
  return kept;
}

/** What the predicate of `fileFilter` is given. */
function describedFile(file: FoundFile): Value {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  const hasExt = textTest("hasExt", (extension) => name.endsWith(`.${extension}`));
  return record({ name: string(name), type: string(file.kind), hasExt });
}
