// The collector as the editor starts it: `collector.js [--data DIR] [--settings FILE] [--idle-ms N]`; ends
// when no client was attached for so long. Prints one JSON line when it listens or has found one that does, and one line on stderr when it cannot.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { defaultSettings, parseSettings } from "../shared/contract/settings";
import { dataPathOfUser } from "./control/discoveryFile";
import { defaultIdleEndMs, serve } from "./serve";

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      settings: { type: "string" },
      "idle-ms": { type: "string" },
    },
  });
  const settings =
    values.settings === undefined
      ? defaultSettings
      : parseSettings(JSON.parse(readFileSync(values.settings, "utf8")) as unknown);
  const result = await serve({
    dataPath: values.data ?? dataPathOfUser(),
    settings,
    idleEndMs: Number(values["idle-ms"] ?? defaultIdleEndMs),
  });
  if (result.kind === "attached") {
    process.stdout.write(
      `${JSON.stringify({ ready: true, attached: true, ...publicPart(result.discovery) })}\n`,
    );
    return 0;
  }
  const { endpoints, ui, problems } = result;
  process.stdout.write(
    `${JSON.stringify({ ready: true, pid: process.pid, endpoints, ui, problems })}\n`,
  );
  await result.ended;
  return 0;
}

const publicPart = ({ pid, endpoints, ui }: { pid: number; endpoints: object; ui: string }) => ({
  pid,
  endpoints,
  ui,
});

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
