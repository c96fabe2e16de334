import { defineConfig } from "vitest/config";
import { patienceMs, testTimeoutMs } from "../patience";

// One editor at a time, each on a profile of its own; the package and the editor are made once, in setup.ts.
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/package/**/*.test.ts", "test/e2e/**/*.test.ts"],
    globalSetup: ["test/e2e/setup.ts"],
    fileParallelism: false,
    pool: "forks",
    expect: { poll: { timeout: patienceMs } },
    // Of many waits in an editor.
    testTimeout: 2 * testTimeoutMs,
    hookTimeout: 2 * testTimeoutMs,
  },
});
