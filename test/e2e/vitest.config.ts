import { defineConfig } from "vitest/config";

// One editor at a time, each on a profile of its own; the package and the editor are made once, in setup.ts.
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/package/**/*.test.ts", "test/e2e/**/*.test.ts"],
    globalSetup: ["test/e2e/setup.ts"],
    fileParallelism: false,
    pool: "forks",
    // The second that is usual for a poll is too short for an editor on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
