const SIGNATURE = 0x44495243; // DIRC
const HEADER_BYTES = 12;
/** Times, device, inode, mode, owner and size of an entry; its object's hash follows. */
const STAT_BYTES = 40;
const HAS_MORE_FLAGS = 0x4000;
const NAME_LENGTH = 0x0fff;
/** The length of SHA-1 hashes, then that of SHA-256. The index does not say which its repository has. */
const HASH_BYTES = [20, 32] as const;

/**
 * The paths that a git index holds, relative to the repository: files, symlinks, submodules (their own directory only), also those
 * that are only intended to be added. Undefined for bytes that are not an index of version 2, 3 or 4, and for a split index, which holds
 * a part of the paths. The hash of the whole is not checked: git replaces an index in one step. The format:
 * https://git-scm.com/docs/index-format
 */
export function trackedPaths(index: Uint8Array): ReadonlySet<string> | undefined {
  const bytes = new DataView(index.buffer, index.byteOffset, index.byteLength);
  if (bytes.byteLength < HEADER_BYTES || bytes.getUint32(0) !== SIGNATURE) return undefined;
  for (const hashBytes of HASH_BYTES) {
    const paths = pathsIn({ bytes, version: bytes.getUint32(4), hashBytes, end: bytes.byteLength - hashBytes });
    if (paths) return paths;
  }
  return undefined;
}

interface Index {
  readonly bytes: DataView;
  readonly version: number;
  readonly hashBytes: number;
  /** Where the hash of the whole begins. */
  readonly end: number;
}

function pathsIn(index: Index): ReadonlySet<string> | undefined {
  if (index.version < 2 || index.version > 4) return undefined;
  const decoder = new TextDecoder();
  const paths = new Set<string>();
  let offset = HEADER_BYTES;
  let name: Uint8Array = new Uint8Array();
  for (let left = index.bytes.getUint32(8); left > 0; left--) {
    const entry = entryAt(index, offset, name);
    if (!entry) return undefined;
    ({ name, next: offset } = entry);
    paths.add(decoder.decode(name).replace(/\/$/, "")); // a directory of a sparse index ends with a slash
  }
  return endsWell(index, offset) ? paths : undefined;
}

interface Entry {
  readonly name: Uint8Array;
  /** Where the entry behind it begins. */
  readonly next: number;
}

/** Undefined when it is not an entry; so it turns out when the hashes have another length. */
function entryAt(index: Index, start: number, previous: Uint8Array): Entry | undefined {
  const { bytes, version, hashBytes, end } = index;
  const flagsAt = start + STAT_BYTES + hashBytes;
  if (flagsAt + 2 > end) return undefined;
  const flags = bytes.getUint16(flagsAt);
  const nameAt = flagsAt + (version > 2 && (flags & HAS_MORE_FLAGS) !== 0 ? 4 : 2);
  const written = version === 4 ? shortenedName(index, nameAt, previous) : plainName(index, nameAt, start);
  const length = flags & NAME_LENGTH;
  const fits = written && (length === NAME_LENGTH ? written.name.length >= length : written.name.length === length);
  return fits ? written : undefined;
}

/** Ended by as many zeros, one at least, as make the whole entry a multiple of eight bytes. */
function plainName(index: Index, nameAt: number, start: number): Entry | undefined {
  const zero = zeroFrom(index, nameAt);
  if (zero === undefined) return undefined;
  return { name: stretch(index, nameAt, zero), next: zero + 8 - ((zero - start) % 8) };
}

/** How many bytes of the name before are dropped, then the rest up to a zero. */
function shortenedName(index: Index, nameAt: number, previous: Uint8Array): Entry | undefined {
  const dropped = numberAt(index, nameAt);
  const zero = dropped && zeroFrom(index, dropped.next);
  if (!dropped || zero === undefined || dropped.value > previous.length) return undefined;
  const kept = previous.length - dropped.value;
  const rest = stretch(index, dropped.next, zero);
  const name = new Uint8Array(kept + rest.length);
  name.set(previous.subarray(0, kept));
  name.set(rest, kept);
  return { name, next: zero + 1 };
}

/** Seven bits per byte, the highest first; every further byte also counts one up. */
function numberAt({ bytes, end }: Index, start: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes.getUint8(at);
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return { value, next: at + 1 };
    value += 1;
  }
  return undefined;
}

function zeroFrom(index: Index, start: number): number | undefined {
  for (let at = start; at < index.end; at++) if (index.bytes.getUint8(at) === 0) return at;
  return undefined;
}

function stretch({ bytes }: Index, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

/** Whether extensions fill the rest, and none of them changes what the entries mean. A sparse index still names all that is on disk. */
function endsWell({ bytes, end }: Index, start: number): boolean {
  let at = start;
  while (at + 8 <= end) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((byte) => bytes.getUint8(at + byte)));
    if (!/^[A-Z]/.test(name) && name !== "sdir") return false; // must be understood; `link` is the split index
    at += 8 + bytes.getUint32(at + 4);
  }
  return at === end;
}
