import { external, failure, isOpaque, record, set, string } from "../nix/make.ts";
import { resolvePath } from "../nix/paths.ts";
import { textIn } from "../nix/source-text.ts";
import type { Attribute, Lazy, Machine, Value } from "../nix/value.ts";
import type { FlakeSource } from "./flake-source.ts";
import { type FlakeInput, lockedInputs, readInputs } from "./inputs.ts";
import { type InputModel, inputValue } from "./models.ts";
import { sourceStoreName } from "./store-path.ts";

/** A directory that is there, and how it was found. */
export interface InputSource extends Pick<InputModel, "source"> {
  readonly directory: string;
}

/**
 * Where the source of an input lies: as the settings say, or beside the flake when its address is a relative path, or in the Nix
 * store, where the lock's hash tells its name.
 */
export function sourceOf(source: FlakeSource, input: FlakeInput): InputSource | undefined {
  const given = source.inputs?.get(input.name);
  if (given !== undefined) return { source: "directory", directory: given };
  const isThere = (path: string) => source.files.readable(path) && source.files.kind(path) === "directory";
  const relative = /^(?:path:)?(\.{1,2}\/[^?]*|\.)(?:\?|$)/.exec(input.url ?? "")?.[1];
  const beside = relative === undefined ? undefined : resolvePath(source.directory, relative);
  if (beside !== undefined && isThere(beside)) return { source: "directory", directory: beside };
  const stored = storeDirectoryOf(input.narHash, source.storeDirectory);
  const inside = stored && resolvePath(stored, input.subdirectory ?? ".");
  return inside !== undefined && isThere(inside) ? { source: "store", directory: inside } : undefined;
}

/** Where a Nix store would have the sources of the inputs in a lock's text, whether they are there or not. */
export function storeSources(lock: string | undefined, storeDirectory: string): readonly string[] {
  return [...lockedInputs(lock).values()].flatMap(({ narHash }) => storeDirectoryOf(narHash, storeDirectory) ?? []);
}

function storeDirectoryOf(narHash: string | undefined, storeDirectory: string | undefined): string | undefined {
  const name = narHash === undefined ? undefined : sourceStoreName(narHash);
  return name === undefined || storeDirectory === undefined ? undefined : `${storeDirectory}/${name}`;
}

/**
 * The value of an input whose source is at hand: its own outputs, evaluated. Its inputs are the flake's inputs of the same name, else
 * what is known of them without source. A source without flake.nix is a plain tree.
 */
export function sourceValue(
  machine: Machine,
  directory: string,
  lib: Lazy,
  sibling: (name: string) => Lazy | undefined,
): Lazy {
  const file = `${directory}/flake.nix`;
  if (machine.files.kind(file) === undefined) return plainValue(directory);
  return machine.lazy(() => {
    const flake = machine.importFile(file);
    if (flake.type !== "set") return flake;
    const outputs = flake.entries.get("outputs");
    if (!outputs) return failure("flake.nix has no attribute 'outputs'", { file, start: 0, end: 0 });
    const inputs = new Map<string, Attribute>();
    for (const input of readInputs(
      machine,
      flake,
      textIn(machine, `${directory}/flake.lock`),
      formalsOf(machine, outputs.value),
    )) {
      inputs.set(input.name, { value: sibling(input.name) ?? inputValue(machine, input, lib).value, at: input.at });
    }
    const base = record({
      outPath: string(directory),
      _type: string("flake"),
      inputs: set(inputs),
      sourceInfo: record({ outPath: string(directory) }),
    });
    const self: Lazy = machine.lazy(() => withBase(machine.force(result), base));
    inputs.set("self", { value: self });
    const result: Lazy = machine.lazy(() => machine.apply(outputs.value, set(inputs)));
    return machine.force(self);
  });
}

/** The value of an input that is a mere tree of files. */
export function plainValue(directory: string): Lazy {
  return record({ outPath: string(directory) });
}

function formalsOf(machine: Machine, fn: Lazy): readonly string[] {
  const value = machine.force(fn);
  return value.type === "lambda" ? (value.lambda.formals?.formals.map((formal) => formal.name.name) ?? []) : [];
}

function withBase(outputs: Value, base: ReturnType<typeof record>): Value {
  if (outputs.type === "set") return { ...outputs, entries: new Map([...base.entries, ...outputs.entries]) };
  return isOpaque(outputs) ? { ...base, open: [external("outputs")] } : outputs;
}
