import { createHash } from "node:crypto";
import type { SnapshotSource } from "../project/snapshot.ts";
import type { Answer, Style } from "./command-answer.ts";
import type { FlakeRequest } from "./command-arguments.ts";
import { stillHolds } from "./recorded-files.ts";

/** Whether the answer is kept: a baseline is a file that only the command itself reads. */
export function isKept(question: FlakeRequest): boolean {
  if (!question.cache) return false;
  return question.kind === "graph" || (question.baseline === undefined && question.baselineToWrite === undefined);
}

/** What an answer depends on beside the flake's files. */
export function keyOf(
  { directory, inputs, storeDirectory }: SnapshotSource,
  question: FlakeRequest,
  { paint, version }: Style,
): string {
  const { kind, format, path } = question;
  const levels = question.kind === "check" ? [[...question.rules], question.mostWarnings] : [];
  const colours = paint("strong", "");
  return JSON.stringify([kind, format, path, levels, directory, [...(inputs ?? [])], storeDirectory, colours, version]);
}

/** The answer in what was read from a cache, if the flake is still as it was. */
export function keptAnswer(kept: unknown, source: SnapshotSource): Answer | undefined {
  if (typeof kept !== "object" || kept === null || !("record" in kept && "tracked" in kept && "answered" in kept))
    return;
  if (kept.tracked !== trackedDigest(source) || !stillHolds(kept.record, source.files)) return;
  return kept.answered as Answer;
}

/** Of what git tracks; empty where everything counts. */
export function trackedDigest({ repository }: SnapshotSource): string {
  if (!repository) return "";
  const hash = createHash("sha256").update(repository.directory);
  for (const path of [...repository.tracked].sort()) hash.update(`\n${path}`);
  return hash.digest("base64url");
}
