// Streams of real clients (fluent-logger 0.11 for Python, fluent-logger 3.4 and @fluent-org/logger 1.0 for Node), as
// they came over the wire.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stored } from "../httpHarness";
import { golden } from "../../../golden";
import { aPeer } from "./aPeer";

const folder = join(import.meta.dirname, "fixtures");
const captured = readdirSync(folder).filter((name) => name.endsWith(".bin"));

describe("captured streams", () => {
  it.each(captured)("%s is read as its golden file says", async (name) => {
    const peer = aPeer();

    await peer.send(readFileSync(join(folder, name)));

    const read = { ...stored(peer.context, "fluent"), acknowledged: peer.acks().length };
    expect(read).toEqual(golden(join(folder, `${name}.golden.json`), read));
  });

  it.each(captured)("%s is the same byte by byte", async (name) => {
    const bytes = readFileSync(join(folder, name));
    const [whole, single] = [aPeer(), aPeer()];

    await whole.send(bytes);
    await single.send(...Array.from(bytes, (byte) => Uint8Array.of(byte)));

    expect(stored(single.context, "fluent")).toEqual(stored(whole.context, "fluent"));
    expect(single.acks()).toEqual(whole.acks());
  });
});
