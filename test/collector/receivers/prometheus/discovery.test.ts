import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterEach, describe, expect, it } from "vitest";
import { FoundTargets } from "../../../../src/collector/receivers/prometheus/foundTargets";
import {
  listenersOf,
  ownersOf,
} from "../../../../src/collector/receivers/prometheus/loopbackListeners";
import { PointMaker } from "../../../../src/collector/receivers/prometheus/points";
import { TestContext, until } from "../aContext";

const ending: (() => void)[] = [];
afterEach(() => {
  for (const end of ending.splice(0)) end();
});

describe("the table of listeners", () => {
  const header =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
  const line = (address: string, state: string, uid: number, inode: number) =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 0 100 0 0 10 0\n`;

  function aProc(tcp: string, tcp6 = "") {
    const proc = mkdtempSync(join(tmpdir(), "sidelight-proc-"));
    ending.push(() => rmSync(proc, { recursive: true, force: true }));
    mkdirSync(join(proc, "net"));
    writeFileSync(join(proc, "net/tcp"), header + tcp);
    writeFileSync(join(proc, "net/tcp6"), header + tcp6);
    return proc;
  }

  it("gives this user's, on loopback or anywhere, once a port", async () => {
    const proc = aProc(
      line("0100007F:1F40", "0A", 1000, 1) +
        line("00000000:1F41", "0A", 1000, 2) +
        line("0100007F:1F42", "01", 1000, 3) + // a connection
        line("0100007F:1F43", "0A", 0, 4) + // another user's
        line("0101A8C0:1F44", "0A", 1000, 5), // 192.168.1.1 alone
      line("00000000000000000000000000000000:1F41", "0A", 1000, 6) +
        line("00000000000000000000000001000000:1F45", "0A", 1000, 7),
    );

    expect(await listenersOf(1000, proc)).toEqual([
      { inode: "1", host: "127.0.0.1", port: 8000 },
      { inode: "2", host: "127.0.0.1", port: 8001 },
      { inode: "7", host: "[::1]", port: 8005 },
    ]);
  });

  it("knows whose a socket is", async () => {
    const proc = aProc("");
    mkdirSync(join(proc, "77/fd"), { recursive: true });
    symlinkSync("socket:[9]", join(proc, "77/fd/3"));
    symlinkSync("/srv/app", join(proc, "77/cwd"));
    writeFileSync(join(proc, "77/cmdline"), "node\0server.js\0");
    writeFileSync(join(proc, "77/environ"), "A=b=c\0SIDELIGHT_RUN=r1\0");

    expect(await ownersOf(new Set(["9", "10"]), proc)).toEqual(
      new Map([
        [
          "9",
          {
            pid: 77,
            command: ["node", "server.js"],
            folder: "/srv/app",
            environment: { A: "b=c", SIDELIGHT_RUN: "r1" },
          },
        ],
      ]),
    );
  });

  it("is empty where there is none", async () => {
    expect(await listenersOf(1000, "/nowhere")).toEqual([]);
    expect(await ownersOf(new Set(["1"]), "/nowhere")).toEqual(new Map());
  });
});

/** A program of its own that answers `/metrics` and counts how often it was asked; gives its port. */
async function aProgram(answer: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const script = `
    const server = require("node:http").createServer((request, response) => {
      console.log(request.url);
      ${answer}
    });
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ["-e", script], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  ending.push(() => child.kill("SIGKILL"));
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once("line", resolve),
  );
  return Number(line);
}

describe.runIf(process.platform === "linux")("an app that we launched", () => {
  /** Of this run alone: another one on the same machine must not find our programs. */
  const address = `http://127.0.0.1:1/${process.pid}.${Date.now()}`;
  const ours = {
    OTEL_EXPORTER_OTLP_ENDPOINT: address,
    OTEL_SERVICE_NAME: "shop",
    SIDELIGHT_RUN: "r7",
  };
  const exposes = 'response.end("x 1\\n");';

  function aSearch(discover: "launched" | "all" = "launched", named: URL[] = []) {
    const context = Object.assign(new TestContext(), { httpAddress: () => address });
    const points = new PointMaker(context.intake, "prometheus", context.clock);
    const found = new FoundTargets({ discover, intervalMs: 3_600_000, named }, context, points);
    return { context, found };
  }
  const portsOf = (found: FoundTargets) =>
    found.stats().map((target) => Number(new URL(target.address).port));

  it("is scraped if it has metrics, under its name and run", async () => {
    const port = await aProgram(exposes, ours);
    const { context, found } = aSearch();

    await found.look();
    await until(() => context.points.some(({ series }) => series.name === "x"));
    await found.dispose();

    expect(portsOf(found)).toEqual([port]);
    const point = context.points.find(({ series }) => series.name === "x");
    expect(point?.series).toMatchObject({ service: "shop", run: "r7" });
  });

  it("is left alone if it was not launched for this collector, or is named anyway", async () => {
    await aProgram(exposes, { ...ours, OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" });
    const named = await aProgram(exposes, ours);
    const { found } = aSearch("launched", [new URL(`http://localhost:${named}/metrics`)]);

    await found.look();
    await found.dispose();

    expect(portsOf(found)).toEqual([]);
  });

  it("is asked once only if it has no metrics", async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked++;
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ending.push(() => server.close());
    // The program hands its requests on, so that they can be counted here.
    const { port } = server.address() as AddressInfo;
    await aProgram(
      `require("node:http").get("http://127.0.0.1:${port}", (from) => response.writeHead(from.statusCode).end());`,
      ours,
    );
    const { found } = aSearch();

    await found.look();
    await found.look();
    await found.dispose();

    expect(portsOf(found)).toEqual([]);
    expect(asked).toBe(1);
  });

  it("is forgotten when it is gone", async () => {
    await aProgram(exposes, ours);
    const { found } = aSearch();
    await found.look();
    expect(portsOf(found)).toHaveLength(1);

    ending.pop()!();

    for (;;) {
      await found.look();
      if (portsOf(found).length === 0) break;
    }
    await found.dispose();
  });
});
