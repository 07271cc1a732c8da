/** The memory, table and stack that position-independent modules of C share. */
export interface WasmPlace {
  readonly memory: WebAssembly.Memory;
  readonly table: WebAssembly.Table;
  readonly stackPointer: WebAssembly.Global;
}

/** A global variable of linked modules; all of them are 32-bit numbers. */
export function wasmNumber(value: number, mutable: boolean): WebAssembly.Global {
  return new WebAssembly.Global({ value: "i32", mutable }, value);
}

/**
 * How many bytes of memory and entries of the table a position-independent module needs, as its section `dylink.0` says
 * (https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md). Throws an Error where there is none.
 */
export function needsOf(module: WebAssembly.Module): { readonly memory: number; readonly table: number } {
  const [section] = WebAssembly.Module.customSections(module, "dylink.0");
  const bytes = new Uint8Array(section ?? []);
  let at = 0;
  const read = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const kind = read();
    const end = read() + at;
    const [memory = 0, , table = 0] = [read(), read(), read()];
    if (kind === memoryInfo) return { memory, table };
    at = end;
  }
  throw new Error("the WebAssembly module cannot be linked");
}

const memoryInfo = 1;

/**
 * Starts a module whose data lies at `base`, where the memory must be zero; its functions go behind those in the table. Gives what it
 * exports, which nothing checks against `Exports`.
 */
export function startModule<Exports extends object>(
  module: WebAssembly.Module,
  { memory, table, stackPointer }: WasmPlace,
  base: number,
  imports: WebAssembly.Imports = {},
): Exports {
  const functionsBefore = table.length;
  table.grow(needsOf(module).table);
  const env = {
    memory,
    __indirect_function_table: table,
    __stack_pointer: stackPointer,
    __memory_base: wasmNumber(base, false),
    __table_base: wasmNumber(functionsBefore, false),
    ...imports.env,
  };
  const { exports } = new WebAssembly.Instance(module, { ...imports, env });
  const started = exports as Exports & { __wasm_apply_data_relocs?(): void; __wasm_call_ctors?(): void };
  started.__wasm_apply_data_relocs?.();
  started.__wasm_call_ctors?.();
  return started;
}

/** The ASCII text at an address, up to the NUL that ends it. */
export function asciiAt({ buffer }: WebAssembly.Memory, address: number): string {
  const bytes = new Uint8Array(buffer, address);
  return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
}
