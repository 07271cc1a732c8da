import { external, failure, isOpaque, record, set, string } from "../nix/make.ts";
import { resolvePath } from "../nix/paths.ts";
import type { Attribute, Lazy, Machine, Value } from "../nix/value.ts";
import { type FlakeInput, readInputs } from "./inputs.ts";
import type { FlakeSource } from "./load.ts";
import { inputValue } from "./models.ts";

/** Where the source of an input lies: as the settings say, or beside the flake when its address is a relative path. */
export function sourceDirectory(source: FlakeSource, input: FlakeInput): string | undefined {
  const given = source.inputs?.get(input.name);
  if (given !== undefined) return given;
  const relative = /^(?:path:)?(\.{1,2}\/[^?]*|\.)(?:\?|$)/.exec(input.url ?? "")?.[1];
  const directory = relative === undefined ? undefined : resolvePath(source.directory, relative);
  return directory !== undefined && source.files.readable(directory) && source.files.kind(directory) === "directory" ? directory : undefined;
}

/**
 * The value of an input whose source is at hand: its own outputs, evaluated. Its inputs are the flake's inputs of the same name, else
 * what is known of them without source. A source without flake.nix is a plain tree.
 */
export function sourceValue(machine: Machine, directory: string, lib: Lazy, sibling: (name: string) => Lazy | undefined): Lazy {
  const file = `${directory}/flake.nix`;
  if (machine.files.kind(file) === undefined) return record({ outPath: string(directory) });
  return machine.lazy(() => {
    const flake = machine.importFile(file);
    if (flake.type !== "set") return flake;
    const outputs = flake.entries.get("outputs");
    if (!outputs) return failure("flake.nix has no attribute 'outputs'", { file, start: 0, end: 0 });
    const inputs = new Map<string, Attribute>();
    for (const input of readInputs(machine, flake, machine.files.read(`${directory}/flake.lock`), formalsOf(machine, outputs.value))) {
      inputs.set(input.name, { value: sibling(input.name) ?? inputValue(machine, input, lib).value, at: input.at });
    }
    const base = record({ outPath: string(directory), _type: string("flake"), inputs: set(inputs), sourceInfo: record({ outPath: string(directory) }) });
    const self: Lazy = machine.lazy(() => withBase(machine.force(result), base));
    inputs.set("self", { value: self });
    const result: Lazy = machine.lazy(() => machine.apply(outputs.value, set(inputs)));
    return machine.force(self);
  });
}

function formalsOf(machine: Machine, fn: Lazy): readonly string[] {
  const value = machine.force(fn);
  return value.type === "lambda" ? (value.lambda.formals?.formals.map((formal) => formal.name.name) ?? []) : [];
}

function withBase(outputs: Value, base: ReturnType<typeof record>): Value {
  if (outputs.type === "set") return { ...outputs, entries: new Map([...base.entries, ...outputs.entries]) };
  return isOpaque(outputs) ? { ...base, open: [external("outputs")] } : outputs;
}
