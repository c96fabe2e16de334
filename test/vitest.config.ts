import { defineConfig } from "vitest/config";
import { patienceMs, testTimeoutMs } from "./patience";

export default defineConfig({
  // SQL is kept in files of its own and bundled as text; the tests read it the same way.
  plugins: [
    {
      name: "sql-as-text",
      transform: (code, id) =>
        id.endsWith(".sql") ? { code: `export default ${JSON.stringify(code)}`, map: null } : null,
    },
  ],
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/e2e/**", "test/package/**", "test/clients/**", "**/node_modules/**"],
    globalSetup: ["test/globalSetup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    expect: { poll: { timeout: patienceMs } },
  },
});
