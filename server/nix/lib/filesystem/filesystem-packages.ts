import type { Span } from "../../../text.ts";
import { EMPTY_SET, failure, path, record, set, TRUE, thrown } from "../../make.ts";
import { isTrouble, unary } from "../../operands.ts";
import type { Attribute, Lazy, Machine, Value } from "../../value.ts";
import { updateSets } from "../attrsets/attrsets-entries.ts";
import { makeScope } from "../customisation.ts";
import { textOf } from "../strings/strings-texts.ts";
import { directoryEntries } from "./filesystem-directories.ts";

interface Caller {
  readonly callPackage: Lazy;
  /** Makes every directory a scope of its own. */
  readonly newScope: Lazy | undefined;
}

/** `lib.filesystem.packagesFromDirectoryRecursive`: every `x.nix`, and every directory with a `package.nix`, is a package. */
export function packagesFromDirectory(machine: Machine, settings: Lazy, at: Span | undefined): Value {
  const given = machine.force(settings);
  if (given.type !== "set") return isTrouble(given) ? given : failure("expected a set", at);
  const directory = textOf(machine, machine.select(given, "directory", at), at);
  if (directory.type !== "string") return directory;
  const callPackage = machine.lazy(() => machine.select(given, "callPackage", at));
  const caller = { callPackage, newScope: given.entries.get("newScope")?.value };
  return packagesOf(machine, directory.text, caller, at);
}

function packagesOf(machine: Machine, directory: string, caller: Caller, at: Span | undefined): Value {
  const spent = machine.spend(at);
  if (spent) return spent;
  const whole = `${directory}/package.nix`;
  if (machine.files.kind(whole) !== undefined) return packageIn(machine, whole, caller, at);
  if (!caller.newScope) return membersOf(machine, directory, caller, at);
  const members = unary("packagesFromDirectoryRecursive", (_machine, self, place) => {
    const member = (name: string): Lazy => machine.lazy(() => machine.select(self, name, place));
    return membersOf(machine, directory, { callPackage: member("callPackage"), newScope: member("newScope") }, place);
  });
  const scope = makeScope(machine, caller.newScope, members, at);
  return updateSets(machine, scope, record({ recurseForDerivations: TRUE }), at);
}

function packageIn(machine: Machine, file: string, caller: Caller, at: Span | undefined): Value {
  return machine.call(caller.callPackage, [path(file, at), EMPTY_SET], at);
}

function membersOf(machine: Machine, directory: string, caller: Caller, at: Span | undefined): Value {
  const listed = directoryEntries(machine, directory, at);
  if ("type" in listed) return listed;
  const entries = new Map<string, Attribute>();
  for (const { name, kind } of listed) {
    const file = `${directory}/${name}`;
    if (kind === "directory") entries.set(name, { value: machine.lazy(() => packagesOf(machine, file, caller, at)) });
    else if (kind !== "regular") {
      const message = `lib.filesystem.packagesFromDirectoryRecursive: Unsupported file type ${kind} at path ${file}`;
      return thrown(message, at);
    } else if (name.endsWith(".nix")) {
      entries.set(name.slice(0, -".nix".length), { value: machine.lazy(() => packageIn(machine, file, caller, at)) });
    }
  }
  return set(entries);
}
