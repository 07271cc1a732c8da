/** Nix strings are bytes; ours are UTF-16. Lengths and offsets here are those of the UTF-8 bytes. */
export function byteLength(text: string): number {
  return isAscii(text) ? text.length : new TextEncoder().encode(text).length;
}

/** The bytes from `start` to `end` (clamped) as text; a character that a cut goes through becomes U+FFFD. */
export function sliceBytes(text: string, start: number, end: number | undefined): string {
  if (start === 0 && end === undefined) return text;
  if (isAscii(text)) return text.slice(start, end);
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(start, end));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
