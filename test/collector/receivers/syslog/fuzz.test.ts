import { describe, expect, it } from "vitest";
import { Syslog } from "../../../../src/collector/receivers/syslog/syslog";
import { TestContext } from "../aContext";
import { aRandom, mutate, mutations } from "../mutate";

const seeds = [
  '<165>1 2003-10-11T22:14:15.003Z host app 1234 ID47 [ex@32473 k="a\\"b\\\\c\\]d"] \ufeffhello',
  "<34>Oct 11 22:14:15 mymachine su[12]: hi",
  "<189>29: *Mar  1 00:01:00.123: %SYS-5-CONFIG_I: Configured",
  '<14>tag[1]: @cee: {"level":"info","msg":"x"}',
  "36 <34>Oct 11 22:14:15 mymachine su: hi",
].map((text) => Buffer.from(text));
const pieces = ["<", ">", "[", "]", '"', "\\", " ", "\n", "\0", "9".repeat(20), "<14>", "é", "{"];

describe("mutated syslog", () => {
  it("is one record a datagram, whatever it holds", async () => {
    const context = new TestContext();
    const syslog = new Syslog(context);
    const random = aRandom(5);
    let blank = 0;

    for (let i = 0; i < mutations; i++) {
      const bytes = mutate(seeds[random(seeds.length)]!, pieces, random);
      if (bytes.every((byte) => [0, 10, 13, 32].includes(byte))) blank++;
      syslog.message(bytes);
    }

    await context.intake.flush();
    expect(context.logs).toHaveLength(mutations - blank);
  }, 120_000);

  it("in a stream never hangs, and keeps what stands behind it", async () => {
    const random = aRandom(6);

    for (let i = 0; i < mutations / 20; i++) {
      const context = new TestContext();
      const frames = new Syslog(context).createFrames();
      const bytes = mutate(seeds[random(seeds.length)]!, pieces, random);
      const cut = random(bytes.length);
      frames.push(bytes.subarray(0, cut));
      frames.push(bytes.subarray(cut));
      frames.push(Buffer.from(`\n${"x".repeat(200)}\n<14>alive\n`));
      frames.end();
      await context.intake.flush();

      expect(context.logs.some(({ body }) => body.includes("alive"))).toBe(true);
    }
  }, 120_000);
});
