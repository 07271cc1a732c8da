import type { LineIndex, Range, Span } from "../text.ts";

/** How the places of one flake are written down for readers outside of it. */
export interface Places {
  /** Relative to the flake's directory; `.` for that directory itself. A path outside of it stays absolute. */
  readonly pathOf: (path: string) => string;
  readonly rangeOf: (span: Span) => Range;
  /** `cells/a.nix:3`; the line counts from one. */
  readonly lineOf: (span: Span) => string;
  /** A message with the paths in it relative to the flake, so that it reads the same on every machine. */
  readonly wordsOf: (message: string) => string;
}

/** `directory` is the flake's. The line index of a file that cannot be read may be that of an empty text. */
export function placesIn(directory: string, lineIndex: (file: string) => LineIndex): Places {
  const pathOf = (path: string) => relativePath(directory, path);
  const rangeOf = (span: Span) => lineIndex(span.file).rangeOf(span);
  const lineOf = (span: Span) => `${pathOf(span.file)}:${rangeOf(span).start.line + 1}`;
  const wordsOf = (message: string) => (directory === "/" ? message : message.replaceAll(`${directory}/`, ""));
  return { pathOf, rangeOf, lineOf, wordsOf };
}

function relativePath(directory: string, path: string): string {
  if (path === directory) return ".";
  const prefix = directory.endsWith("/") ? directory : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
