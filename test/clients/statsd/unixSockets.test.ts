// Unix sockets, stream and datagram, from the clients that have them. hot-shots' own `uds` needs a module that is
// compiled at installation; without a compiler it is not tried.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appEnvironment, finish, goPrograms, root, succeeded, TestCollector } from "../collector";

const isWindows = process.platform === "win32";
let collector: TestCollector;
let folder: string;
let datagramPath: string;
let streamPath: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-uds-"));
  datagramPath = join(folder, "dsd.socket");
  streamPath = join(folder, "dsd-stream.socket");
  const settings = join(folder, "settings.json");
  const statsd = { datagramSocketPath: datagramPath, socketPath: streamPath };
  writeFileSync(settings, JSON.stringify({ receivers: { statsd } }));
  collector = await TestCollector.start({ args: ["--settings", settings] });
});
afterAll(async () => {
  await collector.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (program: string, args: string[], env: NodeJS.ProcessEnv) =>
  succeeded(await finish(program, args, { env: { ...appEnvironment(collector), ...env } }));
/** Sum of a counter's points; a second that ends between two of them makes it two. */
async function total(query: string): Promise<number> {
  let sum = 0;
  for (const { value } of await collector.rows(query, "metrics")) sum += Number(value);
  return sum;
}
const expectTotal = (query: string, wanted: number) => expect.poll(() => total(query)).toBe(wanted);
const script = (name: string) => join(root, "test/clients/statsd", name);
function canLoad(name: string): boolean {
  try {
    createRequire(import.meta.url)(name);
    return true;
  } catch {
    return false; // not compiled
  }
}
const python = process.env.SIDELIGHT_TEST_PYTHON ?? "python3";

describe.skipIf(isWindows)("datadog (Python)", () => {
  it.each([
    ["datagrams", "unix"],
    ["a stream", "unixstream"],
  ])("by %s counts, and sends events", async (_name, scheme) => {
    const path = scheme === "unix" ? datagramPath : streamPath;

    await run(python, [script("unix_python.py")], { SOCKET: `${scheme}://${path}`, NAME: scheme });

    await expectTotal(`name:py.${scheme}.hits`, 3);
    const [event] = await collector.waitFor(`"deploy by ${scheme}"`);
    expect(event).toMatchObject({ severity: "WARN", receiver: "statsd" });
  });
});

describe.skipIf(isWindows)("hot-shots (Node)", () => {
  it.skipIf(!canLoad("unix-dgram"))("by its own uds counts, and sends events", async () => {
    await run(process.execPath, [script("hotShotsDatagram.mjs")], { SOCKET: datagramPath });

    await expectTotal("name:node.uds.hits", 5);
    expect((await collector.waitFor("name:node.uds.size", "metrics"))[0]).toMatchObject({
      ...{ type: "histogram", count: 1, sum: 12.5, service: "node-shop" },
    });
    expect((await collector.waitFor('"node deploy"'))[0]).toMatchObject({ severity: "WARN" });
  });

  it("counts over a stream", async () => {
    await run(process.execPath, [script("hotShotsStream.mjs")], { SOCKET: streamPath });

    await expectTotal("name:node.stream.hits", 5);
  });
});

describe.skipIf(goPrograms === "")("datadog-go", () => {
  const addresses = [
    ["UDP", () => `127.0.0.1:${collector.statsdPort}`],
    ...(isWindows
      ? []
      : [
          ["datagrams of a Unix socket", () => `unix://${datagramPath}`] as const,
          ["a stream of a Unix socket", () => `unixstream://${streamPath}`] as const,
        ]),
  ] as const;

  it.each(addresses)("by %s sends all that it can", async (way, address) => {
    const tag = way.replaceAll(" ", "-");

    await run(join(goPrograms, "statsd"), [], { STATSD_ADDRESS: address(), WAY: tag });

    const own = `way:${tag}`;
    await expectTotal(`name:go.orders ${own}`, 1);
    await expectTotal(`name:go.items ${own}`, 5);
    const one = async (name: string) =>
      (await collector.waitFor(`name:${name} ${own}`, "metrics"))[0];
    expect(await one("go.open")).toMatchObject({ type: "gauge", value: 9, service: "go-shop" });
    expect(await one("go.time")).toMatchObject({ type: "histogram", count: 1, sum: 42 });
    expect(await one("go.latency")).toMatchObject({ count: 1, sum: 33 });
    expect(await one("go.size")).toMatchObject({ count: 1, sum: 12.5 });
    expect(await one("go.users")).toMatchObject({ type: "set", value: 1 });
    expect(await one("go.timed")).toMatchObject({ type: "gauge", value: 3 });
    expect((await collector.waitFor(`"go deploy" ${own}`))[0]).toMatchObject({ severity: "WARN" });
    expect((await collector.waitFor(`"it is down" ${own}`))[0]).toMatchObject({
      severity: "ERROR",
    });
  });
});
