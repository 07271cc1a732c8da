// How long an editor's questions take in process, once everything is known.
import { Bench } from "tinybench";
import { completion } from "../../server/features/completion/completion.ts";
import { hover } from "../../server/features/hover/hover.ts";
import { definition } from "../../server/features/navigation/definition.ts";
import { references } from "../../server/features/navigation/references.ts";
import { type View, viewOf } from "../../server/features/view.ts";
import { analyse } from "../../server/rules/analyse.ts";
import type { Place } from "../../server/subjects/live-flake.ts";
import { projectAt } from "../flake.ts";
import { chanceOf, pick } from "../text-edits.ts";

const questions = { definition, hover, completion, references } as const;

/** Milliseconds of each answer, by question: asked at this many words of the flake, the same ones for the same seed. */
export async function questionTimes(
  flake: string,
  count: number,
  seed: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const project = projectAt(flake);
  const view = viewOf(project, analyse(project.snapshot()));
  const places = wordsOf(view, count, seed);
  const bench = new Bench({
    time: 0,
    iterations: places.length,
    warmupTime: 0,
    warmupIterations: 10,
    retainSamples: true,
  });
  for (const [question, ask] of Object.entries(questions)) {
    let next = 0;
    bench.add(question, () => void ask(view, places[next++ % places.length] as Place));
  }
  const tasks = await bench.run();
  return new Map(
    tasks.map(({ name, result }) => [name, result.state === "completed" ? (result.latency.samples ?? []) : []]),
  );
}

/** Beginnings of words in any of the flake's files. */
export function wordsOf(
  { files, textOf }: Pick<View, "files" | "textOf">,
  count: number,
  seed: number,
): readonly Place[] {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, () => {
    const file = pick(chance, files) ?? "";
    const words = [...(textOf(file) ?? "").matchAll(/[a-zA-Z_][\w'-]*/g)];
    return { file, offset: pick(chance, words)?.index ?? 0 };
  });
}
