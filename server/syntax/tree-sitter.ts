import { asciiAt, needsOf, startModule, wasmNumber } from "./wasm.ts";

/** Tree-sitter's own parser, which reads any text. */
export class TreeSitter {
  readonly #started: Started;
  readonly #parser: number;
  readonly #inputBuffer: number;
  readonly #types: readonly string[];

  /**
   * `runtime` = web-tree-sitter.wasm, whose functions are called as its JavaScript does; that can only be loaded asynchronously, and
   * the one who parses cannot wait. `grammar` = tree-sitter-nix.wasm. Throws an Error when they are not.
   */
  constructor(runtime: WebAssembly.Module, grammar: WebAssembly.Module) {
    this.#started = start(runtime, grammar);
    const { functions, language, memory } = this.#started;
    functions.ts_parser_new_wasm();
    this.#parser = this.#transferred(0);
    this.#inputBuffer = this.#transferred(1);
    if (!functions.ts_parser_set_language(this.#parser, language)) throw new Error("tree-sitter refuses the grammar");
    this.#types = Array.from({ length: functions.ts_language_symbol_count(language) }, (_, symbol) =>
      asciiAt(memory, functions.ts_language_symbol_name(language, symbol)),
    );
  }

  /** Gives what `read` makes of the text's tree, which is gone afterwards; undefined when parsing takes longer, in milliseconds. */
  withTree<Result>(text: string, longest: number, read: (tree: Tree) => Result): Result | undefined {
    const { functions, asked } = this.#started;
    asked.text = text;
    asked.deadline = performance.now() + longest;
    const tree = functions.ts_parser_parse_wasm(this.#parser, this.#inputBuffer, 0, 0, 0);
    if (tree === 0) {
      functions.ts_parser_reset(this.#parser);
      return undefined;
    }
    const result = read(new Tree(functions, tree, this.#types));
    functions.ts_tree_delete(tree);
    return result;
  }

  /** What a function has left in the buffer for results. */
  #transferred(index: number): number {
    const { memory, transferBuffer } = this.#started;
    return new DataView(memory.buffer).getInt32(transferBuffer + index * 4, true);
  }
}

export class Tree {
  /** Whether the text is not sound. */
  readonly hasError: boolean;
  readonly #functions: Functions;
  readonly #tree: number;
  readonly #types: readonly string[];

  constructor(functions: Functions, tree: number, types: readonly string[]) {
    this.#functions = functions;
    this.#tree = tree;
    this.#types = types;
    functions.ts_tree_root_node_wasm(tree);
    this.hasError = functions.ts_node_has_error_wasm(tree) !== 0;
  }

  /** Gives what `read` makes of the nodes; the cursor begins at the root. It must neither parse nor walk through another tree. */
  walk<Result>(read: (cursor: TreeCursor) => Result): Result {
    this.#functions.ts_tree_root_node_wasm(this.#tree);
    this.#functions.ts_tree_cursor_new_wasm(this.#tree);
    const result = read(new TreeCursor(this.#functions, this.#tree, this.#types));
    this.#functions.ts_tree_cursor_delete_wasm(this.#tree);
    return result;
  }
}

/** Where a walk through a tree has come to. The place lies in tree-sitter's buffer for results. Offsets are UTF-16. */
export class TreeCursor {
  readonly #functions: Functions;
  readonly #tree: number;
  readonly #types: readonly string[];

  constructor(functions: Functions, tree: number, types: readonly string[]) {
    this.#functions = functions;
    this.#tree = tree;
    this.#types = types;
  }

  get type(): string {
    return this.#types[this.#functions.ts_tree_cursor_current_node_type_id_wasm(this.#tree)] ?? "ERROR";
  }
  get isNamed(): boolean {
    return this.#functions.ts_tree_cursor_current_node_is_named_wasm(this.#tree) !== 0;
  }
  /** Whether tree-sitter has made it up. */
  get isMissing(): boolean {
    return this.#functions.ts_tree_cursor_current_node_is_missing_wasm(this.#tree) !== 0;
  }
  get start(): number {
    return this.#functions.ts_tree_cursor_start_index_wasm(this.#tree);
  }
  get end(): number {
    return this.#functions.ts_tree_cursor_end_index_wasm(this.#tree);
  }
  /** The following go somewhere else, if there is such a node, and say whether. */
  toFirstChild(): boolean {
    return this.#functions.ts_tree_cursor_goto_first_child_wasm(this.#tree) !== 0;
  }
  toNextSibling(): boolean {
    return this.#functions.ts_tree_cursor_goto_next_sibling_wasm(this.#tree) !== 0;
  }
  toParent(): boolean {
    return this.#functions.ts_tree_cursor_goto_parent_wasm(this.#tree) !== 0;
  }
}

const functionNames = [
  "calloc",
  "ts_init",
  "ts_language_symbol_count",
  "ts_language_symbol_name",
  "ts_node_has_error_wasm",
  "ts_parser_new_wasm",
  "ts_parser_parse_wasm",
  "ts_parser_reset",
  "ts_parser_set_language",
  "ts_tree_cursor_current_node_is_missing_wasm",
  "ts_tree_cursor_current_node_is_named_wasm",
  "ts_tree_cursor_current_node_type_id_wasm",
  "ts_tree_cursor_delete_wasm",
  "ts_tree_cursor_end_index_wasm",
  "ts_tree_cursor_goto_first_child_wasm",
  "ts_tree_cursor_goto_next_sibling_wasm",
  "ts_tree_cursor_goto_parent_wasm",
  "ts_tree_cursor_new_wasm",
  "ts_tree_cursor_start_index_wasm",
  "ts_tree_delete",
  "ts_tree_root_node_wasm",
] as const;

type Functions = Readonly<Record<(typeof functionNames)[number], (...values: number[]) => number>>;

interface Started {
  readonly memory: WebAssembly.Memory;
  readonly functions: Functions;
  /** The address of the grammar. */
  readonly language: number;
  readonly transferBuffer: number;
  /** What is being parsed. */
  readonly asked: { text: string; deadline: number };
}

const PAGE = 65_536;
const INITIAL_PAGES = 512;
const MOST_PAGES = 32_768;
const STACK = PAGE;
/** Where the data begins, so that no address is 0. */
const BASE = 1024;
const ALIGNMENT = 16;

function start(runtime: WebAssembly.Module, grammar: WebAssembly.Module): Started {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MOST_PAGES });
  const table = new WebAssembly.Table({ initial: 1, element: "anyfunc" });
  const stackEnd = aligned(BASE + needsOf(runtime).memory);
  const heap = stackEnd + STACK;
  const place = { memory, table, stackPointer: wasmNumber(heap, true) };
  const asked = { text: "", deadline: 0 };
  const functions = startModule<Functions>(runtime, place, BASE, {
    env: callbacks(memory, asked),
    wasi_snapshot_preview1: { fd_write: () => 0, fd_seek: () => 0, fd_close: () => 0 },
    "GOT.mem": {
      __stack_low: wasmNumber(stackEnd, true),
      __stack_high: wasmNumber(heap, true),
      __heap_base: wasmNumber(heap, true),
    },
  });
  for (const name of functionNames) {
    if (typeof functions[name] !== "function") throw new Error(`web-tree-sitter.wasm has no function ${name}`);
  }
  const base = aligned(functions.calloc(needsOf(grammar).memory + ALIGNMENT, 1));
  const { tree_sitter_nix } = startModule<{ tree_sitter_nix(): number }>(grammar, place, base);
  return { memory, functions, language: tree_sitter_nix(), transferBuffer: functions.ts_init(), asked };
}

function aligned(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

/** What tree-sitter calls. */
function callbacks(memory: WebAssembly.Memory, asked: Started["asked"]): WebAssembly.Imports[string] {
  return {
    tree_sitter_parse_callback: (buffer, index, _row, _column, length) => {
      const count = Math.max(0, Math.min(asked.text.length - index, CHUNK));
      Buffer.from(memory.buffer, buffer, count * 2).write(asked.text.slice(index, index + count), "utf16le");
      new DataView(memory.buffer).setUint32(length, count, true);
    },
    tree_sitter_progress_callback: () => Number(performance.now() > asked.deadline),
    tree_sitter_query_progress_callback: () => 0,
    tree_sitter_log_callback: () => {},
    emscripten_resize_heap: (size) => Number(grow(memory, size >>> 0)),
    _abort_js: () => {
      throw new WebAssembly.RuntimeError("tree-sitter gives up");
    },
  };
}

/** In characters; tree-sitter's own buffer has 10 KiB. */
const CHUNK = 5119;

function grow(memory: WebAssembly.Memory, size: number): boolean {
  const lacking = Math.ceil((size - memory.buffer.byteLength) / PAGE);
  const pages = memory.buffer.byteLength / PAGE;
  if (pages + lacking > MOST_PAGES) return false;
  // A little more than asked for, so that there are few steps.
  memory.grow(Math.min(MOST_PAGES - pages, lacking + pages / 8));
  return true;
}
