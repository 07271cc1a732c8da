import { kindOf } from "./nodes.ts";
import { asciiAt, needsOf, startModule, wasmNumber } from "./wasm.ts";

/**
 * Gives the records of a sound text (see `nodesOf`), which the next call overwrites. `broken`: the text is not sound. Undefined: that is
 * not known, since the text is unusual: without any code, very deeply nested, with a NUL, or much work to scan.
 */
export type LrParser = (text: string) => Int32Array | "broken" | undefined;

/** A quick parser: `lr-driver.c` with the grammar's own tables, lexer and scanner. `grammar` = tree-sitter-nix.wasm. */
export function lrParser(grammar: WebAssembly.Module): LrParser {
  let driver = startDriver(grammar);
  return (text) => {
    if (driver.memory.buffer.byteLength > MOST_KEPT) driver = startDriver(grammar);
    try {
      return parseWith(driver, text);
    } catch (problem) {
      if (!(problem instanceof WebAssembly.RuntimeError)) throw problem;
      driver = startDriver(grammar);
      return undefined;
    }
  };
}

/** What the C file exports. */
interface DriverExports {
  symbol_count(): number;
  symbol_name(symbol: number): number;
  prepare(kinds: number): number;
  parse(text: number, length: number): number;
  records(): number;
}

interface Driver {
  readonly memory: WebAssembly.Memory;
  readonly exports: DriverExports;
  /** Where the text goes; what lies behind it is the driver's own. */
  readonly place: number;
}

const PAGE = 65_536;
const STACK = PAGE;
/** Memory never shrinks; what an enormous file has taken is given back before the next one. */
const MOST_KEPT = 32 * 1024 * 1024;

function startDriver(grammar: WebAssembly.Module): Driver {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const table = new WebAssembly.Table({ initial: 1, element: "anyfunc" });
  const stackPointer = wasmNumber(STACK, true);
  const exports = startModule<DriverExports>(grammar, { memory, table, stackPointer }, STACK);
  const kindsAt = STACK + needsOf(grammar).memory;
  const kinds = Array.from({ length: exports.symbol_count() }, (_, symbol) =>
    kindOf(asciiAt(memory, exports.symbol_name(symbol))),
  );
  new Uint8Array(memory.buffer, kindsAt).set(kinds);
  const place = exports.prepare(kindsAt);
  if (place === 0) throw new Error("the grammar does not fit its driver");
  return { memory, exports, place };
}

function parseWith({ memory, exports, place }: Driver, text: string): ReturnType<LrParser> {
  const size = text.length * 2;
  const lacking = place + size - memory.buffer.byteLength;
  if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE));
  Buffer.from(memory.buffer, place, size).write(text, "utf16le");
  const count = exports.parse(place, text.length);
  if (count > 0) return new Int32Array(memory.buffer, exports.records(), count * 4);
  return count < 0 ? "broken" : undefined;
}
