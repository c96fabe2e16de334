// One HTTP request and its answer in a line, as development servers and middleware write it.

import { clientOf, millis, withAttributes, type Header } from "./header";

const methods = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE";
const access = new RegExp(
  String.raw`^(?:([\d.:a-fA-F[\]]{2,60}|\w{4}unx) )?(?:- )?"?(${methods}) (\S{1,8000})(?: (HTTP\/[\d.]{1,5})"?)? +(?:\[(\d{3})\]|(\d{3})(?= |$))(?: ([A-Z][A-Za-z' -]{0,40}))?(?: (\d{1,15}|-|-1|None|chunked)(?= |$))?(?: +(?:in )?([\d.]{1,20} ?(?:ms|s|µs|us|ns))(?= |$))?(?: - ([\d.]{1,20} ms|- ms))?(?: - (\d{1,15}|-))?\s*$`,
);

/** `GET /posts/45326 [200] 42ms`, `GET / 200 1.234 ms - 12`, `GET / 200 12 - 1.234 ms`, koa's `--> GET / 200 12ms 2b`. */
export function readAccess(text: string): Header | undefined {
  if (text.length > 10_000) return undefined;
  const match = access.exec(text.trimStart());
  if (match === null) return readKoa(text.trim());
  const [, client, method, url, protocol, boxed, plain, , bytes, took, after, morganBytes] = match;
  return withAttributes(
    { rest: text },
    {
      ...(client === undefined ? {} : clientOf(client)),
      method,
      url,
      protocol,
      status: Number(boxed ?? plain),
      bytes: bytesOf(bytes ?? morganBytes),
      took_ms: millis(took ?? after),
    },
  );
}

const koa = new RegExp(
  String.raw`^(?:-->|xxx|-x-) (${methods}) (\S{1,8000}) (\d{3}) (\d{1,10}m?s) \S{1,20}$`,
);

function readKoa(text: string): Header | undefined {
  const mark = text.charCodeAt(0);
  if (mark !== 45 /* - */ && mark !== 120 /* x */) return undefined;
  const match = koa.exec(text);
  if (match === null) return undefined;
  const [, method, url, status, took] = match;
  const facts = { method, url, status: Number(status), took_ms: millis(took) };
  return withAttributes({ rest: text }, facts);
}

/** A number where it is one; `-` of the common log format is none sent. */
export function bytesOf(text: string | undefined): number | string | undefined {
  if (text === undefined || text === "") return undefined;
  if (text === "-") return 0;
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
