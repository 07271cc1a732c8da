// What whole processes cost.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export interface Cost {
  /** Of the process, its threads and its children: user and system, in milliseconds. */
  readonly cpu: number;
  /** The most memory that it held, in MB. Undefined where the system does not say (it has no /proc). */
  readonly peak: number | undefined;
}

/** The times of everything inside the braces go to bash's stderr, the process's id to the fourth stream. */
const TIMED = `TIMEFORMAT='%3U %3S'; time { "$0" "$@" 3>&- & echo $! >&3; wait $!; } >/dev/null 2>/dev/null`;

const POLLING_MILLISECONDS = 10;

/** Runs a program to its end, whatever its exit code is; what it prints is dropped. Rejects when there is no bash. */
export async function costOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Cost> {
  const bash = spawn("bash", ["-c", TIMED, command, ...args], { env, stdio: ["ignore", "ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve, reject) => bash.once("exit", resolve).once("error", reject));
  let peak: number | undefined;
  let polling: NodeJS.Timeout | undefined;
  const id = bash.stdio[3] as Readable;
  id.once("data", (given) => {
    const process = Number(String(given));
    polling = setInterval(() => {
      peak = memoryOf(process)?.peak ?? peak;
    }, POLLING_MILLISECONDS);
  });
  const times = await text(bash.stderr as Readable);
  await ended;
  clearInterval(polling);
  const [user = 0, system = 0] = times.trim().replaceAll(",", ".").split(" ").map(Number);
  return { cpu: (user + system) * 1000, peak };
}

export interface Memory {
  readonly now: number;
  readonly peak: number;
}

/** What a process holds and held at most, in MB. Undefined: it has ended, or the system does not say. */
export function memoryOf(process: number): Memory | undefined {
  try {
    const status = readFileSync(`/proc/${process}/status`, "utf8");
    const kilobytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s*(\\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN);
    const memory = { now: kilobytes("VmRSS") / 1024, peak: kilobytes("VmHWM") / 1024 };
    return Number.isNaN(memory.now) ? undefined : memory;
  } catch {
    return undefined;
  }
}
