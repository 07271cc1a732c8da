import type { Span } from "../../text.ts";
import { coerceToString } from "../coerce.ts";
import { bool, external, failure, set, string, unknown } from "../make.ts";
import { binary, forceFunction, forceSet, forceString, unary } from "../operands.ts";
import { selectAttribute } from "../select.ts";
import { textIn, wholeFile } from "../source-text.ts";
import type { Attribute, Lazy, Machine, PathValue, Value } from "../value.ts";
import { findFileBuiltin } from "./find-file.ts";
import { foreignCall, undecidedCall } from "./foreign-operands.ts";
import { baseNameOfBuiltin, dirOfBuiltin } from "./parts-of-paths.ts";
import { forcePath, forceReadable } from "./path-argument.ts";

/** Files, read only where the machine may read, and paths. */
export const fileBuiltins: Readonly<Record<string, Value>> = {
  import: unary("import", importFile),
  scopedImport: binary("scopedImport", (machine, scope, file, at) => {
    const names = forceSet(machine, scope, at);
    if (names.type === "failure") return names;
    const path = forcePath(machine, file, at);
    if (path.type !== "path") return foreignCall("scopedImport", path, at);
    return names.type === "set" ? machine.importScoped(path.path, names, at) : foreignCall("scopedImport", names, at);
  }),
  readFile: unary("readFile", (machine, file, at) => {
    const path = forceReadable(machine, file, at);
    if (path.type !== "path") return foreignCall("readFile", path, at, "string");
    const text = textIn(machine, path.path);
    if (text !== undefined) return string(text);
    const kind = machine.files.kind(path.path);
    if (kind === undefined) return absent(path, at);
    return kind === "directory"
      ? failure(`reading from file '${path.path}': Is a directory`, at)
      : unreadable(machine, path, at);
  }),
  readDir: unary("readDir", (machine, directory, at) => {
    const path = forceReadable(machine, directory, at);
    if (path.type !== "path") return foreignCall("readDir", path, at, "set");
    const found = machine.files.list(path.path);
    if (found) return set(new Map(found.map(({ name, kind }): [string, Attribute] => [name, { value: string(kind) }])));
    const kind = machine.files.kind(path.path);
    if (kind === undefined) return absent(path, at);
    return machine.files.obstacle(path.path) !== undefined ||
      (kind === "symlink" && wholeFile(machine, path.path) === undefined)
      ? unreadable(machine, path, at)
      : failure(`'${path.path}' is not a directory`, at);
  }),
  readFileType: unary("readFileType", (machine, file, at) => {
    const path = forceReadable(machine, file, at);
    if (path.type !== "path") return foreignCall("readFileType", path, at, "string");
    const kind = machine.files.kind(path.path);
    return kind === undefined ? absent(path, at) : string(kind);
  }),
  pathExists: unary("pathExists", (machine, file, at) => {
    const path = forceReadable(machine, file, at);
    if (path.type !== "path") return undecidedCall("pathExists", path, at);
    const kind = machine.files.kind(path.path);
    return bool(kind !== undefined && (kind !== "regular" || !endsWithSlash(machine, file)));
  }),
  path: unary("path", (machine, settings, at) => {
    const source = forceSet(machine, settings, at);
    if (source.type !== "set") return foreignCall("path", source, at, "string");
    return storeCopy(machine, selectAttribute(machine, source, "path", at), at);
  }),
  filterSource: binary("filterSource", (machine, filter, file, at) => {
    const decider = forceFunction(machine, filter, at);
    return decider.type === "failure" ? decider : storeCopy(machine, file, at);
  }),
  toFile: binary("toFile", (machine, name, _content, at) => {
    const text = forceString(machine, name, at);
    return text.type === "string" ? external(`toFile(${text.text})`, at, "string") : text;
  }),
  toPath: unary("toPath", (machine, subject, at) => {
    const path = forcePath(machine, subject, at);
    return path.type === "path" ? string(path.path, path.at) : foreignCall("toPath", path, at, "string");
  }),
  storePath: unary("storePath", (machine, subject, at) =>
    coerceToString(machine, subject, { mode: "interpolation" }, at),
  ),
  findFile: findFileBuiltin,
  dirOf: dirOfBuiltin,
  baseNameOf: baseNameOfBuiltin,
};

function importFile(machine: Machine, file: Lazy, at: Span | undefined): Value {
  const path = forcePath(machine, file, at);
  if (path.type === "external") return machine.importOutside(path) ?? foreignCall("import", path, at);
  if (path.type !== "path") return path;
  return machine.importValue(path.path, at);
}

/** Nix would copy the path to the store; ours is the path itself, as a string. What a filter leaves out is still there. */
function storeCopy(machine: Machine, file: Lazy, at: Span | undefined): Value {
  const path = forcePath(machine, file, at);
  return path.type === "path" ? string(path.path, path.at) : foreignCall("path", path, at, "string");
}

function absent(path: PathValue, at: Span | undefined): Value {
  return { ...failure(`path '${path.path}' does not exist`, at), cause: { kind: "absent", file: path.path } };
}

function unreadable({ files }: Machine, { path }: PathValue, at: Span | undefined): Value {
  return unknown(`${path} ${files.obstacle(path) ?? "cannot be read"}`, at);
}

/** `"/x/"` asks for a directory. */
function endsWithSlash(machine: Machine, file: Lazy): boolean {
  const value = machine.force(file);
  return value.type === "string" && /\/(\.?\/)*\.?$/.test(value.text);
}
