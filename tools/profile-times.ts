import { readFileSync } from "node:fs";
import type { Profiler } from "node:inspector/promises";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

export type Profile = Profiler.Profile;

/** A function, and how long it ran itself. */
export interface SelfTime {
  readonly milliseconds: number;
  readonly name: string;
  /** `server/nix/thunk.ts:12`; empty for what is not a function of ours. */
  readonly place: string;
  /** The part of the server, or what else it is. */
  readonly folder: string;
}

/** Longest first. Places are those of the sources, as the source map in the bundle says. */
export function selfTimes({ nodes, samples = [], timeDeltas = [] }: Profile): readonly SelfTime[] {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const source = sourcesOfBundle();
  const times = new Map<string, SelfTime>();
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id);
    if (!frame || frame.functionName === "(idle)" || isProfiler(frame)) continue;
    const place = source(frame) ?? "";
    const key = `${frame.functionName} ${place}`;
    const known = times.get(key)?.milliseconds ?? 0;
    const milliseconds = known + (timeDeltas[index] ?? 0) / 1000;
    times.set(key, { milliseconds, name: nameOf(frame), place, folder: folderOf(frame, place) });
  }
  return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}

type Frame = Profiler.ProfileNode["callFrame"];

/** The call that starts and ends the profile. */
function isProfiler({ functionName, url }: Frame): boolean {
  return functionName === "post" && url === "";
}

function nameOf({ functionName }: Frame): string {
  return functionName || "(anonymous)";
}

/** `server/nix/builtins` of a file in it. */
function folderOf(frame: Frame, place: string): string {
  if (place !== "") return place.slice(0, place.lastIndexOf("/"));
  return frame.functionName.startsWith("(") ? frame.functionName : frame.url.startsWith("wasm:") ? "wasm" : "Node";
}

/** This code runs in a bundle that holds its own source map. */
function sourcesOfBundle(): (frame: Frame) => string | undefined {
  const bundle = import.meta.url;
  const text = readFileSync(fileURLToPath(bundle), "utf8");
  const encoded = /\/\/# sourceMappingURL=data:[^,]*,(\S+)\s*$/.exec(text)?.[1] ?? "";
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  return ({ url, lineNumber, columnNumber }) => {
    if (url !== bundle && url !== fileURLToPath(bundle)) return undefined;
    const entry = map.findEntry(lineNumber, columnNumber);
    if (!("originalSource" in entry)) return undefined;
    return `${entry.originalSource.replace(/^(\.\.\/)+/, "")}:${entry.originalLine + 1}`;
  };
}
