import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import zlib from "node:zlib";
import { expect, it } from "vitest";
import { BodyReader, defaultBodyLimits } from "../../../src/collector/control/body";

function aRequest(body: Buffer, headers: Record<string, string> = {}): IncomingMessage {
  return Object.assign(Readable.from([body]), { headers }) as unknown as IncomingMessage;
}

it("counts a packed body until it is inflated, so that those that wait for their turn are bounded", async () => {
  const packed = zlib.gzipSync(Buffer.alloc(60 * 1024 * 1024));
  const reader = new BodyReader({ ...defaultBodyLimits, inFlightBytes: packed.length + 10 });
  const first = aRequest(packed, { "content-encoding": "gzip" });

  const reading = reader.read(first);
  await once(first, "end");
  const meanwhile = await reader.read(aRequest(Buffer.alloc(100)));
  await reading;
  const afterwards = await reader.read(aRequest(Buffer.alloc(100)));

  expect(meanwhile).toMatchObject({ status: 503, reason: "busy" });
  expect(afterwards).toHaveLength(100);
});
