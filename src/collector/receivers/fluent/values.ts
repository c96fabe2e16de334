// MessagePack values of the forward protocol → plain values: EventTime, integers beyond 2^53, bytes that are text.

import { Decoder, ExtData, ExtensionCodec } from "@msgpack/msgpack";
import { formatTime } from "../../../shared/time";
import { isPlainObject } from "../../pipeline/parseJson";

/** Extension type 0: seconds and nanoseconds. */
export class EventTime {
  constructor(
    readonly seconds: number,
    readonly nanos: number,
  ) {}

  get unixNano(): bigint {
    return BigInt(this.seconds) * 1_000_000_000n + BigInt(Math.min(this.nanos, 999_999_999));
  }
}

const codec = new ExtensionCodec();
codec.register({
  type: 0,
  encode: () => null,
  decode: (data) => {
    if (data.length !== 8) return new ExtData(0, data.slice());
    const view = new DataView(data.buffer, data.byteOffset, 8);
    return new EventTime(view.getUint32(0), view.getUint32(4));
  },
});

const options = {
  extensionCodec: codec,
  useBigInt64: true,
  mapKeyConverter: (key: unknown) => keyText(key),
};

/** Decodes one value after another; throws what the library throws on bytes that are none. */
export class ValueDecoder {
  private decoder = new Decoder(options);

  decode(bytes: Uint8Array): unknown {
    try {
      return this.decoder.decode(bytes);
    } catch (error) {
      this.decoder = new Decoder(options); // it may hold half of a value
      throw error;
    }
  }
}

/** Nested deeper, a value is kept as its JSON text's beginning says. */
const maxDepth = 100;

/** As JSON would have it: bytes as text where they are, else as hex; big integers as decimal strings. */
function plainValue(value: unknown, depth = 0): unknown {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  }
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return textOfBytes(value);
  if (value instanceof EventTime) return formatTime(value.unixNano);
  if (value instanceof ExtData) {
    const { data } = value;
    return typeof data === "function" ? "" : Buffer.from(data).toString("hex");
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? "invalid time" : value.toISOString();
  }
  if (depth >= maxDepth) return "…";
  if (Array.isArray(value)) return value.map((inner) => plainValue(inner, depth + 1));
  return plainRecord(value, depth + 1);
}

/** The same of a map. */
export function plainRecord(value: object, depth = 0): Record<string, unknown> {
  // Without a prototype, so that a field of any name is a field.
  const plain = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) plain[key] = plainValue(inner, depth);
  return plain;
}

export const isMap = (value: unknown): value is Record<string, unknown> =>
  isPlainObject(value) &&
  !(value instanceof Uint8Array || value instanceof EventTime || value instanceof ExtData) &&
  !(value instanceof Date);

const utf8 = new TextDecoder("utf-8", { fatal: true });

export function textOfBytes(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString("hex"); // no text
  }
}

function keyText(key: unknown): string {
  if (key instanceof Uint8Array) return textOfBytes(key);
  const plain = plainValue(key);
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}
