// Wrappers that containers and process managers put around each line: Docker's json-file, Kubernetes' CRI,
// Compose, foreman, pm2. They come off before lines are put together.

import { stripAnsi } from "../../../shared/ansi";
import { parseTime } from "../../../shared/parseTime";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import type { Wrapping } from "../../pipeline/text/lineParser";

export interface Unwrapped {
  readonly text: string;
  /** The rest of the line is in the next wrapped line of the same key. */
  readonly isPartial: boolean;
  /** Lines of one key follow each other; others are other streams. */
  readonly key: string;
  readonly wrapping: Wrapping;
}

/** What is inside a wrapper; undefined for a line without one, which is nearly every line. */
export function unwrapLine(line: string): Unwrapped | undefined {
  if (line.startsWith('{"log":"')) return readDocker(line);
  const first = line.charCodeAt(0);
  if (first === 123) return undefined;
  if (line.includes(" | ")) return readPiped(line);
  const isDigit = first >= 48 && first <= 57;
  return isDigit && line.includes(" std") ? readCri(line) : undefined;
}

function readDocker(line: string): Unwrapped | undefined {
  const fields = parseJson(line);
  if (!isPlainObject(fields) || typeof fields.log !== "string") return undefined;
  if (typeof fields.stream !== "string" || typeof fields.time !== "string") return undefined;
  const { log, stream, time } = fields;
  return {
    text: log.replace(/\r?\n$/, ""),
    isPartial: !log.endsWith("\n"),
    key: stream,
    wrapping: { ...timeOf(time), attributes: { "log.iostream": stream } },
  };
}

/** `2024-01-01T10:00:00.123456789Z stdout F msg`; tags may follow: `F:x`. */
function readCri(line: string): Unwrapped | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\S{8,40}) (stdout|stderr) ([FP])(?::\S{0,100})? /.exec(line);
  if (match === null) return undefined;
  const [whole, time = "", stream = "", flag] = match;
  return {
    text: line.slice(whole.length),
    isPartial: flag === "P",
    key: stream,
    wrapping: { ...timeOf(time), attributes: { "log.iostream": stream } },
  };
}

/** `svc-1  | msg` of Compose (`svc_1` of old), `10:00:00 web.1  | msg` of foreman, `0|app  | msg` of pm2. */
function readPiped(line: string): Unwrapped | undefined {
  const bar = line.indexOf(" | ");
  if (bar > 150) return undefined;
  const name = stripAnsi(line.slice(0, bar)).trim();
  const match =
    /^(?:(\d\d:\d\d:\d\d) ([\w-]{1,100})\.\d{1,4}|\d{1,4}\|([\w.-]{1,100})|([A-Za-z][\w.-]{0,100}?)[-_]\d{1,4})$/.exec(
      name,
    );
  const service = match?.[2] ?? match?.[3] ?? match?.[4];
  if (service === undefined) return undefined;
  return {
    text: line.slice(bar + 3),
    isPartial: false,
    key: name,
    wrapping: { ...(match?.[1] === undefined ? {} : timeOf(match[1])), service },
  };
}

function timeOf(text: string): Wrapping {
  const time = parseTime(text);
  return time === undefined ? {} : { time, timeText: text };
}
