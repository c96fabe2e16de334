import http from "node:http";
import net from "node:net";
import zlib from "node:zlib";
import { compress } from "snappyjs";
import { afterEach, describe, expect, it } from "vitest";
import { defaultBodyLimits, maxBodyBytes } from "../../../src/collector/control/body";
import type { HttpRequest, HttpRoute } from "../../../src/collector/pipeline/httpRoute";
import { type HttpLimits, listenHttp } from "../../../src/collector/control/httpServer";
import { Counters } from "../../../src/collector/pipeline/counters";
import { OverloadedError } from "../../../src/collector/pipeline/intake";
import type { Listening } from "../../../src/collector/pipeline/receiver";

const listening: Listening[] = [];
afterEach(async () => {
  await Promise.all(listening.splice(0).map((one) => one.close()));
});

function aRoute(handle: HttpRoute["handle"], rest: Partial<HttpRoute> = {}): HttpRoute {
  return {
    methods: ["POST"],
    matches: (path) => path === "/in",
    handle,
    refuse: ({ status, message, retryAfterSeconds }) => ({
      status,
      body: message,
      ...(retryAfterSeconds === undefined
        ? {}
        : { headers: { "Retry-After": String(retryAfterSeconds) } }),
    }),
    ...rest,
  };
}

async function aServer(
  route: HttpRoute,
  limits: Partial<HttpLimits> = {},
  onUpgrade: (url: string) => void = () => undefined,
) {
  const counters = new Counters();
  const server = await listenHttp(
    0,
    {
      routes: () => [{ receiver: "test", route }],
      counters,
      onUpgrade: (request, socket) => {
        onUpgrade(request.url ?? "");
        socket.destroy();
      },
      serveUi: () => Promise.resolve(undefined),
    },
    { ...generous, ...limits },
  );
  listening.push(server);
  return { counters, port: server.port };
}

const generous: HttpLimits = {
  connections: 100,
  toldConnections: 0,
  headersWithinMs: 30_000,
  checkEveryMs: 20,
  body: defaultBodyLimits,
};

/** Says `text` and drips on; what the server answered until it closed. */
function drip(port: number, text: string, drop = ""): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    let dripping: NodeJS.Timeout | undefined;
    const socket = net.connect(port, "127.0.0.1", () => {
      socket.write(text);
      if (drop !== "") dripping = setInterval(() => socket.write(drop), 5);
    });
    socket.on("data", (data: Buffer) => (answer += data.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(dripping);
      resolve(answer);
    });
  });
}

interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

