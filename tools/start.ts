import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { fromRoot } from "../scripts/paths.mjs";
import { build } from "./build.ts";

const usage = `Usage: npm start [-- FLAKE] [--no-editor]

Prints the graph and the findings of the flake in the directory FLAKE (default: test/flakes/seed), then opens it in
VS Code: in \`code\` or \`codium\` from PATH, otherwise in code-server, at an address and with a
password that are printed. --no-editor leaves that out; so does a run in CI without a terminal.`;

/**
 * Builds, prints a flake's graph and findings, and opens an editor on it. Resolves to 0 when the graph could be printed
 * and the editor opened, whatever the findings are.
 */
export async function start(args: string[]): Promise<number> {
  const asked = parse(args);
  if (typeof asked === "string") {
    console.error(asked ? `${asked}\n\n${usage}` : usage);
    return asked ? 2 : 0;
  }
  const built = await build();
  if (built !== 0) return built;
  const graph = run(["graph", asked.flake]);
  if (graph !== 0) return graph;
  console.log();
  const check = run(["check", asked.flake]);
  if (check > 1) return check; // 1 says that there are findings
  return asked.editor ? (await import("./editor.ts")).openEditor(asked.flake) : 0;
}

/** A string says what is wrong; an empty one only asks for the usage. */
function parse(args: string[]): { flake: string; editor: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { "no-editor": { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help) return "";
    const [flake, ...more] = positionals;
    if (more.length > 0) return `One flake at a time: ${positionals.join(" ")}`;
    // npm changes into the package's directory; a path is meant from where the user stands.
    const from = process.env.INIT_CWD ?? process.cwd();
    return {
      flake: flake === undefined ? fromRoot("test", "flakes", "seed") : resolve(from, flake),
      editor: !values["no-editor"] && (process.stdin.isTTY || !process.env.CI),
    };
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    return reason.replace(/\. To specify.*/s, ""); // how to pass an argument that starts with "-"
  }
}

function run(args: string[]) {
  return spawnSync(process.execPath, [fromRoot("dist", "cli.js"), ...args], { stdio: "inherit" }).status ?? 1;
}
