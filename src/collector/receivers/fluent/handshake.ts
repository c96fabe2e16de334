// The handshake of a client that is set to a shared key (specification v1, "Authentication"): the server greets, the
// client answers with a digest of the key, the server with one of its own. Who is set to none sends at once, and may:
// the listener is on loopback, and the key is there so that such a client works with nothing but its address changed.

import { createHash, randomBytes } from "node:crypto";
import { decode, encode } from "@msgpack/msgpack";
import type { Peer } from "../../pipeline/tcpLoopback";
import { readHeader } from "./msgpackEnd";

/** A client refuses a server of its own name. */
const serverName = "sidelight";
const pingParts = 6;
/** `["PING", …` */
const pingStart = Buffer.from([0x90 + pingParts, 0xa4, ...Buffer.from("PING")]);
/** Host name, salt, digests and user name have some hundred bytes. */
const maxPingBytes = 4096;

type Text = string | Uint8Array;

export class Handshake {
  constructor(
    private readonly sharedKey: string,
    private readonly peer: Peer,
    private readonly refused: (ping: Uint8Array) => void,
    private readonly nonce: Uint8Array = randomBytes(16),
  ) {}

  greet(): void {
    // No `auth`: user names are not asked for.
    const options = { nonce: this.nonce, auth: "", keepalive: true };
    this.peer.reply(encode(["HELO", options]));
  }

  /** True when these bytes were the client's answer to the greeting, and no message. */
  take(bytes: Uint8Array): boolean {
    if (bytes.length > maxPingBytes || readHeader(bytes, 0)?.children !== pingParts) return false;
    if (!pingStart.equals(bytes.subarray(0, pingStart.length))) return false;
    const [, host, salt, given] = decoded(bytes);
    if (isText(host) && isText(salt) && given === this.digest(salt, host)) {
      const pong = ["PONG", true, "", serverName, this.digest(salt, serverName)];
      this.peer.reply(encode(pong));
      return true;
    }
    this.refused(bytes);
    this.peer.reply(encode(["PONG", false, "shared_key mismatch", "", ""]));
    this.peer.close();
    return true;
  }

  private digest(salt: Text, name: Text): string {
    const hash = createHash("sha512");
    for (const part of [salt, name, this.nonce, this.sharedKey]) hash.update(part);
    return hash.digest("hex");
  }
}

/** Nothing of what MessagePack allows and the library does not, such as a map with a list for a key. */
function decoded(bytes: Uint8Array): unknown[] {
  try {
    return decode(bytes) as unknown[];
  } catch {
    return [];
  }
}

const isText = (value: unknown): value is Text =>
  typeof value === "string" || value instanceof Uint8Array;
