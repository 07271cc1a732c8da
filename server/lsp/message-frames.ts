import { type Readable, Transform } from "node:stream";

/** Headers have a hundred bytes. */
const MAX_HEADER_BYTES = 8 * 1024;

const MAX_BODY_BYTES = 1024 * 1024 * 1024;

/**
 * The same bytes, looked at on their way: `broken` is called once when they are not messages of the base protocol, for then nobody can
 * tell where the next message begins, and whoever waits for it waits for ever.
 * https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol
 */
export function checkedFrames(input: Readable, broken: (reason: string) => void): Readable {
  const frames = new Frames();
  let isBroken = false;
  const check = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const fault = isBroken ? undefined : frames.take(chunk);
      if (fault !== undefined) {
        isBroken = true;
        broken(fault);
      }
      done(undefined, chunk);
    },
  });
  return input.pipe(check);
}

class Frames {
  private header = "";
  /** Bytes of the current body that are still to come. */
  private left = 0;

  /** What is wrong with the bytes. */
  take(chunk: Buffer): string | undefined {
    for (let at = 0; at < chunk.length; ) {
      if (this.left > 0) {
        const taken = Math.min(this.left, chunk.length - at);
        this.left -= taken;
        at += taken;
        continue;
      }
      // A body may begin in this chunk: what is too much of it is given back.
      const piece = chunk.toString("latin1", at, at + MAX_HEADER_BYTES);
      const before = this.header.length;
      this.header += piece;
      const end = this.header.indexOf("\r\n\r\n");
      const header = end < 0 ? this.header : this.header.slice(0, end);
      if (header.length > MAX_HEADER_BYTES) return "the headers have no end";
      if (/(?:^|[^\r])\n/.test(header)) return "a line of the headers ends without a carriage return";
      if (end < 0) {
        at += piece.length;
        continue;
      }
      const length = /(?:^|\r\n)content-length: *(\d+) *(?:\r\n|$)/i.exec(header)?.[1];
      if (length === undefined) return "the headers have no Content-Length that is a number";
      if (Number(length) > MAX_BODY_BYTES) return `a message of ${length} bytes is announced`;
      this.left = Number(length);
      at += end + 4 - before;
      this.header = "";
    }
    return undefined;
  }
}
