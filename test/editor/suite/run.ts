import { writeFileSync } from "node:fs";
import { tests } from "./editor.ts";

/** Called by VS Code inside the extension host. The outcome goes into a file: the exit code would also be 0 for a killed host. */
export async function run(): Promise<void> {
  const passed: string[] = [];
  const failed: string[] = [];
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      passed.push(name);
    } catch (failure) {
      failed.push(`${name}: ${failure instanceof Error ? (failure.stack ?? failure.message) : failure}`);
    }
  }
  writeFileSync(process.env.DENDRITIC_TEST_REPORT ?? "", JSON.stringify({ passed, failed }));
}
