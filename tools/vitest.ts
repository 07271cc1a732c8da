import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromRoot } from "../scripts/paths.mjs";
import type { Tally } from "./tally.ts";

/** Runs one project of vitest.config.ts and counts from its JSON report. Rejects with an Error when there is none. */
export async function runProject(project: string): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "dendritic-test-"));
  try {
    const report = join(folder, "report.json");
    const vitest = fromRoot("node_modules", "vitest", "vitest.mjs");
    const words = [vitest, "run", "--project", project, "--reporter=default", "--reporter=json"];
    const options = { cwd: fromRoot(), stdio: "inherit" } as const;
    const { status } = spawnSync(process.execPath, [...words, `--outputFile.json=${report}`], options);
    return count(readReport(report, project), status === 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type FileReport = { status: string; assertionResults: unknown[] };
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: FileReport[];
};

/**
 * A file that could not be loaded has no tests in the report, and an error outside every test has no place in it;
 * neither may pass for success.
 */
function count(report: Report, succeeded: boolean) {
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !succeeded ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readReport(file: string, project: string): Report {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Error(`vitest wrote no report for the project ${project}; its own message stands above.`);
  }
}
