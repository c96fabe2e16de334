import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { connect } from "../../../src/cli/client";
import { finish, root, TestCollector } from "../collector";

const running: TestCollector[] = [];
const children: ChildProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const collector of running.splice(0)) await collector.stop();
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function aCollector(options: Parameters<typeof TestCollector.start>[0] = {}) {
  const collector = await TestCollector.start(options);
  running.push(collector);
  return collector;
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-data-"));
  folders.push(folder);
  return folder;
}

const aLogRequest = (body: string) =>
  JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: body } }] }] }],
  });

async function sendLog(collector: TestCollector, body: string): Promise<number> {
  const response = await fetch(`${collector.endpoints.http}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: aLogRequest(body),
  });
  return response.status;
}

describe.runIf(process.platform === "linux")("a disk that takes nothing", () => {
  it("is told where the output goes there", async () => {
    const collector = await aCollector();
    await sendLog(collector, "hello");

    const { code, stderr } = await finish("sh", [
      "-c",
      `"${process.execPath}" dist/cli.js query --data "${collector.dataPath}" > /dev/full`,
    ]);

    expect(code).toBe(1);
    expect(stderr).toContain("ENOSPC");
  });

  it("is told with what to do where the data folder should be", async () => {
    const { code, stderr } = await finish(process.execPath, [
      ...["dist/cli.js", "serve", "--data", "/sys/sidelight"],
    ]);

    expect(code).toBe(1);
    expect(stderr).toContain("--data");
  });
});

it("a collector of another version is named, and asked nothing", async () => {
  const dataPath = aFolder();
  const discovery = {
    pid: process.pid,
    version: "99.1.0",
    protocol: 99,
    endpoints: { http: "http://127.0.0.1:9" },
    token: "t",
    ui: "http://127.0.0.1:9/ui/",
  };
  writeFileSync(join(dataPath, "collector.json"), JSON.stringify(discovery));

  const { code, stderr } = await finish(process.execPath, [
    ...["dist/cli.js", "stats", "--data", dataPath],
  ]);

  expect(code).toBe(1);
  expect(stderr).toContain("99.1.0");
});

describe("a collector", () => {
  it("tells where it is in a file that only its user can read", async () => {
    const collector = await aCollector();
    const path = join(collector.dataPath, "collector.json");

    const discovery = JSON.parse(readFileSync(path, "utf8"));

    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(discovery.endpoints).toEqual(collector.endpoints);
  });

  it("is attached to by a later start, and goes on when that one ends", async () => {
    const first = await aCollector();

    const second = await TestCollector.start({ dataPath: first.dataPath });
    await second.stop("SIGTERM", false);

    expect(second.endpoints).toEqual(first.endpoints);
    expect((await first.cli("stats", "--json")).code).toBe(0);
  });

  it("is one, even when two start at the same moment", async () => {
    const dataPath = aFolder();

    const both = await Promise.all([
      TestCollector.start({ dataPath }),
      TestCollector.start({ dataPath }),
    ]);
    running.push(...both);

    expect(both[0].endpoints).toEqual(both[1].endpoints);
  });

  it("starts where a killed one left its file and another program has its process number", async () => {
    const dataPath = aFolder();
    const left = {
      pid: process.pid,
      version: "0",
      protocol: 1,
      endpoints: { http: "http://127.0.0.1:9" },
      token: "t",
      ui: "http://127.0.0.1:1/ui/",
    };
    writeFileSync(join(dataPath, "collector.json"), JSON.stringify(left));

    const collector = await aCollector({ dataPath });

    expect(collector.endpoints.http).not.toBe(left.endpoints.http);
    expect((await collector.cli("stats", "--json")).code).toBe(0);
  });

  it("keeps what it acknowledged when it is told to end, and when it is killed", async () => {
    const dataPath = aFolder();
    const first = await TestCollector.start({ dataPath });
    expect(await sendLog(first, "before the end")).toBe(200);
    expect(await first.stop("SIGTERM", false)).toBe(0);

    const second = await TestCollector.start({ dataPath });
    expect(await sendLog(second, "before the kill")).toBe(200);
    await second.stop("SIGKILL", false);
    const third = await aCollector({ dataPath });

    expect((await third.query("")).map(({ body }) => body)).toEqual([
      "before the end",
      "before the kill",
    ]);
    expect(existsSync(join(dataPath, "collector.json"))).toBe(true);
  });

  it.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends in order by %s, and leaves files that only its user can read",
    async (signal) => {
      const dataPath = aFolder();
      chmodSync(dataPath, 0o755);
      const collector = await TestCollector.start({ dataPath });
      await sendLog(collector, "hello");

      const code = await collector.stop(signal, false);

      expect(code).toBe(0);
      const files = readdirSync(dataPath);
      expect(files).not.toContain("collector.json");
      for (const name of files) expect(statSync(join(dataPath, name)).mode & 0o077).toBe(0);
    },
  );

  it("stores what a counter has so far when it is told to end", async () => {
    const dataPath = aFolder();
    const settings = join(dataPath, "settings.json");
    writeFileSync(settings, '{ "receivers": { "statsd": { "flushIntervalMs": 60000 } } }'); // none ends by itself
    const first = await TestCollector.start({ dataPath, args: ["--settings", settings] });
    const socket = createSocket("udp4");
    await new Promise((resolve) =>
      socket.send("carts:3|c", first.statsdPort, "127.0.0.1", resolve),
    );
    socket.close();
    await first.stats(); // it has read what came before this question

    await first.stop("SIGTERM", false);
    const second = await aCollector({ dataPath });

    expect(await second.query("", "metrics")).toMatchObject([{ name: "carts", value: 3 }]);
  });

  it("takes the user's own name of a request id from the settings", async () => {
    const settings = join(aFolder(), "settings.json");
    writeFileSync(settings, '{ "requestIdFields": ["order.number"] }');
    const collector = await aCollector({ args: ["--settings", settings] });

    await collector.post("shop", ['{"message":"taken","order.number":"an-order-of-its-own"}']);
    await collector.post("bank", ['{"message":"billed","order.number":"an-order-of-its-own"}']);

    const rows = await collector.waitFor("request_id:an-order-of-its-own", "logs", 2);
    expect(rows.map(({ requestId }) => requestId)).toEqual(Array(2).fill("an-order-of-its-own"));
    const { stdout } = await collector.cli("timeline", "an-order-of-its-own", "--json");
    expect(stdout.trim().split("\n")).toHaveLength(2);
  });

  it("takes a free port when its own is taken, and says which was", async () => {
    const taken = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as net.AddressInfo;

    const collector = await aCollector({ args: ["--http-port", String(port)] });
    const { receivers } = await collector.stats();
    taken.close();

    expect(collector.endpoints.http).not.toContain(String(port));
    expect(
      receivers.find(({ receiver }: { receiver: string }) => receiver === "otlp").problem,
    ).toContain(`Port ${port} (http) is used by `);
  });

  it("leaves out a listener that is turned off", async () => {
    const collector = await aCollector({ args: ["--statsd-port", "-1"] });

    expect(Object.keys(collector.endpoints)).not.toContain("statsd");
  });

  /** As it is started by an editor or by hand, with a clock of the test's. */
  async function timed(program: string, ...args: string[]) {
    const dataPath = aFolder();
    const settings = join(dataPath, "settings.json");
    const names = ["http", "grpc", "statsd", "syslog", "gelf", "fluent"];
    const ports = Object.fromEntries(names.map((name) => [name, 0]));
    writeFileSync(settings, JSON.stringify({ ports }));
    const child = spawn(
      process.execPath,
      [
        ...["--import", pathToFileURL(join(root, "test/clients/program/minute.mjs")).href],
        ...[join(root, "dist", program), ...args, "--data", dataPath, "--settings", settings],
      ],
      { stdio: ["ignore", "pipe", "inherit", "ipc"] },
    );
    children.push(child);
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    await new Promise((resolve) => child.stdout!.once("data", resolve));
    const minute = () =>
      new Promise((resolve) => {
        child.once("message", resolve);
        void ended.then(resolve);
        child.send("a minute passes", () => undefined); // it may have ended
      });
    return { dataPath, ended, minute };
  }

  it("that an editor started ends a minute after its last client", async () => {
    const { dataPath, ended, minute } = await timed("collector.js");
    const path = join(dataPath, "collector.json");
    const { rpc, collector: attached } = await connect(dataPath);
    await attached.hello(); // it knows of this client

    await minute();
    await attached.hello(); // one that is about to end has taken its file away before it answers
    const isThereWhileAttached = existsSync(path);
    rpc.dispose();
    await expect.poll(() => minute().then(() => existsSync(path))).toBe(false);

    expect(isThereWhileAttached).toBe(true);
    expect(await ended).toBe(0);
  });

  it("that was started by hand stays when it has no client", async () => {
    const { dataPath, minute } = await timed("cli.js", "serve");
    (await connect(dataPath)).rpc.dispose();

    await minute();
    await minute();

    const { rpc, collector } = await connect(dataPath);
    expect((await collector.hello()).dataPath).toBe(dataPath);
    rpc.dispose();
  });
});

describe("the control socket", () => {
  const open = (url: string, origin?: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(url, origin === undefined ? {} : { origin });
      socket.once("open", () => {
        socket.close();
        resolve("open");
      });
      socket.once("unexpected-response", (_request, response) =>
        resolve(String(response.statusCode)),
      );
      socket.once("error", () => resolve("error"));
    });

  it("opens with the token only, and to no page of another site", async () => {
    const { endpoints, ui } = await aCollector();
    const base = endpoints.http!.replace("http", "ws");
    const withToken = ui.replace("http", "ws").replace("/ui/", "/control");

    expect(await open(withToken)).toBe("open");
    expect(await open(withToken, endpoints.http)).toBe("open");
    expect(await open(`${base}/control`)).toBe("401");
    expect(await open(`${base}/control?token=wrong`)).toBe("401");
    expect(await open(withToken, "http://localhost:3000")).toBe("403");
    expect(await open(withToken, "https://evil.example")).toBe("403");
  });

  it("survives frames that are no requests", async () => {
    const collector = await aCollector();
    const url = collector.ui.replace("http", "ws").replace("/ui/", "/control");

    for (const frame of [
      "not json",
      "[]",
      "null",
      '{"jsonrpc":"2.0"}',
      '{"id":1,"method":"rows"}',
      "1".repeat(2_000_000),
    ]) {
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.once("open", resolve));
      socket.on("error", () => undefined);
      socket.send(frame);
      socket.close();
      await new Promise((resolve) => socket.once("close", resolve));
    }

    expect((await collector.cli("stats", "--json")).code).toBe(0);
  });
});

describe("the command line", () => {
  it("ends with 3 and how to start one when no collector runs", async () => {
    const { code, stderr } = await finish(process.execPath, [join(root, "dist/cli.js"), "stats"], {
      env: { SIDELIGHT_DATA: aFolder() },
    });

    expect(code).toBe(3);
    expect(stderr).toContain("sidelight serve");
  });

  it("ends with 2 and the column for a wrong query", async () => {
    const collector = await aCollector();

    const { code, stderr } = await collector.cli("query", "level:>=");

    expect(code).toBe(2);
    expect(stderr).toMatch(/column \d+/i);
  });

  it.each([
    ["query", "--limit", "many"],
    ["tail", "--signal", "smoke"],
    ["frobnicate"],
    ["serve", "--nonsense"],
  ])("ends with 2 for wrong use: %s %s", async (...args) => {
    const { code, stderr } = await finish(process.execPath, [join(root, "dist/cli.js"), ...args]);

    expect(code).toBe(2);
    expect(stderr).not.toBe("");
  });

  it("tails what arrives, filtered", async () => {
    const collector = await aCollector();
    const child = spawn(process.execPath, [join(root, "dist/cli.js"), "tail", "apples", "--json"], {
      env: { ...process.env, SIDELIGHT_DATA: collector.dataPath },
    });
    children.push(child);
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    // The tail is open once a first match comes through.
    const sendBoth = async () => {
      await sendLog(collector, "apples and pears");
      await sendLog(collector, "only pears");
      return printed;
    };
    await expect.poll(sendBoth, { interval: 200 }).toContain("apples");

    expect(printed).not.toContain("only pears");
    expect(JSON.parse(printed.split("\n")[0]!)).toMatchObject({
      body: "apples and pears",
      receiver: "otlp",
    });
  });
});
