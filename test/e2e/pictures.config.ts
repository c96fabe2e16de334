// `npx vitest run --config test/e2e/pictures.config.ts` writes pictures of the real editor to PICTURES (a folder of the
// system's temporary ones by default): README's own, and the editor's lists in every theme, to be looked at.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/e2e/pictures/*.ts"],
    globalSetup: ["test/e2e/setup.ts"],
    fileParallelism: false,
    pool: "forks",
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 240_000,
    hookTimeout: 180_000,
  },
});
