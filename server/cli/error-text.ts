import { printable } from "../graph/paint.ts";
import type { Failure } from "../nix/value.ts";
import type { LineIndex, Span } from "../text.ts";

/** How texts and places are found for errors. */
export interface ErrorPlaces {
  readonly placeOf: (span: Span) => string;
  readonly textOf: (file: string) => string | undefined;
  readonly linesOf: (file: string) => LineIndex;
}

/** An error as Nix writes it on a terminal: the way to it, from the outside to the inside, then the message with its lines of code. */
export function errorText(
  { message, at, trace }: Pick<Failure, "message" | "at" | "trace">,
  places: ErrorPlaces,
): string {
  const steps = trace.toReversed().flatMap((entry) => [`… ${entry.text}`, ...excerpt(entry.at, places), ""]);
  const [first = "", ...others] = message.split("\n");
  if (steps.length === 0) return joined([`error: ${first}`, ...indented([...others, ...excerpt(at, places)])]);
  return joined(["error:", ...indented([...steps, `error: ${first}`, ...others, ...excerpt(at, places)])]);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `       ${line}`));
}

function joined(lines: readonly string[]): string {
  return `${lines.map(printable).join("\n")}\n`;
}

/** The place, and the line of code with the ones around it. */
function excerpt(at: Span | undefined, { placeOf, textOf, linesOf }: ErrorPlaces): string[] {
  if (!at) return [];
  const text = textOf(at.file);
  if (text === undefined) return [`at ${at.file}`];
  const lines = text.split(/\r\n|\r|\n/);
  const { line, character } = linesOf(at.file).positionAt(at.start);
  if ((lines[line] ?? "").length > LONGEST_LINE) return [`at ${placeOf(at)}`];
  const around = [line - 1, line, line + 1].flatMap((index) => {
    const code = lines[index];
    if (code === undefined || (index === lines.length - 1 && code === "")) return [];
    const shown = `${String(index + 1).padStart(5)}| ${code}`;
    return index === line ? [shown, `     | ${code.slice(0, character).replace(/[^\t]/g, " ")}^`] : [shown];
  });
  return [`at ${placeOf(at)}:`, ...around];
}

/** A longer line of code would only fill the screen. */
const LONGEST_LINE = 300;
