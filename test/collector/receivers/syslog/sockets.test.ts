import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createSyslog } from "../../../../src/collector/receivers/syslog/syslog";
import type { Listening } from "../../../../src/collector/pipeline/receiver";
import { TestContext, until } from "../aContext";

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

async function listen(context: TestContext): Promise<number> {
  listening = await createSyslog(context).listeners![0]!.listen(0);
  return listening.port;
}

describe("the syslog listener", () => {
  it("takes UDP and TCP on one port", async () => {
    const context = new TestContext();
    const port = await listen(context);

    const udp = createSocket("udp4");
    udp.send("<14>by udp", port, "127.0.0.1", () => udp.close());
    connect(port, "127.0.0.1").end("<14>by tcp\n");
    connect(port, "::1").end("14 <14>by tcp too");
    await until(() => context.logs.length === 3);

    expect(context.logs.map(({ body }) => body).sort()).toEqual(["by tcp", "by tcp too", "by udp"]);
  });

  it("pauses a sender while there is no room, and loses nothing", async () => {
    const context = new TestContext();
    let isFull = true;
    const hasRoom = context.intake.hasRoom.bind(context.intake);
    context.intake.hasRoom = (sizeBytes) => !isFull && hasRoom(sizeBytes);
    const port = await listen(context);
    const lines = Array.from({ length: 20_000 }, (_, i) => `<14>line ${i} ${"x".repeat(80)}\n`);

    const socket = connect(port, "127.0.0.1");
    socket.end(lines.join(""));
    await until(() => socket.bytesWritten > 0);
    expect(context.logs).toEqual([]);
    isFull = false;
    await until(() => context.logs.length === lines.length);

    expect(context.dropped("syslog")).toEqual({});
  });

  it("keeps what an open connection has sent when it closes", async () => {
    const context = new TestContext();
    const port = await listen(context);
    const socket = connect(port, "127.0.0.1");
    socket.write("<14>first\n<14>unfinished");
    await until(() => context.logs.length === 1);

    await listening!.close();
    listening = undefined;
    await until(() => context.logs.length === 2);

    expect(context.logs[1]!.body).toBe("unfinished");
  });
});
