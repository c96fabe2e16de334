// rsyslogd, forwarding what logger(1) gives it: by UDP in the old form, by TCP with octet counting in the new one.

import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patienceMs } from "../../patience";
import { finish, succeeded, TestCollector } from "../collector";

const program = process.env.SIDELIGHT_TEST_RSYSLOGD ?? "";

let collector: TestCollector;
let folder: string;
let rsyslogd: ChildProcess;
let port: number;
beforeAll(async () => {
  if (program === "") return;
  collector = await TestCollector.start();
  folder = mkdtempSync(join(tmpdir(), "sidelight-rsyslog-"));
  port = await freePort();
  const configuration = join(folder, "rsyslog.conf");
  writeFileSync(configuration, configurationText(collector.endpoints.syslog!.split(":")[1]!));
  const pid = join(folder, "rsyslogd.pid");
  rsyslogd = spawn(program, ["-n", "-f", configuration, "-i", pid], { stdio: "ignore" });
  await until(() => existsSync(pid) && existsSync(join(folder, "log.socket")));
});
afterAll(async () => {
  if (program === "") return;
  const ended = new Promise((resolve) => rsyslogd.once("close", resolve));
  rsyslogd.kill("SIGTERM");
  await ended;
  await collector.stop();
  rmSync(folder, { recursive: true, force: true });
});

function configurationText(to: string): string {
  const target = `type="omfwd" target="127.0.0.1" port="${to}"`;
  return `
global(workDirectory="${folder}" localHostname="db7")
module(load="imuxsock" SysSock.Use="off")
module(load="imudp")
input(type="imuxsock" Socket="${join(folder, "log.socket")}")
input(type="imudp" address="127.0.0.1" port="${port}")
if $syslogfacility-text == "local3" then {
  action(${target} protocol="udp" template="RSYSLOG_TraditionalForwardFormat")
}
if $syslogfacility-text == "local4" then {
  action(${target} protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")
}
`;
}

/** logger(1) to rsyslogd's own socket, or by UDP where the arguments say so. */
const log = async (...args: string[]) => succeeded(await finish("logger", args));
const local = () => ["--socket", join(folder, "log.socket"), "--tag", "shop", "--id=77"];
const one = async (text: string) => (await collector.waitFor(`"${text}" receiver:syslog`))[0];

describe.skipIf(program === "")("rsyslogd", () => {
  it("forwards by UDP: host, program, process and level arrive", async () => {
    await log(...local(), "--priority", "local3.err", "by udp, größe");

    expect(await one("by udp")).toMatchObject({
      body: "by udp, größe",
      severity: "ERROR",
      service: "shop",
    });
    expect(JSON.stringify(await one("by udp"))).toContain("db7");
  });

  it("forwards by TCP with octet counting: nothing runs together", async () => {
    await log(...local(), "--priority", "local4.warning", "first by tcp\twith a tab");
    await log(...local(), "--priority", "local4.info", "second by tcp");

    expect(await one("first by tcp")).toMatchObject({ severity: "WARN", service: "shop" });
    expect(await one("second by tcp")).toMatchObject({
      body: "second by tcp",
      severity: "INFO",
      service: "shop",
    });
  });

  it("passes structured data on, which become attributes", async () => {
    await log(
      ...["--server", "127.0.0.1", "--port", String(port), "--udp", "--rfc5424"],
      ...["--sd-id", "order@32473", "--sd-param", 'request_id="req-00007777"'],
      ...["--sd-param", 'items="3"', "--tag", "shop", "--priority", "local4.crit"],
      ...["--msgid", "pay", "with structured data"],
    );

    const record = await one("with structured data");

    expect(record).toMatchObject({ severity: "FATAL", requestId: "req-00007777" });
    expect(JSON.stringify(record.attributes)).toContain('"3"');
  });

  it("refuses nothing on the way", async () => {
    const { receivers } = await collector.stats();
    const syslog = receivers.find((one: { receiver: string }) => one.receiver === "syslog");

    expect(syslog).toMatchObject({ refused: {}, dropped: {} });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!isTrue()) {
    if (Date.now() > end || rsyslogd.exitCode !== null) throw new Error("rsyslogd did not start.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
