import { createHash } from "node:crypto";
import { decode, decodeMulti, encode } from "@msgpack/msgpack";
import { expect, test } from "vitest";
import { Handshake } from "../../../../src/collector/receivers/fluent/handshake";
import { TestContext } from "../aContext";
import { aPeer } from "./aPeer";

const salt = Buffer.from("101112131415161718191a1b1c1d1e1f", "hex");
const nonce = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
const digest = (key: string, name: string, of: Uint8Array) =>
  createHash("sha512").update(salt).update(name).update(of).update(key).digest("hex");
const ping = (key: string, of: Uint8Array) =>
  encode(["PING", "cli", salt, digest(key, "cli", of), "", ""]);
const aMessage = encode(["t", 1_700_000_000, { message: "hi" }]);

/** A connection to a receiver that is set to this key, and the nonce of its greeting. */
function greeted(sharedKey: string) {
  const peer = aPeer(new TestContext({ sharedKey }));
  const [greeting] = peer.replies.splice(0);
  const [, { nonce }] = decode(greeting!) as [string, { nonce: Uint8Array }];
  return { peer, nonce, replies: () => peer.replies.flatMap((bytes) => [...decodeMulti(bytes)]) };
}

test("the digests are those of the specification's example", () => {
  const replies: Uint8Array[] = [];
  const peer = { reply: (bytes: Uint8Array) => void replies.push(bytes), close: () => undefined };
  const handshake = new Handshake("secret", peer, () => undefined, nonce);

  handshake.greet();
  const isTaken = handshake.take(ping("secret", nonce));

  expect(Buffer.from(replies[0]!).toString("hex")).toBe(
    "92a448454c4f83a56e6f6e6365c410000102030405060708090a0b0c0d0e0fa461757468a0a96b656570616c697665c3",
  );
  expect(digest("secret", "cli", nonce)).toMatch(/^dd1fb7e3cb27aa87/);
  expect(isTaken).toBe(true);
  expect(decode(replies[1]!)).toEqual([
    "PONG",
    true,
    "",
    "sidelight",
    digest("secret", "sidelight", nonce),
  ]);
});

test("a client with the key is let in, and what it sends is stored", async () => {
  const { peer, nonce, replies } = greeted("secret");

  await peer.send(ping("secret", nonce), aMessage);

  expect(replies()).toMatchObject([{ 0: "PONG", 1: true }]);
  expect(peer.context.logs).toMatchObject([{ body: "hi" }]);
  expect(peer.context.refused("fluent")).toEqual({});
});

test("a client with another key is told so, counted and closed", async () => {
  const { peer, nonce, replies } = greeted("secret");

  await peer.send(ping("other", nonce));

  expect(replies()).toMatchObject([{ 0: "PONG", 1: false, 2: "shared_key mismatch" }]);
  expect(peer.isClosed()).toBe(true);
  expect(peer.context.refused("fluent")).toEqual({ "wrong-shared-key": 1 });
});

test("a client without a key is taken all the same", async () => {
  const { peer } = greeted("secret");

  await peer.send(aMessage);

  expect(peer.context.logs).toMatchObject([{ body: "hi" }]);
});

test("where no key is set, nobody is greeted, and an answer to a greeting is no message", async () => {
  const peer = aPeer();

  await peer.send(ping("secret", nonce));

  expect(peer.replies).toEqual([]);
  expect(peer.context.refused("fluent")).toEqual({ "not-a-message": 1 });
});

test("an answer that cannot be decoded is refused as one with another key", async () => {
  const { peer } = greeted("secret");
  const mapWithListForKey = [0x81, 0x90, 0xc0];
  const broken = Buffer.from([
    0x96,
    0xa4,
    ...Buffer.from("PING"),
    ...mapWithListForKey,
    1,
    1,
    1,
    1,
  ]);

  await peer.send(broken);

  expect(peer.isClosed()).toBe(true);
  expect(peer.context.refused("fluent")).toEqual({ "wrong-shared-key": 1 });
});
