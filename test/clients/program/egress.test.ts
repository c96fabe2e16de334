import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { finish, root } from "../collector";

/** Addresses that a traced program connected or sent to, other than this machine's own; its resolver asks others. */
function foreignAddresses(trace: string): string[] {
  return trace
    .split("\n")
    .filter((line) => /sin_addr|sin6_addr|inet_pton/.test(line))
    .filter(
      (line) =>
        /port=htons\(53\)/.test(line) ||
        !/inet_addr\("127\.|inet_pton\(AF_INET6, "::1"|"::ffff:127\./.test(line),
    );
}

it.runIf(process.platform === "linux")(
  "nothing leaves the machine: every connection that the collector opens is to loopback",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "sidelight-egress-"));
    const trace = join(folder, "trace.txt");
    const child = spawn(
      "strace",
      [
        ...["-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", trace],
        ...[
          process.execPath,
          join(root, "dist/cli.js"),
          "serve",
          "--json",
          "--data",
          join(folder, "data"),
        ],
        ...["http", "grpc", "statsd", "syslog", "gelf", "fluent"].flatMap((name) => [
          `--${name}-port`,
          "0",
        ]),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const ready = JSON.parse(
      await new Promise<string>((resolve) =>
        createInterface({ input: child.stdout }).once("line", resolve),
      ),
    ) as { pid: number; endpoints: Record<string, string> };

    const response = await fetch(`${ready.endpoints.http}/v1/logs`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"see https://example.com"}}]}]}]}',
    });
    const query = await finish(
      process.execPath,
      [join(root, "dist/cli.js"), "query", "example", "--json"],
      {
        env: { SIDELIGHT_DATA: join(folder, "data") },
      },
    );
    const ended = new Promise((resolve) => child.once("close", resolve));
    process.kill(ready.pid, "SIGTERM");
    await ended;
    const traced = readFileSync(trace, "utf8");
    rmSync(folder, { recursive: true, force: true });

    expect(response.status).toBe(200);
    expect(query.stdout).toContain("example.com");
    expect(foreignAddresses(traced)).toEqual([]);
  },
);

// 192.0.2.1 is reserved for documentation (RFC 5737): nothing answers there, the attempt is what counts. Resolvers of
// this machine are on loopback: none is at 127.0.0.9.
it.runIf(process.platform === "linux").each([
  [
    "a connection elsewhere",
    'const s = require("net").connect(9, "192.0.2.1"); s.on("error", () => {})',
    "192.0.2.1",
  ],
  [
    "a name that is looked up",
    'const { Resolver } = require("dns"); const r = new Resolver(); r.setServers(["127.0.0.9"]); r.resolve4("a.example", () => {})',
    "127.0.0.9",
  ],
])("the watch itself sees %s", async (_name, script, address) => {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-egress-"));
  const trace = join(folder, "trace.txt");

  await finish("strace", [
    ...["-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", trace],
    ...[process.execPath, "-e", `${script}; setTimeout(() => process.exit(), 200)`],
  ]);
  const traced = readFileSync(trace, "utf8");
  rmSync(folder, { recursive: true, force: true });

  expect(foreignAddresses(traced).join()).toContain(address);
});
