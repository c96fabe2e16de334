import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import zlib from "node:zlib";
import { expect, it } from "vitest";
import { PayloadMemory } from "../../../src/collector/pipeline/payloadMemory";
import { BodyReader, defaultBodyLimits } from "../../../src/collector/control/body";

function aRequest(body: Buffer, headers: Record<string, string> = {}): IncomingMessage {
  return Object.assign(Readable.from([body]), { headers }) as unknown as IncomingMessage;
}

const MiB = 1024 * 1024;
const aReader = (heldBytes: number) =>
  new BodyReader(defaultBodyLimits, new PayloadMemory({ heldBytes, unpackedBytes: 64 * MiB }));

it("counts a packed body until it is inflated, so that those that wait for their turn are bounded", async () => {
  const packed = zlib.gzipSync(Buffer.alloc(60 * MiB));
  const reader = aReader(packed.length + 10);
  const first = aRequest(packed, { "content-encoding": "gzip" });

  const reading = reader.read(first);
  await once(first, "end");
  const meanwhile = await reader.read(aRequest(Buffer.alloc(100)));
  const inflated = await reading;
  const afterwards = await reader.read(aRequest(Buffer.alloc(100)));

  expect(meanwhile).toMatchObject({ status: 503, reason: "busy" });
  expect(inflated).toMatchObject({ status: 503, reason: "busy" }); // what it became has no room
  expect(afterwards).toMatchObject({ bytes: Buffer.alloc(100) });
});

it("counts a body, of what it became, until it is answered", async () => {
  const reader = aReader(10_000);
  const body = aRequest(zlib.gzipSync(Buffer.alloc(9000)), { "content-encoding": "gzip" });

  const held = await reader.read(body);
  const meanwhile = await reader.read(aRequest(Buffer.alloc(2000)));
  if ("release" in held) held.release();
  const afterwards = await reader.read(aRequest(Buffer.alloc(2000)));

  expect(held).toMatchObject({ bytes: Buffer.alloc(9000) });
  expect(meanwhile).toMatchObject({ status: 503, reason: "busy" });
  expect(afterwards).toMatchObject({ bytes: Buffer.alloc(2000) });
});
