import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { deflateSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createGelf, Gelf } from "../../../../src/collector/receivers/gelf/gelf";
import { NulFrames } from "../../../../src/collector/receivers/gelf/nulFrames";
import type { Listening } from "../../../../src/collector/pipeline/receiver";
import { TestContext, until } from "../aContext";
import { aRequest } from "../aRequest";

const message = (text: string) => `{"version":"1.1","host":"h","short_message":"${text}"}`;
const bodies = (context: TestContext) => context.logs.map(({ body }) => body);

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

describe("the GELF listener", () => {
  it("takes UDP and TCP on one port", async () => {
    const context = new TestContext();
    listening = await createGelf(context).listeners![0]!.listen(0);
    const { port } = listening;

    const udp = createSocket("udp6");
    udp.send(deflateSync(message("udp")), port, "::1", () => udp.close());
    connect(port, "127.0.0.1").end(`${message("one")}\0${message("two")}\0`);
    await until(() => context.logs.length === 3);

    expect(bodies(context).sort()).toEqual(["one", "two", "udp"]);
  });
});

describe("a TCP stream", () => {
  async function read(...chunks: string[]) {
    const context = new TestContext();
    const frames = new Gelf(context).createFrames();
    const isOpen = chunks.map((chunk) => frames.push(Buffer.from(chunk)));
    await context.intake.flush();
    const before = bodies(context);
    frames.end();
    await context.intake.flush();
    return { context, before, isOpen, all: bodies(context) };
  }

  it.each([
    ["NUL", [`${message("a")}\0${message("b")}\0`], ["a", "b"]],
    ["a frame in pieces", [message("a").slice(0, 9), message("a").slice(9), "\0"], ["a"]],
    ["line feed and NUL", [`${message("a")}\n\0${message("b")}\n\0`], ["a", "b"]],
    ["empty frames", [`\0\0\n\0${message("a")}\0`], ["a"]],
    [
      "line feeds alone",
      [`${message("a")}\n`, `${message("b")}\n${message("c")}\n`],
      ["a", "b", "c"],
    ],
    ["several in a frame", [`${message("a")}\n${message("b")}\0`], ["a", "b"]],
    ["line feeds within", [`{\n"short_message":\n"a"\n}\0`], ["a"]],
  ])("of %s is messages", async (_name, chunks, expected) => {
    expect((await read(...chunks)).before).toEqual(expected);
  });

  it("keeps a whole message without an end", async () => {
    const { before, all } = await read(message("a"));

    expect(before).toEqual([]);
    expect(all).toEqual(["a"]);
  });

  it("is closed by a frame beyond the bound, which is counted", async () => {
    const { context, isOpen } = await read("x".repeat(3 * 1024 * 1024));

    expect(isOpen).toEqual([false]);
    expect(context.refused("gelf")).toEqual({ "frame-too-long": 1 });
  });

  it("without a NUL is tried as whole messages so seldom that each byte is read twice at the most", () => {
    let triedBytes = 0;
    const isWhole = ({ length }: Buffer) => {
      triedBytes += length;
      return false;
    };
    const frames = new NulFrames(vi.fn(), isWhole, vi.fn());

    for (let i = 0; i < 20_000; i++) frames.push(Buffer.from('{"a":1\n'));

    expect(triedBytes).toBeGreaterThan(0);
    expect(triedBytes).toBeLessThanOrEqual(2 * frames.heldBytes);
  });
});

describe("POST /gelf", () => {
  async function post(body: string | Buffer, context = new TestContext()) {
    const [route] = createGelf(context).routes!;
    const reply = await route!.handle(aRequest({ path: "/gelf", body }));
    return { reply, context };
  }

  it.each([
    ["one message", message("a"), ["a"]],
    ["several, one a line", `${message("a")}\n${message("b")}\n`, ["a", "b"]],
    ["several in a row", `${message("a")}${message("b")}`, ["a", "b"]],
    ["an array", `[${message("a")},${message("b")}]`, ["a", "b"]],
    ["zlib, whatever the header says", deflateSync(message("a")), ["a"]],
  ])("with %s is answered 202 when it is stored", async (_name, body, expected) => {
    const { reply, context } = await post(body);

    expect(reply).toEqual({ status: 202, headers: { "content-length": "0" } });
    expect(bodies(context)).toEqual(expected);
  });

  it.each(["", "hello", '{"short_message":', "[1]", `${message("a")} x`])(
    "with %j is refused with the reason",
    async (body) => {
      const { reply, context } = await post(body);

      expect(reply).toMatchObject({ status: 400, body: expect.stringContaining("not-json") });
      expect(context.refused("gelf")).toEqual({ "not-json": 1 });
    },
  );

  it("without room asks to come again", async () => {
    const context = new TestContext();
    context.intake.hasRoom = () => false;

    const { reply } = await post(message("a"), context);

    expect(reply).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
    expect(context.refused("gelf")).toEqual({ "queue-full": 1 });
  });

  it("matches its path alone", () => {
    const [route] = createGelf(new TestContext()).routes!;

    expect(route!.matches("/gelf")).toBe(true);
    expect(route!.matches("/gelfs")).toBe(false);
  });
});
