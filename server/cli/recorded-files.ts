import { createHash } from "node:crypto";
import type { SourceFiles } from "../nix/value.ts";

/** Everything that was asked about files, with digests of the answers. Plain data. */
export type FileRecord = readonly FileAnswer[];

export type FileAnswer = readonly [question: FileQuestion, path: string, digest: string];

const questions = ["read", "obstacle", "kind", "list", "readable"] as const;
export type FileQuestion = (typeof questions)[number];

/** Files that remember what they were asked. `record` gives all of that so far. */
export function recordedFiles(files: SourceFiles): { readonly files: SourceFiles; readonly record: () => FileRecord } {
  const asked = new Map<FileQuestion, Map<string, unknown>>(questions.map((question) => [question, new Map()]));
  const noting =
    <Question extends FileQuestion>(question: Question) =>
    (path: string): ReturnType<SourceFiles[Question]> => {
      const answer = files[question](path);
      asked.get(question)?.set(path, answer);
      return answer as ReturnType<SourceFiles[Question]>;
    };
  return {
    files: {
      read: noting("read"),
      obstacle: noting("obstacle"),
      kind: noting("kind"),
      list: noting("list"),
      readable: noting("readable"),
    },
    record: () =>
      [...asked].flatMap(([question, answers]) =>
        [...answers].map(([path, answer]): FileAnswer => [question, path, digestOf(answer)]),
      ),
  };
}

/** Whether the files would give all the same answers. False for what is not a record. */
export function stillHolds(record: unknown, files: SourceFiles): boolean {
  return (
    Array.isArray(record) &&
    record.every(
      (entry) =>
        Array.isArray(entry) &&
        isQuestion(entry[0]) &&
        typeof entry[1] === "string" &&
        digestOf(files[entry[0]](entry[1])) === entry[2],
    )
  );
}

function isQuestion(word: unknown): word is FileQuestion {
  return questions.some((question) => question === word);
}

/** Short answers stand for themselves. */
function digestOf(answer: unknown): string {
  if (Array.isArray(answer)) return hashed(JSON.stringify(answer.map(({ name, kind }) => [name, kind]).sort()));
  if (answer === undefined) return "";
  const text = String(answer);
  return text.length <= 20 ? `=${text}` : hashed(text);
}

function hashed(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
