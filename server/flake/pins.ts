import type { Lazy, Machine, SetValue, Value } from "../nix/value.ts";
import type { FlakeInput } from "./inputs.ts";

/** The inputs that npins pins, by its `sources.json`; none when the text is not such a file. */
export function pinnedInputs(text: string | undefined): readonly FlakeInput[] {
  const pins = asRecord(field(parsed(text), "pins")) ?? {};
  return Object.entries(pins).map(([name, pin]) => {
    const repository = field(field(pin, "repository"), "repo");
    return {
      name,
      at: undefined,
      url: undefined,
      repository: typeof repository === "string" ? repository : name,
      lastModified: undefined,
      narHash: undefined,
      subdirectory: undefined,
      plain: false,
    };
  });
}

/**
 * What a loader from outside that takes the outputs as a function of their inputs (`with-inputs sources follows (inputs: …)`) gives:
 * that function's value. Undefined when the argument is not such a function.
 */
export function outputsOfLoader(machine: Machine, argument: Lazy, inputs: SetValue): Value | undefined {
  const value = machine.force(argument);
  if (value.type !== "lambda" || value.lambda.parameter?.name !== "inputs") return undefined;
  const result = machine.apply(value, inputs);
  return result.type === "set" && OUTPUTS.some((name) => result.entries.has(name)) ? result : undefined;
}

/** Any of these makes a set the outputs of a flake. */
const OUTPUTS = [
  "nixosConfigurations",
  "darwinConfigurations",
  "homeConfigurations",
  "packages",
  "nixosModules",
] as const;

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return asRecord(value)?.[name];
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