function send(
  port: number,
  options: http.RequestOptions & { body?: Uint8Array | string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const request = http.request(
      { host: "127.0.0.1", port, method: "POST", path: "/in", agent: false, ...rest },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

const echo = aRoute((request: HttpRequest) => ({
  status: 200,
  body: Buffer.from(request.body).toString(),
}));

describe("the HTTP port", () => {
  it("hands a route the body, whatever the path's slashes", async () => {
    const { port } = await aServer(echo);

    const reply = await send(port, { path: "//in/?a=1", body: "hello" });

    expect(reply).toMatchObject({ status: 200, body: "hello" });
  });

  it.each(["gzip", "deflate", "br", "raw deflate", "snappy", "zstd"])(
    "inflates %s",
    async (encoding) => {
      const { port } = await aServer(echo);
      const pack: Record<string, (text: string) => Buffer> = {
        gzip: zlib.gzipSync,
        deflate: zlib.deflateSync,
        br: zlib.brotliCompressSync,
        "raw deflate": zlib.deflateRawSync,
        snappy: (text) => Buffer.from(compress(Buffer.from(text))),
        zstd: () => Buffer.from("28b52ffd240529000068656c6c6fa36d9f88", "hex"),
      };

      const reply = await send(port, {
        headers: { "content-encoding": encoding.replace("raw ", "") },
        body: pack[encoding]!("hello"),
      });

      expect(reply.body).toBe("hello");
    },
  );

  it("takes a body whose gzip was undone on the way", async () => {
    const { port } = await aServer(echo);

    const reply = await send(port, { headers: { "content-encoding": "gzip" }, body: "plain" });

    expect(reply).toMatchObject({ status: 200, body: "plain" });
  });

  it.each([
    ["zlib alone", zlib.deflateSync],
    ["gzip alone", zlib.gzipSync],
    ["both", (text: string) => zlib.deflateSync(zlib.gzipSync(text))],
  ])(
    "takes for gzip,deflate a body that is %s, as clients of GELF send it",
    async (_name, pack) => {
      const { port } = await aServer(echo);

      const reply = await send(port, {
        headers: { "content-encoding": "gzip,deflate" },
        body: pack("hello"),
      });

      expect(reply).toMatchObject({ status: 200, body: "hello" });
    },
  );

  it("answers broken gzip with 400, counted", async () => {
    const { port, counters } = await aServer(echo);
    const broken = zlib.gzipSync("hello".repeat(1000)).subarray(0, 30);

    const reply = await send(port, { headers: { "content-encoding": "gzip" }, body: broken });

    expect(reply.status).toBe(400);
    expect(counters.of("test").refused.get("bad-encoding")).toBe(1);
  });

  it.each([
    ["snappy", "that is none", "ff060000734e61507059", 400, "bad-encoding"],
    ["snappy", "that says it is too long", "ffffffff0f", 413, "too-large"],
    ["zstd", "that is cut off", "28b52ffd240529000068656c", 400, "bad-encoding"],
    ["zstd", "of a gigabyte", `28b52ffd0058${"02001061".repeat(8192)}010000`, 413, "too-large"],
  ])("answers %s %s with the status for it", async (encoding, _name, hex, status, reason) => {
    const { port, counters } = await aServer(echo);

    const reply = await send(port, {
      headers: { "content-encoding": encoding },
      body: Buffer.from(hex, "hex"),
    });

    expect(reply.status).toBe(status);
    expect(counters.of("test").refused.get(reason)).toBe(1);
  });

  it("answers a gzip bomb with 413 without inflating all of it", async () => {
    const { port, counters } = await aServer(echo);
    const bomb = zlib.gzipSync(Buffer.alloc(maxBodyBytes * 4));
    const before = process.memoryUsage.rss();

    const reply = await send(port, { headers: { "content-encoding": "gzip" }, body: bomb });

    expect(reply.status).toBe(413);
    expect(counters.of("test").refused.get("too-large")).toBe(1);
    expect(process.memoryUsage.rss() - before).toBeLessThan(maxBodyBytes * 3);
  });

  it("answers a body that says it is too long with 413 before it is sent", async () => {
    const { port } = await aServer(echo);

    const status = await new Promise<string>((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => {
        socket.write(
          `POST /in HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${100 * 1024 * 1024}\r\n\r\nx`,
        );
      });
      socket.once("data", (data) => {
        resolve(data.toString().split("\r\n")[0]!);
        socket.destroy();
      });
    });

    expect(status).toBe("HTTP/1.1 413 Payload Too Large");
  });

  it("answers an endless chunked body with 413", async () => {
    const { port } = await aServer(echo);

    const status = await new Promise<number>((resolve, reject) => {
      const request = http.request(
        { host: "127.0.0.1", port, method: "POST", path: "/in" },
        (response) => {
          resolve(response.statusCode ?? 0);
          request.destroy();
        },
      );
      request.on("error", reject);
      const chunk = Buffer.alloc(1024 * 1024);
      const write = () => {
        if (request.destroyed) return;
        if (request.write(chunk)) setImmediate(write);
        else request.once("drain", write);
      };
      write();
    });

    expect(status).toBe(413);
  });

  it("lets a client that reads the answer only after its whole body see the 413", async () => {
    const { port } = await aServer(echo);
    const socket = net.connect(port, "127.0.0.1");
    const reply = new Promise<string>((resolve, reject) => {
      socket.on("error", reject);
      socket.once("readable", () => resolve(String(socket.read()).split("\r\n")[0]!));
    });
    const length = maxBodyBytes + 20 * 1024 * 1024;

    socket.pause();
    socket.write(`POST /in HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`);
    await new Promise((sent) => socket.write(Buffer.alloc(length), sent));

    expect(await reply).toBe("HTTP/1.1 413 Payload Too Large");
    socket.destroy();
  });

  it("answers an unknown encoding with 415 that says what to use", async () => {
    const { port } = await aServer(echo);

    const reply = await send(port, { headers: { "content-encoding": "compress" }, body: "x" });

    expect(reply.status).toBe(415);
    expect(reply.body).toContain("gzip");
  });

  it("refuses a foreign Host (DNS rebinding)", async () => {
    const { port, counters } = await aServer(echo);

    const reply = await send(port, { headers: { host: "evil.example" }, body: "x" });

    expect(reply.status).toBe(403);
    expect(counters.of("http").refused.get("foreign-host")).toBe(1);
  });

  it("refuses pages of other sites, and local pages where the route is not open to them", async () => {
    const { port } = await aServer(echo);

    const foreign = await send(port, { headers: { origin: "https://evil.example" }, body: "x" });
    const local = await send(port, { headers: { origin: "http://localhost:3000" }, body: "x" });

    expect([foreign.status, local.status]).toEqual([403, 403]);
  });

  it("lets local pages use an open route, preflight included", async () => {
    const { port } = await aServer(aRoute(() => ({ status: 200 }), { isOpenToLocalPages: true }));
    const origin = "http://localhost:3000";

    const preflight = await send(port, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,traceparent",
        "access-control-request-private-network": "true",
      },
    });
    const reply = await send(port, { headers: { origin }, body: "x" });
    const foreign = await send(port, { headers: { origin: "https://evil.example" }, body: "x" });

    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-headers": "content-type,traceparent",
      "access-control-allow-private-network": "true",
      "access-control-allow-credentials": "true", // sendBeacon asks with them
    });
    expect(preflight.headers["access-control-allow-methods"]).toContain("POST");
    expect(reply.headers).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      vary: expect.stringMatching(/origin/i) as string,
    });
    expect(foreign.status).toBe(403);
  });

  it("says 405 with the methods that are used, and 404 with where things are", async () => {
    const { port } = await aServer(echo);

    const wrongMethod = await send(port, { method: "GET" });
    const wrongPath = await send(port, { path: "/nowhere" });

    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.allow).toBe("POST");
    expect(wrongPath.status).toBe(404);
    expect(wrongPath.body).toContain("/v1/logs");
  });

  it("says in the route's form that the queue is full, with Retry-After", async () => {
    const { port } = await aServer(aRoute(() => Promise.reject(new OverloadedError())));

    const reply = await send(port, { body: "x" });

    expect(reply.status).toBe(503);
    expect(reply.headers["retry-after"]).toBe("1");
  });

  it("survives a route that throws, and counts it", async () => {
    const { port, counters } = await aServer(
      aRoute(() => {
        throw new Error("boom");
      }),
    );

    const first = await send(port, { body: "x" });
    const second = await send(port, { body: "x" });

    expect([first.status, second.status]).toEqual([500, 500]);
    expect(counters.of("test").refused.get("internal-error")).toBe(2);
  });

  it("survives bytes that are no HTTP", async () => {
    const { port, counters } = await aServer(echo);

    await new Promise<void>((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () =>
        socket.write("\x16\x03\x01\x02 garbage\r\n\r\n"),
      );
      socket.on("error", () => undefined);
      socket.resume();
      socket.on("close", () => resolve());
    });
    const reply = await send(port, { body: "still here" });

    expect(reply.body).toBe("still here");
    expect(counters.of("http").refused.get("bad-request")).toBe(1);
  });

  it.each([
    ["in the middle of its body", 10, "aborted"],
    ["when its body is refused", 100 * 1024 * 1024, "too-large"],
  ])("counts who hangs up %s once", async (_name, length, reason) => {
    const { port, counters } = await aServer(echo);
    const socket = net.connect(port, "127.0.0.1");
    socket.on("error", () => undefined);

    socket.write(`POST /in HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\nx`);
    if (reason === "too-large") await new Promise((resolve) => socket.once("data", resolve));
    socket.resume().end();
    await new Promise((resolve) => socket.once("close", resolve));
    const garbage = net.connect(port, "127.0.0.1").resume();
    garbage.write("no HTTP\r\n\r\n"); // behind it, so that all of the first one is counted
    await new Promise((resolve) => garbage.once("close", resolve));

    expect(counters.of("test").refused).toEqual(new Map([[reason, 1]]));
    expect(counters.of("http").refused).toEqual(new Map([["bad-request", 1]]));
  });

  it("counts what is no HTTP behind a request, too", async () => {
    const { port, counters } = await aServer(echo);
    const socket = net.connect(port, "127.0.0.1");
    socket.on("error", () => undefined);

    socket.write(
      "POST /in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nxGARBAGE\r\n\r\n",
    );
    socket.resume();
    await new Promise((resolve) => socket.once("close", resolve));

    expect(counters.of("http").refused).toEqual(new Map([["bad-request", 1]]));
  });

  it("takes its place back from who never ends its headers, counted, or says nothing, not counted", async () => {
    const { port, counters } = await aServer(echo, { headersWithinMs: 50 });

    const dripping = await drip(port, "POST /in HTTP/1.1\r\n", "a: b\r\n");
    const silent = await drip(port, "");

    expect(dripping).toContain("408 Request Timeout");
    expect(silent).toContain("408 Request Timeout");
    expect(counters.of("http").refused.get("stalled")).toBe(1);
  });

  it("takes its place back from who never ends its body", async () => {
    const body = { ...defaultBodyLimits, wholeMs: 50 };
    const { port, counters } = await aServer(echo, { body });

    const answer = await drip(
      port,
      "POST /in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\n",
      "x",
    );

    expect(answer).toContain("408 Request Timeout");
    expect(counters.of("test").refused.get("stalled")).toBe(1);
  });

  it("answers 503 to connections past the bound, counted, and gives the places of idle ones away", async () => {
    const { port, counters } = await aServer(echo, { connections: 1 });
    const agent = new http.Agent({ keepAlive: true });
    await send(port, { agent, body: "first" });

    const turnedAway = await send(port, { body: "x" });
    const next = await send(port, { body: "second" });

    expect(turnedAway).toMatchObject({
      status: 503,
      headers: { "retry-after": "1" },
      body: "Too many connections are open. Send it again.\n",
    });
    expect(counters.of("http").refused.get("too-many-connections")).toBe(1);
    expect(next.body).toBe("second");
    agent.destroy();
  });

  it("tells the first connections past the bound in the form of their protocol, and lets panels in", async () => {
    const upgrades: string[] = [];
    const inOwnForm = aRoute(() => ({ status: 200 }), {
      refuse: ({ status, message }) => ({ status, body: JSON.stringify({ error: message }) }),
    });
    const { port } = await aServer(inOwnForm, { connections: 0, toldConnections: 2 }, (url) =>
      upgrades.push(url),
    );

    const told = await send(port, { body: "x".repeat(100_000) });
    const panel = await drip(
      port,
      "GET /control HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    );

    expect(told).toMatchObject({ status: 503, headers: { connection: "close" } });
    expect(JSON.parse(told.body)).toEqual({
      error: "Too many connections are open. Send it again.",
    });
    expect([upgrades, panel]).toEqual([["/control"], ""]);
  });

  it("survives peers that ask for an upgrade and reset, and says 426 to h2c", async () => {
    const { port, counters } = await aServer(echo);
    const ask = (upgrade: string, onData: (socket: net.Socket, text: string) => void) =>
      new Promise<void>((resolve) => {
        const socket = net.connect(port, "127.0.0.1", () => {
          socket.write(
            `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`,
          );
          if (upgrade === "reset") socket.resetAndDestroy();
        });
        socket.on("error", () => undefined);
        socket.on("data", (data: Buffer) => onData(socket, data.toString()));
        socket.on("close", () => resolve());
      });
    let answer = "";

    await Promise.all(Array.from({ length: 50 }, () => ask("reset", () => undefined)));
    await ask("h2c", (_socket, text) => (answer = text));
    const reply = await send(port, { body: "still here" });

    expect(answer).toContain("426 Upgrade Required");
    expect(reply.body).toBe("still here");
    expect(counters.of("http").refused.get("unknown-upgrade")).toBeGreaterThan(0);
  });

  it("ends after what is under way is answered, and turns away what comes then", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const route = aRoute(async () => {
      arrive();
      await held;
      return { status: 200, body: "done" };
    });
    const { port } = await aServer(route);
    const server = listening.at(-1)!;

    const underWay = send(port, { body: "x" });
    await arrived;
    const ending = server.stopListening!();
    const late = await send(port, { body: "y" });
    release();
    await ending;

    expect((await underWay).body).toBe("done");
    expect(late.status).toBe(503);
  });
});
