import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { encode, ExtData } from "@msgpack/msgpack";
import { afterEach, describe, expect, it } from "vitest";
import { OverloadedError } from "../../../../src/collector/pipeline/intake";
import { createFluent } from "../../../../src/collector/receivers/fluent/fluent";
import { maxMessageBytes } from "../../../../src/collector/receivers/fluent/frames";
import type { Listening } from "../../../../src/collector/pipeline/receiver";
import { TestContext, until } from "../aContext";
import { aZstdFrame } from "../../aZstdFrame";
import { aPeer } from "./aPeer";

const bodies = ({ logs }: TestContext) => logs.map(({ body }) => body);
const attributesOf = (context: TestContext) =>
  context.logs.map(({ attributes }) => JSON.parse(attributes) as Record<string, unknown>);
const secondsNanos = 1_700_000_000_000_000_000n;

/** Events one behind the other, as in a packed blob. */
const blob = (...events: unknown[]) => Buffer.concat(events.map((event) => encode(event)));

describe("a message", () => {
  it.each([
    ["of one event", "93a174ce6553f10081a16da26869", [["hi", secondsNanos]]],
    ["with an EventTime", "93a174d7006553f1000000000581a16da26869", [["hi", secondsNanos + 5n]]],
    [
      "of events in an array",
      "92a1749292ce6553f10081a16da16192ce6553f10181a16da162",
      [
        ["a", secondsNanos],
        ["b", secondsNanos + 1_000_000_000n],
      ],
    ],
    [
      "with a blob",
      "93a174c42092d7006553f1000000000081a16da16192d7006553f1010000000081a16da16281a473697a6502",
      [
        ["a", secondsNanos],
        ["b", secondsNanos + 1_000_000_000n],
      ],
    ],
    [
      "with fluent-bit's metadata",
      "92a174c4129292d7006553f100000000008081a16da161",
      [["a", secondsNanos]],
    ],
    ["in an ext 8 time", "93a174c708006553f1000000000581a16da26869", [["hi", secondsNanos + 5n]]],
    [
      "whose nanoseconds are more than a second",
      "93a174d7006553f100ffffffff81a16da26869",
      [["hi", secondsNanos + 999_999_999n]],
    ],
    ["with a nil for its options", "94a174ce6553f10081a16da26869c0", [["hi", secondsNanos]]],
    [
      "of events, with a nil for its options",
      "93a1749192ce6553f10081a16da161c0",
      [["a", secondsNanos]],
    ],
    ["of an empty tag", "93a0ce6553f10081a16da26869", [["hi", secondsNanos]]],
    ["with a key twice", "93a174ce6553f10082a16da161a16da162", [["b", secondsNanos]]],
    ["after a heartbeat", "c0c093a174ce6553f10081a16da26869c0", [["hi", secondsNanos]]],
  ])("%s is read", async (_name, hex, expected) => {
    const peer = aPeer();

    // Its examples say `m`, which no logger does: the body is made of the fields.
    await peer.send(hex);

    const read = peer.context.logs.map((log) => [log.body.replace(/^m=/, ""), log.timeUnixNano]);
    expect(read.map(([body, time]) => [String(body).split(" ")[0], time])).toEqual(expected);
    expect(peer.acks()).toEqual([]);
    expect(peer.context.refused("fluent")).toEqual({});
  });

  it.each([
    ["zero seconds: now", 0, undefined],
    ["nil: now", null, undefined],
    ["a fraction", 1700000000.5, 1_700_000_000_500_000_000n],
    ["far beyond: now", 2 ** 50, undefined],
    ["negative: now", -5, undefined],
  ])("at %s", async (_name, time, expected) => {
    const peer = aPeer();

    await peer.send(encode(["t", time, { message: "m" }]));

    expect(peer.context.logs[0]?.timeUnixNano).toBe(expected ?? peer.context.clock);
  });

  it("whose blob an old encoder wrote as a string is read", async () => {
    const peer = aPeer();
    const events = blob([1700000000, { message: "grün", bytes: Buffer.from([0xff, 0xfe]) }]);
    const asString = Buffer.concat([Buffer.from([0x92, 0xa1, 0x74, 0xd9, events.length]), events]);

    await peer.send(asString);

    expect(bodies(peer.context)).toEqual(["grün"]);
    expect(attributesOf(peer.context)[0]).toMatchObject({ bytes: "fffe" });
  });

  it.each([
    ["one member", (events: Buffer) => gzipSync(events)],
    ["several members", (events: Buffer) => Buffer.concat([gzipSync(events), gzipSync(events)])],
  ])("packed with gzip of %s is read", async (_name, pack) => {
    const peer = aPeer();
    const events = blob([1700000000, { message: "packed" }]);

    await peer.send(encode(["t", pack(events), { compressed: "gzip", chunk: "c" }]));

    expect(new Set(bodies(peer.context))).toEqual(new Set(["packed"]));
    expect(peer.acks()).toEqual(["c"]);
  });

  it("packed with zstd in several frames is read", async () => {
    const peer = aPeer();
    const events = aZstdFrame(blob([1700000000, { message: "packed" }]));

    await peer.send(
      encode(["t", Buffer.concat([events, events]), { compressed: "zstd", chunk: "c" }]),
    );
    await peer.send(encode(["t", events.subarray(0, -1), { compressed: "zstd", chunk: "d" }]));

    expect(bodies(peer.context)).toEqual(["packed", "packed"]);
    expect(peer.acks()).toEqual(["c", "d"]);
    expect(peer.context.refused("fluent")).toEqual({ "bad-compression": 1 });
  });

  it("in JSON is read, and acknowledged in JSON", async () => {
    const peer = aPeer();

    await peer.send(
      Buffer.from(
        '["t",1700000000,{"message":"a ] \\" b"},{"chunk":"x"}]\n["t",[[1700000000,{"message":"c"}]]]',
      ),
    );

    expect(bodies(peer.context)).toEqual(['a ] " b', "c"]);
    expect(Buffer.concat(peer.replies).toString()).toBe('{"ack":"x"}');
  });

  it("keeps what JSON cannot say", async () => {
    const peer = aPeer();

    await peer.send(
      encode(
        [
          "t",
          1,
          {
            message: "m",
            big: 2n ** 60n,
            small: 7n,
            at: new Date(0),
            bytes: Buffer.from("text"),
            none: null,
            odd: new ExtData(5, new Uint8Array([1, 255])),
          },
        ],
        { useBigInt64: true },
      ),
    );

    expect(attributesOf(peer.context)[0]).toMatchObject({
      big: "1152921504606846976",
      small: 7,
      at: "1970-01-01T00:00:00.000Z",
      bytes: "text",
      none: null,
      odd: "01ff",
    });
  });
});

