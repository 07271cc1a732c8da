// What is used of a global that neither the types of Node nor the language's own library declare.
// biome-ignore lint/style/noNamespace: it is one
declare namespace WebAssembly {
  type Import = ((...values: number[]) => unknown) | Global | Memory | Table;
  type Imports = Readonly<Record<string, Readonly<Record<string, Import>>>>;

  class Module {
    constructor(bytes: Uint8Array);
    static customSections(module: Module, name: string): ArrayBuffer[];
  }
  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: object;
  }
  /** In pages of 64 KiB. */
  class Memory {
    constructor(size: { initial: number; maximum?: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Table {
    constructor(size: { initial: number; element: "anyfunc" });
    readonly length: number;
    grow(entries: number): number;
  }
  class Global {
    constructor(type: { value: "i32"; mutable: boolean }, value: number);
  }
  class RuntimeError extends Error {}
}
