// Builds dist/tree-sitter-nix.wasm from the C sources of npm's `tree-sitter-nix` and our own driver of its tables
// (server/syntax/lr-driver.c).
//
// The wasm is not committed: it is built from sources pinned in package-lock.json by a compiler pinned there too, the
// bytes come out the same everywhere, and the digest below proves it. A committed binary would have to be trusted.
// The first build takes up to half a minute; a copy in node_modules/.cache makes `rm -rf dist` cheap.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fromRoot } from "../scripts/paths.mjs";
import { undecidedActions } from "./grammar-tables.ts";

/** SHA-256 of the wasm that the driver, `tree-sitter-nix` 0.0.2 and `@yowasp/clang` 22.0.0-git20542-10 give. */
const digest = "9d64304adba3989b96ca51437e11f9080b97cf7132b21329e525b0cf40a46acf";

const target = fromRoot("dist", "tree-sitter-nix.wasm");
const driver = fromRoot("server", "syntax", "lr-driver.c");

const runtime = "web-tree-sitter.wasm";

/** Puts the parser's runtime and its grammar into dist/, unless they are there already. Rejects as `ensureGrammar` does. */
export async function ensureParser(report: (line: string) => void): Promise<void> {
  const bytes = readFileSync(fromRoot("node_modules", "web-tree-sitter", runtime));
  const place = fromRoot("dist", runtime);
  if (!existsSync(place) || !readFileSync(place).equals(bytes)) writeWhole(place, bytes);
  await ensureGrammar(report);
}

/**
 * Puts the grammar into dist/, from the cache or by compiling it. Does nothing when it is there already.
 * Rejects when the compiler fails or the bytes are not the expected ones.
 */
async function ensureGrammar(report: (line: string) => void) {
  const name = `tree-sitter-nix-${digest.slice(0, 16)}-${digestOf(readFileSync(driver)).slice(0, 16)}.wasm`;
  const cached = fromRoot("node_modules", ".cache", "dendritic-nix", name);
  const known = readExpected(cached);
  if (known) return readExpected(target) ? undefined : writeWhole(target, known);
  report("Compiling the Nix grammar to WebAssembly (once, up to half a minute)…");
  const wasm = await compile();
  const actual = digestOf(wasm);
  if (actual !== digest) throw new Error(`The grammar has digest ${actual}, expected ${digest} (tools/grammar.ts).`);
  writeWhole(cached, wasm);
  writeWhole(target, wasm);
}

async function compile() {
  const files = sources();
  const undecided = undecidedActions(files["parser.c"].toString());
  if (undecided.length > 0) throw new Error(`The driver cannot decide between these actions:\n${undecided.join("\n")}`);
  const { commands, Exit } = await import("@yowasp/clang");
  const messages: string[] = [];
  const collect = (bytes: Uint8Array | null) => void (bytes && messages.push(Buffer.from(bytes).toString()));
  // A call without arguments only loads the compiler; a later call would report that to the terminal.
  await commands.clang(undefined, undefined, { fetchProgress: () => {} });
  try {
    const output = await commands.clang(compilerArguments, files, { stdout: collect, stderr: collect });
    const wasm = output?.["tree-sitter-nix.wasm"];
    if (wasm instanceof Uint8Array) return wasm;
  } catch (failure) {
    if (!(failure instanceof Exit)) throw failure;
  }
  throw new Error(`The grammar does not compile:\n${messages.join("")}`);
}

const compilerArguments = [
  ...["--target=wasm32-wasip1", "-Os", "-fPIC", "-fvisibility=hidden", "-std=c11", "-shared", "-nostdlib", "-I."],
  ...["-Wl,--export=tree_sitter_nix", "-Wl,--allow-undefined", "-Wl,--no-entry", "-Wl,--experimental-pic"],
  ...["-Wl,--strip-debug", "parser.c", "scanner.c", "lr-driver.c", "-o", "tree-sitter-nix.wasm"],
];

function sources() {
  const folder = fromRoot("node_modules", "tree-sitter-nix", "src");
  const headers = join(folder, "tree_sitter");
  return {
    "parser.c": readFileSync(join(folder, "parser.c")),
    "scanner.c": readFileSync(join(folder, "scanner.c")),
    "lr-driver.c": readFileSync(driver),
    tree_sitter: Object.fromEntries(readdirSync(headers).map((name) => [name, readFileSync(join(headers, name))])),
  };
}

/** The file's bytes if they are the expected ones. */
function readExpected(file: string) {
  try {
    const bytes = readFileSync(file);
    return digestOf(bytes) === digest ? bytes : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(bytes: Uint8Array) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Two builds at once must never leave half a file: write beside the target, then rename. */
function writeWhole(file: string, bytes: Uint8Array) {
  mkdirSync(join(file, ".."), { recursive: true });
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, bytes);
  renameSync(beside, file);
}
