// Body of a push → its streams: JSON, or protobuf packed by Snappy's block format, by the media type as Loki
// has it, and by the first byte for senders that leave it out.

import type { HttpRequest } from "../../pipeline/httpRoute";
import { unsnap } from "../../pipeline/snappy";
import { readJson } from "./jsonBody";
import { readProtobuf } from "./protobufBody";
import { maxEntries, TooManyEntriesError, type Push } from "./pushRequest";

/** As large as a body may be after inflation. */
const maxUnpackedBytes = 64 * 1024 * 1024;

export interface Unreadable {
  readonly status: 400 | 413;
  readonly reason: "bad-json" | "bad-protobuf" | "bad-compression" | "too-large";
  readonly message: string;
}

export interface ReadBody {
  readonly push: Push;
  /** What its records were unpacked from. */
  readonly sizeBytes: number;
}

/** JSON is parsed as a whole, and small values take many times their text (protobuf is read piece by piece). */
const maxJsonBytes = 8 * 1024 * 1024;

export function readBody(request: HttpRequest): ReadBody | Unreadable {
  try {
    return read(request);
  } catch (error) {
    if (!(error instanceof TooManyEntriesError)) throw error;
    return tooLarge(`A push may have ${maxEntries} entries.`);
  }
}

const tooLarge = (message: string): Unreadable => ({ status: 413, reason: "too-large", message });

function read({ body, mediaType, headers }: HttpRequest): ReadBody | Unreadable {
  if (mediaType === "application/json") return fromJson(body);
  // The server in front has unpacked what is named in Content-Encoding.
  if (/\bsnappy\b/i.test(headers["content-encoding"] ?? "")) return fromProtobuf(body);
  const packed = unsnap(body, maxUnpackedBytes);
  if (packed.bytes !== undefined) return fromProtobuf(packed.bytes);
  // A packed body of 123 bytes begins with a brace as well: JSON is tried last.
  const isJson = new TextDecoder().decode(body.subarray(0, 100)).trimStart().startsWith("{");
  if (isJson) return fromJson(body);
  if (packed.reason === "too-large") return tooLarge("The body is larger than 64 MiB.");
  const isFramed = Buffer.from(body.subarray(4, 10)).toString("latin1") === "sNaPpY";
  return {
    status: 400,
    reason: "bad-compression",
    message: isFramed
      ? "snappy: the body has Snappy's stream format; the block format is expected"
      : "snappy: corrupt input",
  };
}

function fromJson(body: Uint8Array): ReadBody | Unreadable {
  if (body.length > maxJsonBytes) return tooLarge("JSON is larger than 8 MiB.");
  const push = readJson(new TextDecoder().decode(body));
  if (push !== undefined) return { push, sizeBytes: body.length };
  const message = "loghttp.PushRequest: the body is no JSON object with streams";
  return { status: 400, reason: "bad-json", message };
}

function fromProtobuf(bytes: Uint8Array): ReadBody | Unreadable {
  const push = readProtobuf(bytes);
  if (!("error" in push)) return { push, sizeBytes: bytes.length };
  return { status: 400, reason: "bad-protobuf", message: `proto: ${push.error}` };
}