describe("an acknowledgement", () => {
  const message =
    "94a174ce6553f10081a16da2686981a56368756e6bb870386e39676d7854515643382f6e6832776c4b4b65513d3d";

  it("is the chunk's id, after the commit", async () => {
    const peer = aPeer();

    peer.frames.push(Buffer.from(message, "hex"));
    const before = peer.replies.length;
    await peer.send();

    expect(before).toBe(0);
    expect(Buffer.concat(peer.replies).toString("hex")).toBe(
      "81a361636bb870386e39676d7854515643382f6e6832776c4b4b65513d3d",
    );
  });

  it("is given again to who sends again, and the records are stored once", async () => {
    const peer = aPeer();
    const again = aPeer(peer.context, peer.chunks);

    await peer.send(message);
    await again.send(message);

    expect(again.acks()).toHaveLength(1);
    expect(peer.context.logs).toHaveLength(1);
    expect(peer.context.leftOut("fluent")).toEqual({ duplicate: 1 });
  });

  it("is not given when the records could not be stored; sent again, they are", async () => {
    const peer = aPeer();
    const accept = peer.context.intake.accept.bind(peer.context.intake);
    peer.context.intake.accept = () => Promise.reject(new OverloadedError());

    await peer.send(message);
    const before = peer.acks().length;
    peer.context.intake.accept = accept;
    await peer.send(message);

    expect(before).toBe(0);
    expect(peer.acks()).toHaveLength(1);
    expect(peer.context.logs).toHaveLength(1);
  });

  it("keeps an id of bytes as bytes", async () => {
    const peer = aPeer();
    const id = randomBytes(16);

    await peer.send(encode(["t", [[1, { message: "m" }]], { chunk: id }]));

    expect(peer.acks()).toEqual([new Uint8Array(id)]);
  });

  it("is given for what is broken too, which would fail for ever", async () => {
    const peer = aPeer();

    await peer.send(
      encode([
        "t",
        [
          [1, { message: "good" }],
          ["soon", {}],
          [1, 7],
        ],
        { chunk: "a" },
      ]),
    );
    await peer.send(
      encode([
        "t",
        Buffer.concat([blob([1, { message: "kept" }]), Buffer.from([0x92, 0x01])]),
        { chunk: "b" },
      ]),
    );
    await peer.send(encode(["t", Buffer.from("no gzip"), { chunk: "c", compressed: "gzip" }]));
    await peer.send(encode(["t", Buffer.from("x"), { chunk: "d", compressed: "lzma" }]));
    await peer.send(encode(["t", blob([1, {}]), { chunk: "e", fluent_signal: 1 }]));
    await peer.send(encode(["t", 1, null, { chunk: "f" }]), encode(["t", 1, [], { chunk: "g" }]));
    await peer.send(encode(["t", [], { chunk: "h" }]));

    expect(peer.acks()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
    expect(bodies(peer.context)).toEqual(["good", "kept"]);
    expect(peer.context.refused("fluent")).toEqual({
      "bad-entry": 5,
      "bad-compression": 1,
      "unknown-compression": 1,
      "metrics-and-traces-not-kept": 1,
    });
  });

  it("a message of millions of events that are none is given up, with what was read before", async () => {
    const nils = Buffer.concat([blob([1, { message: "kept" }]), Buffer.alloc(20_000_000, 0xc0)]);
    const peer = aPeer();

    await peer.send(encode(["t", gzipSync(nils), { chunk: "packed", compressed: "gzip" }]));
    await peer.send(encode(["t", nils.subarray(0, 200_000), { chunk: "plain" }]));

    expect(peer.acks()).toEqual(["packed", "plain"]);
    expect(bodies(peer.context)).toEqual(["kept", "kept"]);
    expect(peer.context.refused("fluent")).toEqual({
      "bad-entry": 20_000,
      "too-many-bad-entries": 2,
    });
  });
});

describe("what cannot be a message", () => {
  it.each([
    ["not-forward", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
    ["tls", Buffer.from("1603010200010001fc0303", "hex")],
    ["malformed", Buffer.from("93c1", "hex")],
    ["malformed", Buffer.alloc(10_000, 0x91)],
    [
      "message-too-long",
      Buffer.concat([Buffer.from("92a174c67fffffff", "hex"), Buffer.alloc(maxMessageBytes)]),
    ],
  ])("is told as %s, and the connection closed", async (reason, bytes) => {
    const peer = aPeer();

    await peer.send(bytes);

    expect(peer.isClosed()).toBe(true);
    expect(peer.context.refused("fluent")).toEqual({ [reason]: 1 });
  });

  it.each([
    ["a map", encode({ a: 1 })],
    ["a text", encode("hello")],
    ["an array of one", encode(["t"])],
    ["no tag", encode([7, 1, {}])],
    ["a ping of the handshake", encode(["PING", "host", "salt", "digest", "", ""])],
  ])("but %s is counted, and the stream read on", async (_name, bytes) => {
    const peer = aPeer();

    await peer.send(bytes, encode(["t", 1, { message: "after" }]));

    expect(peer.isClosed()).toBe(false);
    expect(bodies(peer.context)).toContain("after");
    expect(Object.values(peer.context.refused("fluent"))).toEqual([1]);
  });

  it("is counted when the connection ends in the middle", async () => {
    const peer = aPeer();

    await peer.send(Buffer.from("93a174ce6553", "hex"));
    peer.frames.end();

    expect(peer.context.refused("fluent")).toEqual({ "incomplete-message": 1 });
  });
});

describe("a large blob", () => {
  const many = 20_000;
  const large = () =>
    encode([
      "t",
      gzipSync(blob(...Array.from({ length: many }, (_, i) => [1, { message: `m${i}` }]))),
      { compressed: "gzip", chunk: "c" },
    ]);

  it("waits for room and holds its stream back meanwhile", async () => {
    const peer = aPeer();
    let isFull = true;
    const hasRoom = peer.context.intake.hasRoom.bind(peer.context.intake);
    peer.context.intake.hasRoom = (size) => !isFull && hasRoom(size);

    peer.frames.push(Buffer.from(large()));
    peer.frames.push(Buffer.from(encode(["t", 1, { message: "behind" }])));
    await new Promise((resolve) => setImmediate(resolve));
    const before = { isBusy: peer.frames.isBusy, logs: peer.context.logs.length };
    isFull = false;
    await peer.send();
    await until(() => peer.context.logs.length === many + 1);

    expect(before).toEqual({ isBusy: true, logs: 0 });
    expect(bodies(peer.context).at(-1)).toBe("behind");
    expect(peer.acks()).toEqual(["c"]);
    expect(peer.context.dropped("fluent")).toEqual({});
  });
});

describe("a record", () => {
  it("of Docker's driver is its line, parsed, with the container's names", async () => {
    const peer = aPeer();
    const container_id = "8a7b2c3d4e5f8a7b2c3d4e5f8a7b2c3d4e5f8a7b2c3d4e5f8a7b2c3d4e5f8a7b";

    await peer.send(
      encode([
        "8a7b2c3d4e5f",
        1700000000,
        {
          container_id,
          container_name: "/shop-api-1",
          source: "stderr",
          log: '{"level":"error","msg":"boom","request_id":"req-12345678"}',
        },
      ]),
      encode([
        "8a7b2c3d4e5f",
        1700000000,
        { container_id, container_name: "/shop-api-1", source: "stdout", log: "plain text" },
      ]),
    );

    expect(peer.context.logs).toMatchObject([
      {
        body: "boom",
        severityNumber: 17,
        service: "shop-api-1",
        requestId: "req-12345678",
        timeUnixNano: secondsNanos,
      },
      { body: "plain text", service: "shop-api-1", timeUnixNano: secondsNanos },
    ]);
    expect(attributesOf(peer.context)[0]).toMatchObject({
      "container.id": container_id,
      "container.name": "shop-api-1",
      "log.iostream": "stderr",
    });
  });

  const aPiece = (text: string, options: object = {}) =>
    encode([
      "8a7b2c3d4e5f",
      1700000000,
      {
        container_id: "8a7b2c3d4e5f",
        container_name: "/api",
        source: "stdout",
        log: text,
        partial_message: "true",
        partial_id: "p1",
        partial_last: "false",
        ...options,
      },
    ]);

  it("that Docker cut in pieces is one line again", async () => {
    const peer = aPeer();

    await peer.send(aPiece("one "), aPiece("other", { partial_id: "p2", partial_last: "true" }));
    await peer.send(aPiece("and "), aPiece("the rest", { partial_last: "true" }));

    expect(bodies(peer.context)).toEqual(["other", "one and the rest"]);
    expect(attributesOf(peer.context)[1]).not.toHaveProperty("partial_id");
  });

  it("whose rest does not come is kept as far as it came, and counted", async () => {
    const peer = aPeer();

    await peer.send(aPiece("half"));
    const before = peer.context.logs.length;
    await peer.chunks.dispose();
    await peer.context.intake.flush();

    expect(before).toBe(0);
    expect(bodies(peer.context)).toEqual(["half"]);
    expect(peer.context.refused("fluent")).toEqual({ "line-cut": 1 });
  });

  it("of fluent-bit has the pod's names", async () => {
    const peer = aPeer();

    await peer.send(
      encode([
        "kube.var.log",
        1700000000,
        {
          log: "2024-01-01T10:00:00Z WARN slow\n",
          stream: "stdout",
          kubernetes: { pod_name: "shop-1", namespace_name: "dev", container_name: "api" },
        },
      ]),
    );

    expect(peer.context.logs[0]).toMatchObject({
      body: "slow",
      severityNumber: 13,
      service: "api",
    });
    expect(attributesOf(peer.context)[0]).toMatchObject({
      "k8s.pod.name": "shop-1",
      "k8s.namespace.name": "dev",
    });
  });

  it("of a logger has its tag as logger and the tag's beginning as service", async () => {
    const peer = aPeer();

    await peer.send(encode(["shop.access", 1700000000, { message: "m", level: "warn" }]));

    expect(peer.context.logs[0]).toMatchObject({
      logger: "shop.access",
      service: "shop",
      severityNumber: 13,
    });
  });
});

describe("the listener", () => {
  let listening: Listening | undefined;
  afterEach(async () => {
    await listening?.close();
    listening = undefined;
  });

  it("acknowledges over TCP and answers heartbeats over UDP on one port", async () => {
    const context = new TestContext();
    listening = await createFluent(context).listeners![0]!.listen(0);
    const { port } = listening;

    const socket = connect(port, "127.0.0.1");
    const acknowledged = new Promise<Buffer>((resolve) => socket.once("data", resolve));
    socket.write(encode(["t", 1, { message: "m" }, { chunk: "c" }]));
    const udp = createSocket("udp4");
    const beat = new Promise<Buffer>((resolve) => udp.once("message", resolve));
    udp.send("beat", port, "127.0.0.1");

    expect(await acknowledged).toEqual(Buffer.from(encode({ ack: "c" })));
    expect(await beat).toEqual(Buffer.from([0]));
    expect(bodies(context)).toEqual(["m"]);
    socket.destroy();
    udp.close();
  });

  it("takes what a client sent that closes at once", async () => {
    const context = new TestContext();
    listening = await createFluent(context).listeners![0]!.listen(0);

    const socket = connect(listening.port, "127.0.0.1");
    socket.end(
      Buffer.concat([encode(["t", 1, { message: "a" }]), encode(["t", 1, { message: "b" }])]),
    );
    await until(() => context.logs.length === 2);

    expect(bodies(context)).toEqual(["a", "b"]);
  });
});
