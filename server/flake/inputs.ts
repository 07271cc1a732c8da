import type { Machine, SetValue, Value } from "../nix/value.ts";
import type { Span } from "../text.ts";

/** An input of the flake: what flake.nix declares and flake.lock pins. */
export interface FlakeInput {
  readonly name: string;
  /** The place of its name in flake.nix. */
  readonly at: Span | undefined;
  /** As written in flake.nix. */
  readonly url: string | undefined;
  /** The repository's name, whoever owns it: `nixpkgs`, `flake-parts`. From the lock, else the address, else the input's name. */
  readonly repository: string;
  /** When the pinned revision was made, in seconds since 1970. */
  readonly lastModified: number | undefined;
  readonly narHash: string | undefined;
  /** Where in its source it lies; undefined: its source is the whole. */
  readonly subdirectory: string | undefined;
  /** Whether it is taken as a mere tree of files: `flake = false`. */
  readonly plain: boolean;
}

/** The flake's inputs, in the order of their names. `lock` is the text of flake.lock; a broken one counts as none. */
export function readInputs(
  machine: Machine,
  flake: SetValue,
  lock: string | undefined,
  formals: readonly string[],
): readonly FlakeInput[] {
  const declared = flake.entries.get("inputs");
  const set = declared ? machine.force(declared.value) : undefined;
  const nodes = lockedInputs(lock);
  const names = new Set<string>([...(set?.type === "set" ? set.entries.keys() : []), ...nodes.keys(), ...formals]);
  names.delete("self");
  return [...names].sort().map((name) => {
    const attribute = set?.type === "set" ? set.entries.get(name) : undefined;
    const url = attribute && urlOf(machine, machine.force(attribute.value));
    const node = nodes.get(name);
    const repository = node?.repository ?? (url && repositoryOf(url)) ?? name;
    return {
      name,
      at: attribute?.at,
      url,
      repository,
      lastModified: node?.lastModified,
      narHash: node?.narHash,
      subdirectory: node?.subdirectory,
      plain: node?.plain ?? false,
    };
  });
}

function urlOf(machine: Machine, input: Value): string | undefined {
  if (input.type !== "set") return undefined;
  const text = (name: string) => {
    const attribute = input.entries.get(name);
    const value = attribute && machine.force(attribute.value);
    return value?.type === "string" ? value.text : value?.type === "path" ? value.path : undefined;
  };
  const repo = text("repo");
  return text("url") ?? (repo && `${text("type") ?? "github"}:${text("owner") ?? ""}/${repo}`);
}

/** `github:owner/repo/ref`, `git+https://host/owner/repo.git?ref=x`, `https://flakehub.com/f/owner/repo/*`, `nixpkgs`. */
function repositoryOf(url: string): string | undefined {
  const plain = url.split("?")[0] ?? url;
  if (/nixexprs\.tar/.test(plain) || /releases\.nixos\.org|channels\.nixos\.org/.test(plain)) return "nixpkgs";
  const hosted = /^(?:github|gitlab|sourcehut|codeberg):([^/]+)\/([^/]+)/.exec(plain);
  if (hosted) return qualified(hosted[1], hosted[2]);
  const flakehub = /flakehub\.com\/f\/[^/]+\/([^/]+)/.exec(plain)?.[1];
  if (flakehub) return flakehub;
  const archive = /:\/\/[^/]+\/(?:[^/]+\/)+?([^/]+)\/archive\//.exec(plain)?.[1];
  if (archive) return archive;
  const indirect = /^(?:flake:)?([A-Za-z0-9_-]+)(?:\/|$)/.exec(plain)?.[1];
  if (indirect && !plain.includes("://")) return indirect;
  return /\/([^/]+?)(?:\.git)?\/?$/.exec(plain)?.[1];
}

/** Repositories of nix-systems are called `default` and the like: only with their owner do they say what they are. */
function qualified(owner: string | undefined, repository: string | undefined): string | undefined {
  return owner === "nix-systems" && repository !== undefined ? `${owner}/${repository}` : repository;
}

export interface LockedInput {
  readonly repository: string | undefined;
  readonly lastModified: number | undefined;
  readonly narHash: string | undefined;
  readonly subdirectory: string | undefined;
  readonly plain: boolean;
}

/** The root's inputs in flake.lock. */
export function lockedInputs(text: string | undefined): ReadonlyMap<string, LockedInput> {
  const found = new Map<string, LockedInput>();
  const lock = text === undefined ? undefined : asRecord(parseJson(text));
  const nodes = asRecord(lock?.nodes);
  const rootName = lock?.root;
  const root = asRecord(typeof rootName === "string" ? nodes?.[rootName] : undefined);
  for (const [name, target] of Object.entries(asRecord(root?.inputs) ?? {})) {
    const node = asRecord(nodes?.[resolveFollows(nodes ?? {}, rootName, target) ?? ""]);
    const locked = asRecord(node?.locked);
    const original = asRecord(node?.original);
    found.set(name, {
      repository:
        qualified(textField(locked, "owner"), textField(locked, "repo")) ??
        textField(original, "repo") ??
        repositoryOf(textField(locked, "url") ?? textField(original, "url") ?? "") ??
        textField(original, "id"),
      lastModified: typeof locked?.lastModified === "number" ? locked.lastModified : undefined,
      narHash: textField(locked, "narHash"),
      subdirectory: textField(locked, "dir"),
      plain: node?.flake === false,
    });
  }
  return found;
}

/** A target is a node's name, or the path of inputs to follow from the root. */
function resolveFollows(nodes: Readonly<Record<string, unknown>>, root: unknown, target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (!Array.isArray(target)) return undefined;
  let at = typeof root === "string" ? root : undefined;
  for (let step = 0; step < target.length && step < 32; step++) {
    const name: unknown = target[step];
    const inputs = asRecord(asRecord(nodes[at ?? ""])?.inputs);
    const next = typeof name === "string" ? inputs?.[name] : undefined;
    at = typeof next === "string" ? next : undefined;
  }
  return at;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function textField(value: Readonly<Record<string, unknown>> | undefined, name: string): string | undefined {
  const field = value?.[name];
  return typeof field === "string" && field !== "" ? field : undefined;
}
