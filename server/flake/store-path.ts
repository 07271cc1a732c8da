import { sha256 } from "@noble/hashes/sha2.js";

/** Where Nix keeps its store, as it counts for the names in it. */
export const STORE_DIRECTORY = "/nix/store";

const NIX_BASE32 = "0123456789abcdfghijklmnpqrsvwxyz";
const STORE_HASH_BYTES = 20;

/**
 * The name in the Nix store of a source tree with this hash: `<hash>-source`. `narHash` is a lock file's, `sha256-<base64>`;
 * undefined for any other text. See "Store path specification" in the manual of Nix.
 */
export function sourceStoreName(narHash: string): string | undefined {
  const encoded = /^sha256-([A-Za-z0-9+/]{43}=)$/.exec(narHash)?.[1];
  if (encoded === undefined) return undefined;
  const hex = hexOf(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  const fingerprint = new TextEncoder().encode(`source:sha256:${hex}:${STORE_DIRECTORY}:source`);
  return `${nixBase32(folded(sha256(fingerprint), STORE_HASH_BYTES))}-source`;
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes behind the wanted number are mixed into those before it. */
function folded(hash: Uint8Array, wanted: number): Uint8Array {
  const result = new Uint8Array(wanted);
  hash.forEach((byte, index) => {
    result[index % wanted] = (result[index % wanted] ?? 0) ^ byte;
  });
  return result;
}

/** Nix' own base 32: the least significant five bits of the whole come last. */
function nixBase32(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 5);
  let text = "";
  for (let digit = length - 1; digit >= 0; digit--) {
    const bit = digit * 5;
    const pair = (bytes[bit >> 3] ?? 0) | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
    text += NIX_BASE32.charAt((pair >> (bit & 7)) & 31);
  }
  return text;
}
