// `npx vitest run --config test/webview/pictures.config.ts` writes pictures of the panels to PICTURES
// (a folder of the system's temporary ones by default), to be looked at.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/webview/pictures/take.ts"],
    pool: "forks",
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
