import type { Span } from "../../text.ts";
import { isTrouble, type Trouble } from "../arguments.ts";
import { EMPTY_SET, failure, path, set, thrown } from "../make.ts";
import type { Attribute, Lazy, Machine, Value } from "../value.ts";
import { directoryEntries } from "./directories.ts";
import { textOf } from "./texts.ts";

/** `lib.filesystem.packagesFromDirectoryRecursive`: every `x.nix`, and every directory with a `package.nix`, called as a package. */
export function packagesFromDirectory(machine: Machine, settings: Lazy, at: Span | undefined): Value {
  const given = machine.force(settings);
  if (given.type !== "set") return isTrouble(given) ? given : failure("expected a set", at);
  const directory = textOf(machine, machine.select(given, "directory", at), at);
  if (directory.type !== "string") return directory;
  const callPackage = machine.lazy(() => machine.select(given, "callPackage", at));
  const call = (file: string): Value => machine.call(callPackage, [path(file, at), EMPTY_SET], at);
  const packages = packagesIn(machine, directory.text, call, at);
  if (packages.type !== "set" || !given.entries.has("newScope")) return packages;
  return {
    ...packages,
    entries: new Map(packages.entries).set("recurseForDerivations", { value: { type: "bool", value: true } }),
  };
}

function packagesIn(machine: Machine, directory: string, call: (file: string) => Value, at: Span | undefined): Value {
  const spent = machine.spend(at);
  if (spent) return spent;
  const whole = `${directory}/package.nix`;
  if (machine.files.kind(whole) !== undefined) return call(whole);
  const listed = directoryEntries(machine, directory, at);
  if ("type" in listed) return listed satisfies Trouble;
  const entries = new Map<string, Attribute>();
  for (const { name, kind } of listed) {
    const file = `${directory}/${name}`;
    if (kind === "directory") entries.set(name, { value: machine.lazy(() => packagesIn(machine, file, call, at)) });
    else if (kind === "regular" && name.endsWith(".nix"))
      entries.set(name.slice(0, -4), { value: machine.lazy(() => call(file)) });
    else if (kind !== "regular") {
      const message = `lib.filesystem.packagesFromDirectoryRecursive: Unsupported file type ${kind} at path ${file}`;
      return thrown(message, at);
    }
  }
  return set(entries);
}
