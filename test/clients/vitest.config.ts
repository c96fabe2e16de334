import { defineConfig } from "vitest/config";
import { patienceMs, testTimeoutMs } from "../patience";

// Real client libraries in processes of their own against a real collector: one file at a time, for two cores.
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/clients/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    expect: { poll: { timeout: patienceMs } },
  },
});
