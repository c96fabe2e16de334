// Reads the header of a text log line, whoever wrote it: time first, time in brackets, level first, or another that
// is known.

import { readTime } from "../../../shared/parseTime";
import { normaliseRequestId } from "../../../shared/ids";
import { readAccess } from "./accessLine";
import { takeBracket } from "./bracketHeader";
import {
  isLevelWord,
  levelPattern as level,
  timed,
  withAttributes,
  withLevel,
  type Header,
} from "./header";
import { readLogrus } from "./logrus";
import { readBehindLevel, readDebug, takePlace } from "./namedHeader";
import { readOther } from "./otherHeaders";
import { readAfterTime } from "./timedHeaders";

/** The header of a line without escape sequences; undefined when the line has none. */
export function readHeader(line: string, nowMs: number): Header | undefined {
  const first = line.charCodeAt(0);
  if (first === 91 /* [ */) return readBracketed(line, nowMs);
  const time = readTime(line, 0, nowMs);
  if (time !== undefined) {
    const header = readDebug(line, time.end) ?? readAfterTime(line.slice(time.end));
    return timed(header, time.nanos, line.slice(0, time.end));
  }
  const isWord = (first >= 65 && first <= 90) || (first >= 97 && first <= 122);
  return (isWord ? readLevelFirst(line, nowMs) : undefined) ?? readOther(line, nowMs);
}

const insideBracket = new RegExp(
  `^(?:: (${level})/([\\w-]{1,60})| (${level}) +([\\w:.-]{1,200}))\\] ?`,
);
const levelAndSpace = new RegExp(`^(${level}) +`);

function readBracketed(line: string, nowMs: number): Header | undefined {
  const time = readTime(line, 1, nowMs);
  if (time === undefined) return readBracketedName(line, nowMs);
  const text = line.slice(1, time.end);
  const after = line.slice(time.end);
  if (after.startsWith("]")) return timed(readAfterTime(after.slice(1)), time.nanos, text);
  // Celery: `[…: INFO/MainProcess] msg`; env_logger: `[… INFO  mod] msg`
  const inside = insideBracket.exec(after);
  if (inside === null) return undefined;
  const [whole, celery, process, word, logger] = inside;
  const header: Header = { rest: after.slice(whole.length) };
  if (logger !== undefined) header.logger = logger;
  withAttributes(header, { process });
  if (process !== undefined) takeTask(header);
  return timed(withLevel(header, celery ?? word), time.nanos, text);
}

/** Celery's `Task shop.add[<id>] received` and, of a task's own logger, `shop.add[<id>]: msg`. */
function takeTask(header: Header): void {
  const match =
    /^(?:Task )?([\w.]{1,200})\[([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\](: )?/.exec(
      header.rest,
    );
  if (match?.[1] === undefined || match[2] === undefined) return;
  header.logger = match[1];
  header.requestId = normaliseRequestId(match[2]);
  if (match[3] !== undefined) header.rest = header.rest.slice(match[0].length);
}

/** `[INFO] msg`, `[main] INFO a.B - msg`, `[Nest] 12 - … LOG [Ctx] msg`, `[<request id>] msg`, `[0] msg`. */
function readBracketedName(line: string, nowMs: number): Header | undefined {
  const levelled = readLevelThenTime(line, nowMs);
  if (levelled !== undefined) return levelled;
  const match = /^\[([^\][\s]{1,200})\](?:\[[\w:]{1,60}\])? */.exec(line);
  const inside = match?.[1];
  if (match === null || inside === undefined) return undefined;
  const rest = line.slice(match[0].length);
  if (inside === "Nest") {
    const nest = /^ ?(\d{1,10}) +- /.exec(rest);
    const time = nest && readTime(rest, nest[0].length, nowMs);
    if (nest && time) {
      const header = readAfterTime(` ${rest.slice(time.end).trimStart()}`);
      withAttributes(header, { pid: Number(nest[1]) });
      return timed(header, time.nanos, rest.slice(nest[0].length, time.end));
    }
  }
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(inside)) {
    return { requestId: normaliseRequestId(inside), rest, isWrapper: true };
  }
  if (isLevelWord(inside)) return withLevel({ rest }, inside);
  // `[0] msg` of concurrently, `[pod/p/c] msg` of kubectl: a line of its own behind the name.
  if (/^\d{1,3}$/.test(inside) && match[0].endsWith(" ")) {
    return withAttributes({ rest, isWrapper: true }, { process: Number(inside) });
  }
  const pod = /^pod\/([\w.-]{1,253})\/([\w.-]{1,253})$/.exec(inside);
  if (pod !== null) {
    const [, name, service = ""] = pod;
    return withAttributes({ service, rest, isWrapper: true }, { pod: name });
  }
  if (!levelAndSpace.test(rest)) return undefined;
  const after = readAfterTime(` ${rest}`);
  return withAttributes(after, { thread: inside });
}

function readLevelFirst(line: string, nowMs: number): Header | undefined {
  return (
    readKlog(line, nowMs) ??
    readRails(line, nowMs) ??
    readLogrus(line, nowMs) ??
    readLevelThenTime(line, nowMs) ??
    readNamedLevel(line) ??
    readIdentFirst(line, nowMs)
  );
}

/** `I0102 15:04:05.000000   12 file.go:34] msg` */
function readKlog(line: string, nowMs: number): Header | undefined {
  if (!/^[IWEFD]\d{4} /.test(line)) return undefined;
  const time = readTime(line, 1, nowMs);
  const match =
    time &&
    /^ +(\d{1,10}) ([\w./-]{1,300}):(\d{1,7})\] /.exec(line.slice(time.end, time.end + 400));
  if (!match) return undefined;
  const [whole, pid, file = "", lineNumber] = match;
  const header: Header = {
    file,
    line: Number(lineNumber),
    rest: line.slice(time.end + whole.length),
    hasPairs: true,
  };
  withAttributes(header, { pid: Number(pid) });
  return timed(withLevel(header, line.charAt(0)), time.nanos, line.slice(1, time.end));
}

