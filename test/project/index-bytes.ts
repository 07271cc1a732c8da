/** What an index is made of. */
export interface IndexParts {
  readonly version: 2 | 3 | 4;
  /** In the index's order; `flags` are the further ones of version 3. */
  readonly entries: readonly { readonly path: string; readonly mode?: number; readonly flags?: number }[];
  readonly hashBytes?: 20 | 32;
  /** Name and content of what follows the entries. */
  readonly extensions?: readonly (readonly [string, string])[];
}

/** Bytes as git writes them, with zeros for times and hashes. */
export function indexBytes({ version, entries, hashBytes = 20, extensions = [] }: IndexParts): Uint8Array {
  const bytes: number[] = [...utf8("DIRC"), ...word(version), ...word(entries.length)];
  let previous: readonly number[] = [];
  for (const { path, mode = 0o100644, flags } of entries) {
    const name = utf8(path);
    const length = Math.min(name.length, 0xfff) | (flags === undefined ? 0 : 0x4000);
    const stat = [...zeros(24), ...word(mode), ...zeros(12), ...zeros(hashBytes)];
    const entry = [...stat, ...half(length), ...(flags === undefined ? [] : half(flags))];
    if (version === 4) entry.push(...shortened(name, previous), 0);
    else {
      entry.push(...name);
      entry.push(...zeros(8 - (entry.length % 8)));
    }
    bytes.push(...entry);
    previous = name;
  }
  for (const [name, content] of extensions) bytes.push(...utf8(name), ...word(content.length), ...utf8(content));
  return Uint8Array.from([...bytes, ...zeros(hashBytes)]);
}

function shortened(name: readonly number[], previous: readonly number[]): readonly number[] {
  let same = 0;
  while (same < previous.length && same < name.length && previous[same] === name[same]) same++;
  return [...offset(previous.length - same), ...name.slice(same)];
}

/** As offsets in packs are written. */
function offset(value: number): readonly number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) {
    rest -= 1;
    bytes.unshift(0x80 | (rest & 0x7f));
  }
  return bytes;
}

function word(value: number): readonly number[] {
  return [...half(value >>> 16), ...half(value & 0xffff)];
}

function half(value: number): readonly number[] {
  return [value >> 8, value & 0xff];
}

function zeros(count: number): readonly number[] {
  return new Array<number>(count).fill(0);
}

function utf8(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}
