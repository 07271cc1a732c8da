import type { Span } from "../../../text.ts";
import { bool, external, failure, list, NULL, path, record, string } from "../../make.ts";
import { binary, isTrouble, unary } from "../../operands.ts";
import { directoryOf } from "../../paths.ts";
import type { Lazy, Machine, Value } from "../../value.ts";
import { builtin, builtinsNamed, callBuiltin } from "../builtin.ts";
import { textOf } from "../strings/strings-texts.ts";
import { directoryEntries, filesBelow } from "./filesystem-directories.ts";
import { packagesFromDirectory } from "./filesystem-packages.ts";

/** `lib.filesystem`. */
export const filesystem: Readonly<Record<string, Value>> = {
  ...builtinsNamed("baseNameOf", "dirOf", "isPath", "readDir", "readFileType", "hashFile"),
  pathType: builtin("readFileType"),
  pathIsDirectory: kindTest("pathIsDirectory", "directory"),
  pathIsRegularFile: kindTest("pathIsRegularFile", "regular"),
  listFilesRecursive: unary("listFilesRecursive", listFilesRecursive),
  haskellPathsInDir: unary("haskellPathsInDir", () =>
    external("lib.filesystem.haskellPathsInDir(…)", undefined, "set"),
  ),
  locateDominatingFile: binary("locateDominatingFile", locateDominatingFile),
  packagesFromDirectoryRecursive: unary("packagesFromDirectoryRecursive", packagesFromDirectory),
  resolveDefaultNix: unary("resolveDefaultNix", (machine, value, at) => {
    const place = machine.force(value);
    const isDirectory = machine.call(filesystem.pathIsDirectory ?? NULL, [place], at);
    if (isTrouble(isDirectory)) return isDirectory;
    if (isDirectory.type === "bool" && isDirectory.value) {
      if (place.type === "path") return path(`${place.path}/default.nix`, at);
      if (place.type === "string") return string(`${place.text}/default.nix`, at);
    }
    return place.type === "string" && place.text.endsWith("/") ? string(`${place.text}default.nix`, at) : place;
  }),
};

function kindTest(name: string, kind: string): Value {
  return unary(name, (machine, value, at) => {
    const exists = callBuiltin(machine, "pathExists", [value], at);
    if (exists.type !== "bool" || !exists.value) return exists;
    const type = callBuiltin(machine, "readFileType", [value], at);
    return type.type === "string" ? bool(type.text === kind) : type;
  });
}

/** Paths below a path, texts below a text. */
function listFilesRecursive(machine: Machine, directory: Lazy, at: Span | undefined): Value {
  const start = machine.force(directory);
  const text = textOf(machine, start, at);
  if (text.type !== "string") return text;
  const files = filesBelow(machine, text.text, at);
  if ("type" in files) return files;
  const make = start.type === "path" ? path : string;
  return list(files.map((file) => make(file.path, at)));
}

function locateDominatingFile(machine: Machine, pattern: Lazy, file: Lazy, at: Span | undefined): Value {
  const start = machine.force(file);
  if (start.type !== "path") return isTrouble(start) ? start : failure("locateDominatingFile: expected a path", at);
  const isDirectory = machine.files.kind(start.path) === "directory";
  let directory = isDirectory ? start.path : directoryOf(start.path);
  for (;;) {
    const entries = directoryEntries(machine, directory, at);
    if ("type" in entries) return entries;
    const matches: Value[] = [];
    for (const { name } of entries) {
      const match = callBuiltin(machine, "match", [pattern, string(name)], at);
      if (isTrouble(match)) return match;
      if (match.type !== "null") matches.push(match);
    }
    if (matches.length > 0) return record({ path: path(directory, at), matches: list(matches) });
    if (directory === "/") return NULL;
    directory = directoryOf(directory);
  }
}
