import { isMainThread, Worker, workerData } from "node:worker_threads";
import { build } from "./build.ts";
import { ensureParser } from "./grammar.ts";

/** What an npm script does once the packages are there. */
export interface Command {
  /** vitest and the editor tests need a newer Node than what we ship. */
  readonly developmentNode?: boolean;
  /** Evaluates what may nest as deeply as Nix's own limit allows, which takes a larger stack than the main thread has. */
  readonly deep?: boolean;
  /** Resolves to the exit code. */
  readonly run: (args: string[]) => Promise<number>;
}

/** Each is loaded when it runs: some parts of the tests read the built grammar as soon as they are loaded. */
export const commands: Readonly<Record<string, Command>> = {
  setup: { run: build },
  build: { run: build },
  package: { run: async () => (await import("./package.ts")).pack() },
  start: { run: async (args) => (await import("./start.ts")).start(args) },
  lint: { run: async (args) => (await import("./static.ts")).lint(args) },
  types: { run: async (args) => (await import("./static.ts")).types(args) },
  bench: judge(async (args) => (await import("./bench/bench.ts")).bench(args)),
  docs: judge(async (args) => (await import("./docs.ts")).docs(args)),
  test: { developmentNode: true, run: async (args) => (await import("./test.ts")).test(args) },
  verify: { developmentNode: true, run: async (args) => (await import("./test.ts")).test(args) },
  conformance: judge(async (args) => (await import("./conformance/language.ts")).languageConformance(args)),
  "lib-conformance": judge(async (args) => (await import("./conformance/lib.ts")).libConformance(args)),
  "module-conformance": judge(async (args) => (await import("./conformance/modules.ts")).moduleConformance(args)),
  "nix-verdicts": judge(async (args) => (await import("./conformance/verdicts.ts")).verdicts(args)),
  edits: judge(async (args) => (await import("./edits.ts")).edits(args)),
  facts: judge(async (args) => (await import("./conformance/facts.ts")).facts(args)),
  mutants: judge(async (args) => (await import("./mutants.ts")).mutants(args)),
  profile: judge(async (args) => (await import("./profile.ts")).profile(args)),
  renames: judge(async (args) => (await import("./renames.ts")).renames(args)),
  same: { run: async (args) => (await import("./same.ts")).same(args) },
  sweep: judge(async (args) => (await import("./sweep.ts")).sweep(args)),
};

/** Runs a command of the table; resolves to the exit code. */
export async function run(name: string, args: string[]): Promise<number> {
  const command = commands[name];
  if (!command) return 2;
  return command.deep && isMainThread ? inDeepThread(name, args) : command.run(args);
}

/** What analyses flakes or evaluates Nix: it needs the parser in dist/, and a large stack. */
function judge(run: Command["run"]): Command {
  const withParser = async (args: string[]) => {
    await ensureParser(console.error);
    return run(args);
  };
  return { deep: true, run: withParser };
}

/** Runs this same file in a thread with a stack of 256 MB, of which only what is used is taken from the system. */
function inDeepThread(name: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), {
      workerData: { name, args },
      execArgv: [],
      resourceLimits: { stackSizeMb: 256 },
    });
    thread.once("error", reject);
    thread.once("exit", resolve);
  });
}

if (!isMainThread) process.exitCode = await run(workerData.name, workerData.args);