/** Ruby's Logger: `I, [2024-01-01T10:00:00.123456 #12]  INFO -- prog: msg` */
function readRails(line: string, nowMs: number): Header | undefined {
  if (!/^[DIWEFAU], \[/.test(line)) return undefined;
  const time = readTime(line, 4, nowMs);
  const match =
    time &&
    /^ ?#(\d{1,10})\] +(\w{1,9}) -- ([^:]{0,100}): /.exec(line.slice(time.end, time.end + 200));
  if (!match) return undefined;
  const [whole, pid, word, logger = ""] = match;
  const header: Header = { rest: line.slice(time.end + whole.length) };
  if (logger !== "") header.logger = logger;
  // Rails' tagged logging: the first tag is the request's id.
  const tag = /^\[([0-9a-f-]{32,36})\] /.exec(header.rest);
  if (tag?.[1] !== undefined) {
    header.requestId = normaliseRequestId(tag[1]);
    header.rest = header.rest.slice(tag[0].length);
  }
  withAttributes(header, { pid: Number(pid) });
  return timed(withLevel(header, word), time.nanos, line.slice(4, time.end));
}

const levelBeforeTime = new RegExp(`^\\[?(${level}) {0,8}\\]?[: ]{1,8}\\[?(?=[\\dA-Z])`);

/** `WARNING 2024-01-01 10:00:00,123 …`, `[INFO ] 2024-… [main] Cart - msg`, `INFO:2024-…:msg`, `INFO [10:00:00.123] …` */
function readLevelThenTime(line: string, nowMs: number): Header | undefined {
  const match = levelBeforeTime.exec(line);
  const start = match?.[0].length ?? 0;
  const time = match && readTime(line, start, nowMs);
  if (!match || !time) return undefined;
  const rest = line
    .slice(time.end)
    .replace(/^\]/, "")
    .replace(/^[.,]\d{1,6}(?=\s)/, "");
  // pino-pretty's `levelFirst`: what follows is as if the level stood here.
  const header = rest.startsWith(" (")
    ? readAfterTime(` ${match[1] ?? ""}${rest}`)
    : readBehindLevel(rest);
  return timed(withLevel(header, match[1]), time.nanos, line.slice(start, time.end));
}

const namedLevel = new RegExp(
  `^(?!panic: |fatal error: )(?:(${level})(?:\\[(\\d{4,9})\\] ?|:([\\w.<>-]{1,200}):(?! {2})|:\\s+| {1,10}\\| ?|\\s+(?=\\[|[\\w.]+(?: - |: )|[A-Z"'])|\\s{2,}|(?<=^(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|FATAL)) (?=\\w))|(trce|dbug|info|warn|fail|crit): ([\\w.+\`]{1,300})\\[(\\d{1,9})\\]$|(${level.toLowerCase()}):\\s+)`,
);

/** `INFO:root:msg`, `INFO:     msg`, `INFO[0001] msg k=v`, `info: Cat[0]`, `WARN msg`. */
function readNamedLevel(line: string): Header | undefined {
  const match = namedLevel.exec(line);
  if (match === null) return undefined;
  const [whole, word, elapsed, logger, dotnet, category, event, lower] = match;
  const header: Header = { rest: line.slice(whole.length) };
  if (elapsed !== undefined) {
    withAttributes(header, { elapsed_s: Number(elapsed) });
    header.hasPairs = true;
  }
  if (logger !== undefined) header.logger = logger;
  if (category !== undefined) {
    header.logger = category;
    withAttributes(header, { event_id: Number(event) });
  }
  withLevel(header, word ?? dotnet ?? lower);
  const access = readAccess(header.rest);
  if (access?.attributes !== undefined) withAttributes(header, access.attributes);
  takePlace(header);
  while (header.logger === undefined) {
    const bracket = /^\[([^\][]{1,200})\]:? */.exec(header.rest);
    if (bracket?.[1] === undefined || !takeBracket(header, bracket[1])) break;
    header.rest = header.rest.slice(bracket[0].length);
  }
  return header;
}

/** sanic since 23: `Main  2024-… INFO: msg`, `Main  10:00:00 INFO: msg`, `Main |2024-… INFO: …`, `Srv 0 |…`. */
function readIdentFirst(line: string, nowMs: number): Header | undefined {
  const ident = /^([A-Z][\w-]{0,30}(?: \d{1,4})?)(?: {1,6}| {0,6}\|)(?=\d\d)/.exec(line);
  const time = ident && readTime(line, ident[0].length, nowMs);
  if (!ident || !time) return undefined;
  const header = readAfterTime(line.slice(time.end));
  if (header.level === undefined) return undefined;
  withAttributes(header, { process: ident[1] });
  return timed(header, time.nanos, line.slice(ident[0].length, time.end));
}
