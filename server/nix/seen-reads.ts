import type { Span } from "../text.ts";
import { isNativePath } from "./paths.ts";
import type { OptionPlace } from "./provenance.ts";
import type { Attribute } from "./value.ts";

/** A name in the code by which the evaluation looked something up. */
export interface SeenRead {
  readonly at: Span;
  /** What it found in the configurations of module systems. */
  readonly places: ReadonlySet<OptionPlace>;
  /** It found something else, too, or nothing. */
  readonly other: boolean;
  /** It found more places than are kept. */
  readonly more: boolean;
}

/** One piece of code may read the same of every host, but no more of it is kept than this. */
const MOST_PLACES = 500;

/** Which names in the code the evaluation came by, and what they named. Keeps a bounded number of places for each. */
export class Reads {
  private readonly files = new Map<string, Map<number, MutableRead> | undefined>();

  note(at: Span, attribute: Attribute | undefined): void {
    const inFile = this.ofFile(at.file);
    if (!inFile) return;
    let read = inFile.get(at.start);
    if (!read) {
      read = { at, places: undefined, other: false, more: false };
      inFile.set(at.start, read);
    }
    const place = attribute?.option;
    if (!place) read.other = true;
    else if (!read.places) read.places = new Set([place]);
    else if (read.places.size < MOST_PLACES) read.places.add(place);
    else read.more ||= !read.places.has(place);
  }

  all(): readonly SeenRead[] {
    const reads = [...this.files.values()].flatMap((inFile) => [...(inFile?.values() ?? [])]);
    const nothing: ReadonlySet<OptionPlace> = new Set();
    return reads.map((read) => ({ ...read, places: read.places ?? nothing }));
  }

  private ofFile(file: string): Map<number, MutableRead> | undefined {
    const known = this.files.get(file);
    if (known || this.files.has(file)) return known;
    const made = isNativePath(file) ? undefined : new Map<number, MutableRead>();
    this.files.set(file, made);
    return made;
  }
}

interface MutableRead extends Pick<SeenRead, "at"> {
  /** Undefined: none so far. Most names read no option. */
  places: Set<OptionPlace> | undefined;
  other: boolean;
  more: boolean;
}
