import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OutputSender } from "../../src/cli/outputSender";
import { newRunId, runCommand } from "../../src/cli/run";
import { decodeFrames, type OutputFrame } from "../../src/shared/outputFrames";

let server: Server;
let url: string;
let frames: OutputFrame[];
let queries: URLSearchParams[];
/** What the collector answers, first to last; then 200. */
let statuses: number[];
beforeEach(async () => {
  frames = [];
  queries = [];
  statuses = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const status = statuses.shift() ?? 200;
      if (status === 200) {
        queries.push(new URL(request.url!, url).searchParams);
        frames.push(...decodeFrames(Buffer.concat(chunks)).frames);
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function run(script: string, endpoints: Record<string, string> = { http: url }) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [shown, errors] = [text(stdout), text(stderr)];
  const code = await runCommand({
    command: [process.execPath, "-e", script],
    endpoints,
    run: "r1",
    service: "shop",
    folder: process.cwd(),
    env: process.env,
    stdout,
    stderr,
  });
  stdout.end();
  stderr.end();
  return { code, shown: await shown, errors: await errors };
}
const collected = (stream: number) =>
  Buffer.concat(frames.filter((f) => f.stream === stream).map((f) => f.bytes)).toString();

describe("a launched program", () => {
  test("keeps its output and exit code, and its output is collected", async () => {
    const { code, shown, errors } = await run(
      `console.log("out ä"); console.error("err"); process.exitCode = 7`,
    );

    expect(code).toBe(7);
    expect([shown, errors]).toEqual(["out ä\n", "err\n"]);
    expect([collected(1), collected(2)]).toEqual(["out ä\n", "err\n"]);
    expect(queries[0]!.toString()).toBe("service=shop&run=r1&more=1");
    expect(queries.at(-1)!.get("more")).toBeNull();
  });

  test("finds the collector's addresses in its environment", async () => {
    const { shown } = await run(
      `console.log(process.env.OTEL_EXPORTER_OTLP_ENDPOINT, process.env.SIDELIGHT_RUN)`,
    );

    expect(shown).toBe(`${url} r1\n`);
  });

  test("that a signal ends gives 128 and the signal's number", async () => {
    expect((await run(`process.kill(process.pid, "SIGTERM")`)).code).toBe(143);
  });

  test("that cannot be started gives 127 and says so", async () => {
    const stderr = new PassThrough();
    const said = text(stderr);

    const code = await runCommand({
      command: ["/no/such/program"],
      endpoints: { http: url },
      run: "r1",
      folder: process.cwd(),
      env: {},
      stdout: new PassThrough(),
      stderr,
    });
    stderr.end();

    expect(code).toBe(127);
    expect(await said).toContain("command not found");
  });

  test("with much output loses none of it while the collector is slow", async () => {
    statuses = [503, 503, 429];

    const { shown } = await run(
      `const line = "x".repeat(99) + "\\n"; for (let i = 0; i < 100; i++) process.stdout.write(line.repeat(1000));`,
    );

    expect(shown.length).toBe(10_000_000);
    expect(collected(1)).toBe(shown);
  });

  test("keeps its exit code, and its output is collected, when nobody reads it any more", async () => {
    const closed = () =>
      new Writable({ write: (_bytes, _encoding, done) => done(new Error("EPIPE")) });

    const code = await runCommand({
      command: [
        process.execPath,
        "-e",
        `process.stdout.write("x".repeat(1e6)); console.error("err"); process.exitCode = 7`,
      ],
      endpoints: { http: url },
      run: "r1",
      folder: process.cwd(),
      env: process.env,
      stdout: closed(),
      stderr: closed(),
    });

    expect(code).toBe(7);
    expect([collected(1).length, collected(2)]).toEqual([1_000_000, "err\n"]);
  });

  test("runs on without a collector, and the loss is told", async () => {
    server.close();

    const { code, shown, errors } = await run(`console.log("hello")`, {
      http: "http://127.0.0.1:9",
    });

    expect([code, shown]).toEqual([0, "hello\n"]);
    expect(errors).toMatch(/^sidelight: 6 bytes of output were not collected: .*not reachable/);
  });
});

test("after a silence of the program the collector has its full time to answer", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const sender = new OutputSender({ url, service: "shop", run: "r1" }, () => undefined);
  vi.setSystemTime(Date.now() + 60_000);
  statuses = [503];

  sender.push(1, Buffer.from("late\n"));
  await sender.end(5000);
  vi.useRealTimers();

  expect(sender.lostBytes).toBe(0);
  expect(collected(1)).toBe("late\n");
});

test("a run's id sorts by its start", () => {
  expect(newRunId(new Date("2024-01-02T03:04:05Z"))).toMatch(/^20240102-030405-[0-9a-f]{4}$/);
});
