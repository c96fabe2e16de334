// Streams of syslog-ng 3.38, as they came over TCP; the name of the machine it ran on was replaced.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Syslog } from "../../../../src/collector/receivers/syslog/syslog";
import { TestContext } from "../aContext";
import { stored } from "../httpHarness";
import { golden } from "../../../golden";

const folder = join(import.meta.dirname, "fixtures");
const captured = readdirSync(folder).filter((name) => name.endsWith(".bin"));

describe("captured streams", () => {
  it.each(captured)("%s is read as its golden file says", async (name) => {
    const context = new TestContext();
    context.clock = BigInt(Date.parse("2026-11-22T19:00:10Z")) * 1_000_000n;
    const frames = new Syslog(context).createFrames();

    frames.push(readFileSync(join(folder, name)));
    frames.end();
    await context.intake.flush();

    const read = stored(context, "syslog");
    expect(read).toEqual(golden(join(folder, `${name}.golden.json`), read));
  });
});
