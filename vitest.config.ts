import { defineConfig } from "vitest/config";

/** One project per ring of tests (tools/rings.ts). `cli` runs the built dist/cli.js, `lsp` dist/server.js. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "core",
          include: ["test/**/*.test.ts"],
          exclude: ["test/cli/**", "test/lsp/**", "test/editor/**", "test/flakes/**"],
          setupFiles: ["test/property-seed.ts"],
          testTimeout: 60_000,
        },
      },
      { test: { name: "cli", include: ["test/cli/**/*.test.ts"], testTimeout: 120_000 } },
      {
        test: {
          name: "editor",
          include: ["test/editor/**/*.test.ts"],
          testTimeout: 150_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      { test: { name: "lsp", include: ["test/lsp/**/*.test.ts"], testTimeout: 120_000 } },
    ],
  },
});
