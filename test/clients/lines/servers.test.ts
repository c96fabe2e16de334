// Web servers with their own logs, as `sidelight run` starts them: two requests each, one of which fails.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patienceMs } from "../../patience";
import { root, TestCollector } from "../collector";

const python = process.env.SIDELIGHT_TEST_PYTHON ?? "python3";
const folder = join(root, "test/clients/lines/servers");

let collector: TestCollector;
let home: string;
beforeAll(async () => {
  collector = await TestCollector.start();
  home = mkdtempSync(join(tmpdir(), "sidelight-servers-"));
});
afterAll(async () => {
  await collector.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Asks a server for a page that works and one that does not, then ends it. */
async function serve(service: string, ...args: string[]): Promise<void> {
  const cli = join(root, "dist", "cli.js");
  const child = spawn(process.execPath, [cli, "run", "--service", service, "--", python, ...args], {
    cwd: folder,
    env: { ...process.env, SIDELIGHT_DATA: collector.dataPath, HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    const url = await addressOf(child);
    for (const path of ["/cart/7?a=1", "/broken"]) {
      await answered(`${url}${path}`);
    }
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

/** Every one of them prints it, once it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const look = (chunk: Buffer) => {
      text += chunk.toString();
      const url = /(?:listening on|Listening at:|running on) (http:\/\/127\.0\.0\.1:\d+)/.exec(
        text,
      );
      if (url?.[1] !== undefined) resolve(url[1]);
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("close", (code) => reject(new Error(`It ended with ${code}: ${text}`)));
  });
}

/** Asks until there is an answer: sanic says its port before it listens. */
async function answered(url: string): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      await (await fetch(url)).text();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const records = (query: string) => collector.waitFor(query);
const one = async (query: string) => (await records(query))[0];

describe("sanic", () => {
  beforeAll(() => serve("sanic", "sanic_app.py"));

  it("has method, url, status, size and time of its access lines", async () => {
    expect(await one("service:sanic status:200")).toMatchObject({
      severity: "INFO",
      attributes: { client: "127.0.0.1", method: "GET", status: 200, bytes: 4 },
    });
    const { attributes, time } = await one("service:sanic status:500");
    expect(attributes.url).toMatch(/\/broken$/);
    expect(attributes.took_ms).toBeGreaterThan(0);
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(120_000);
  });

  it("has the app's own lines", async () => {
    expect(await one('service:sanic message:"cart is full"')).toMatchObject({ severity: "WARN" });
  });

  it("keeps an exception in one record, with the line that broke", async () => {
    const log = await one('service:sanic message:"Exception occurred"');

    expect(log).toMatchObject({
      severity: "ERROR",
      attributes: { "exception.type": "ValueError", "exception.message": "no money" },
    });
    expect(log.source.file).toMatch(/sanic_app\.py$/);
  });
});

describe("gunicorn", () => {
  beforeAll(() =>
    serve(
      "gunicorn",
      "-m",
      "gunicorn",
      "-b",
      "127.0.0.1:0",
      "--access-logfile",
      "-",
      "wsgi_app:app",
    ),
  );

  it("has method, url, status and size of its access lines", async () => {
    expect(await one("service:gunicorn status:200")).toMatchObject({
      severity: "INFO",
      attributes: { client: "127.0.0.1", method: "GET", url: "/cart/7?a=1", status: 200, bytes: 4 },
    });
    expect(await one("service:gunicorn status:500")).toMatchObject({
      severity: "ERROR",
      attributes: { url: "/broken" },
    });
  });

  it("has the process of its own lines", async () => {
    const { attributes, severity } = await one('service:gunicorn message:"Booting worker"');

    expect(severity).toBe("INFO");
    expect(attributes.pid).toBeTypeOf("number");
  });

  it("keeps an exception in one record, with the line that broke", async () => {
    const log = await one('service:gunicorn message:"Error handling request"');

    expect(log).toMatchObject({
      severity: "ERROR",
      attributes: { "exception.type": "ValueError", "exception.message": "no money" },
    });
    expect(log.source.file).toMatch(/wsgi_app\.py$/);
  });
});

describe("uvicorn", () => {
  beforeAll(() => serve("uvicorn", "-m", "uvicorn", "--port", "0", "asgi_app:app"));

  it("has method, url and status of its access lines", async () => {
    expect(await one("service:uvicorn status:200")).toMatchObject({
      severity: "INFO",
      attributes: { client: "127.0.0.1", method: "GET", url: "/cart/7?a=1", status: 200 },
    });
    expect((await one("service:uvicorn status:500")).attributes.url).toBe("/broken");
  });

  it("keeps an exception in one record, with the line that broke", async () => {
    const log = await one('service:uvicorn message:"Exception in ASGI application"');

    expect(log).toMatchObject({
      severity: "ERROR",
      attributes: { "exception.type": "ValueError", "exception.message": "no money" },
    });
    expect(log.source.file).toMatch(/asgi_app\.py$/);
  });
});
