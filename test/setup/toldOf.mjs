// What of a report of vitest is told at the end, a line each: what failed, and what was not tried.
import { relative } from "node:path";

export const firstLine = (text) => text.trim().split("\n", 1)[0].slice(0, 300);

export function toldOf(report, root) {
  const failures = [];
  const skips = [];
  for (const file of report.testResults) {
    const path = relative(root, file.name);
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    for (const { fullName, failureMessages } of failed) {
      failures.push(`${path}: ${fullName}: ${firstLine(failureMessages[0] ?? "")}`);
    }
    if (file.status === "failed" && failed.length === 0) {
      failures.push(`${path}: ${firstLine(file.message ?? "")}`);
    }
    for (const { fullName, status } of file.assertionResults) {
      if (status !== "passed" && status !== "failed") skips.push(`${path}: ${fullName}`);
    }
  }
  return { failures, skips };
}
