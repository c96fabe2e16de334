// One GET of a target. It goes where it was told and nowhere else: redirects are not followed, proxies not used.

import http from "node:http";
import https from "node:https";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { maxBodyBytes } from "./limits";
import type { ExpositionFormat } from "./expositionReader";

export type Fetched =
  | { readonly body: Buffer; readonly format: ExpositionFormat; readonly error?: undefined }
  /** One sentence for a person. */
  | { readonly error: string };

/** A target that takes longer is down; Prometheus' own default. */
const scrapeTimeoutMs = 10_000;

/** As Prometheus 3 asks, without its protobuf. */
const accept = [
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5",
  "application/openmetrics-text;version=0.0.1;q=0.4",
  "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3",
  "text/plain;version=0.0.4;q=0.2",
  "*/*;q=0.1",
].join(",");

const gunzip = promisify(zlib.gunzip);

/** Never rejects. */
export async function fetchExposition(
  url: URL,
  signal: AbortSignal,
  timeoutMs = scrapeTimeoutMs,
): Promise<Fetched> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await get(url, AbortSignal.any([signal, timeout]), timeoutMs);
    const { status, type, encoding, body } = response;
    if (status !== 200) {
      const to = response.location === "" ? "" : ` to ${response.location}, which is not followed`;
      return { error: `answered ${status}${to}` };
    }
    const media = (type.split(";")[0] ?? "").trim().toLowerCase();
    if (media === "text/html" || media === "application/json") {
      return { error: `answered with ${media}, which is no exposition` };
    }
    const isPacked = encoding === "gzip" && body[0] === 0x1f && body[1] === 0x8b;
    const text = isPacked ? await gunzip(body, { maxOutputLength: maxBodyBytes }) : body;
    // What does not say what it is, is taken for the text format.
    const format = media === "application/openmetrics-text" ? "openmetrics" : "text";
    return { body: text, format };
  } catch (error) {
    if (timeout.aborted) return { error: `did not answer within ${timeoutMs / 1000} s` };
    return { error: messageOf(error) };
  }
}

interface Response {
  readonly status: number;
  readonly type: string;
  readonly encoding: string;
  readonly location: string;
  readonly body: Buffer;
}

function get(url: URL, signal: AbortSignal, timeoutMs: number): Promise<Response> {
  const client = url.protocol === "https:" ? https : http;
  const headers = {
    accept,
    "accept-encoding": "gzip",
    "user-agent": "Sidelight",
    "x-prometheus-scrape-timeout-seconds": String(timeoutMs / 1000),
  };
  return new Promise((resolve, reject) => {
    // A connection each: a target that restarts leaves none behind that is dead.
    const request = client.get(url, { agent: false, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBodyBytes) chunks.push(chunk);
        else response.destroy(new Error(`answered with more than ${maxBodyBytes / 2 ** 20} MiB`));
      });
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers["content-type"] ?? "",
          encoding: (response.headers["content-encoding"] ?? "").toLowerCase(),
          location: response.headers.location ?? "",
          body: Buffer.concat(chunks),
        });
      });
    });
    request.on("error", reject);
  });
}

function messageOf(error: unknown): string {
  // Of "localhost" both addresses may have been tried.
  const one = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const code = one instanceof Error && "code" in one ? one.code : undefined;
  if (code === "ECONNREFUSED") return "refuses the connection";
  if (code === "ECONNRESET") return "closed the connection";
  if (code === "ENOTFOUND") return "has a name that is not known";
  if (code === "ERR_BUFFER_TOO_LARGE")
    return `answered with more than ${maxBodyBytes / 2 ** 20} MiB`;
  return one instanceof Error ? one.message : String(one);
}
