import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vitest/config";

if (!("groupBy" in Map))
  throw new Error(
    `Node ${process.version} is too old for the tests: take 22.12 or newer, or \`npm run one\`, which takes the right one.`,
  );

/** Nix files are imported as their text, as in the bundles. */
const nixText: Plugin = {
  name: "nix-text",
  load: (id) => (id.endsWith(".nix") ? `export default ${JSON.stringify(readFileSync(id, "utf8"))};` : undefined),
};

/** One project per ring of tests (tools/rings.ts). `cli` runs the built dist/cli.js, `lsp` dist/server.js. */
export default defineConfig({
  plugins: [nixText],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          include: ["test/**/*.test.ts"],
          exclude: ["test/cli/**", "test/lsp/**", "test/editor/**", "test/flakes/**"],
          setupFiles: ["test/property-seed.ts"],
          testTimeout: 60_000,
        },
      },
      { extends: true, test: { name: "cli", include: ["test/cli/**/*.test.ts"], testTimeout: 120_000 } },
      {
        extends: true,
        test: {
          name: "editor",
          include: ["test/editor/**/*.test.ts"],
          testTimeout: 150_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      { extends: true, test: { name: "lsp", include: ["test/lsp/**/*.test.ts"], testTimeout: 120_000 } },
    ],
  },
});
