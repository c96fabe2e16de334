// kill -9 under load loses nothing that was acknowledged. SIDELIGHT_KILLS sets how often (5 by default).

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { openStore } from "../../../../src/collector/store/store";
import { writerPath } from "../builders";
import { bundleProgram } from "../bundle";

const kills = Number(process.env.SIDELIGHT_KILLS ?? 5);
const recordsPerCommit = 240;

/** Runs the committer until it has acknowledged so many batches, kills it, and gives the last seq acknowledged. */
async function commitAndKill(program: string, path: string, batches: number): Promise<number> {
  const child = spawn(process.execPath, [program, path, writerPath], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  let acknowledged = 0;
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line); // lines that were on their way when it was killed count as well
    if (++seen === batches) child.kill("SIGKILL");
  }
  const [code, signal] = (await closed) as [number | null, string | null];
  expect([code, signal]).toEqual([null, "SIGKILL"]);
  return acknowledged;
}

test(
  `killed ${kills} times under load, the store holds every acknowledged record`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "sidelight-killed-"));
    const path = join(folder, "store.duckdb");
    const program = bundleProgram(join(import.meta.dirname, "committer.ts"), folder);
    let acknowledgedRecords = 0;
    try {
      for (let kill = 0; kill < kills; kill++) {
        const batches = 3 + ((kill * 37) % 90);
        const acknowledged = await commitAndKill(program, path, batches);
        acknowledgedRecords += batches * recordsPerCommit;

        const store = await openStore({ path, writerPath });
        const [row] = await store.all<Record<"missing" | "repeated" | "total" | "orphans", number>>(
          `with records as (
           select seq from logs union all select seq from spans union all select seq from points
         )
         select
           count(*)::double as total,
           (count(*) - count(distinct seq))::double as repeated,
           ($acknowledged - count(distinct seq) filter (where seq <= $acknowledged))::double as missing,
           (select count(*) from points where series_id not in (select id from series))::double
             + (select count(*) from logs where resource_id not in (select id from resources)) as orphans
         from records`,
          { acknowledged },
        );
        await store.dispose();

        expect(row).toMatchObject({ missing: 0, repeated: 0, orphans: 0 });
        expect(row?.total).toBeGreaterThanOrEqual(acknowledgedRecords);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000 + kills * 30_000,
);
