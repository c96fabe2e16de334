// What the headers of text logs have in common: the parts a header may give, and how its words are read.

import { severityFromText } from "../../../shared/severity";

/** A line's header, read; the rest is its message. */
export interface Header {
  time?: bigint | undefined;
  /** The time as written. */
  timeText?: string;
  level?: number;
  /** The level as written. */
  levelText?: string;
  logger?: string;
  file?: string;
  line?: number;
  function?: string;
  service?: string;
  requestId?: string;
  traceId?: string;
  spanId?: string;
  attributes?: Record<string, unknown>;
  /** The message: all that the header does not say. */
  rest: string;
  /** The message may end in `key=value` pairs. */
  hasPairs?: boolean;
  /** The rest is a line of its own making (container wrappers): read it again from the start. */
  isWrapper?: boolean;
}

/** Level words that stand alone in a header, as a pattern's part. */
export const levelPattern =
  "(?:TRACE|TRC|TRCE|DEBUG|DBG|DBUG|VERBOSE|INFO|INF|INFORMATION|NOTICE|SUCCESS|WARNING|WARN|WRN|ERROR|ERR|SEVERE|CRITICAL|CRIT|FATAL|FTL|PANIC|DPANIC|ALERT|EMERG|EMERGENCY|LOG|ACCESS|FAIL)";

const levelWord = new RegExp(`^${levelPattern}$`, "i");
export const isLevelWord = (word: string): boolean => levelWord.test(word);

export function withLevel(header: Header, word: string | undefined): Header {
  const level = word === undefined ? 0 : severityFromText(word);
  if (level > 0 && word !== undefined) {
    header.level = level;
    header.levelText = word.trim();
  }
  return header;
}

/** HTTP's level rule: 5xx error, 4xx warn, else info. */
export function withStatus(header: Header, status: number): Header {
  header.level ??= status >= 500 ? 17 : status >= 400 ? 13 : 9;
  return header;
}

/** The time of a header that has none of its own. */
export function timed(header: Header, nanos: bigint, text: string): Header {
  // The inner line of a wrapper may say its own; the wrapper's is when it arrived there.
  header.time ??= nanos;
  header.timeText ??= text;
  return header;
}

export function withAttributes(header: Header, attributes: Record<string, unknown>): Header {
  const known = Object.entries(attributes).filter(
    ([, value]) => value !== undefined && value !== "",
  );
  if (known.length > 0) header.attributes = { ...header.attributes, ...Object.fromEntries(known) };
  return header;
}

/** "127.0.0.1:59076" → client and port; IPv6 in brackets or bare; "None:…", "-" and the like stay text. */
export function clientOf(text: string): { client?: string; port?: number } {
  const match = /^\[?(.*?)\]?:(\d{1,5})$/.exec(text);
  if (match?.[1] !== undefined && (match[1].split(":").length <= 2 || text.startsWith("["))) {
    return { client: match[1], port: Number(match[2]) };
  }
  return text === "" || text === "-" ? {} : { client: text };
}

/** `GET /a?b HTTP/1.1` → method, url, protocol; garbage (TLS bytes, "-") stays in `request`. */
export function requestOf(text: string): Record<string, unknown> {
  const match = /^([A-Z]{3,10}) (\S+)(?: (HTTP\/[\d.]+))?$/.exec(text);
  if (match === null) return { request: text };
  return { method: match[1], url: match[2], protocol: match[3] };
}

/** Seconds, ms, µs or ns as a number of milliseconds: "42ms", "1.2 s", "350µs". */
export function millis(text: string | undefined): number | undefined {
  const match = /^\s*([\d.]{1,20}) ?(ns|µs|us|ms|s|m)?\s*$/.exec(text ?? "");
  if (match?.[1] === undefined) return undefined;
  const scale = { ns: 1e-6, µs: 1e-3, us: 1e-3, ms: 1, s: 1000, m: 60_000 }[match[2] ?? "ms"] ?? 1;
  return Number((Number(match[1]) * scale).toFixed(6));
}
