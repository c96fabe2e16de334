// Lines that begin with neither a time, a bracket nor a level: access logs, what runtimes and databases print of
// themselves, network flows, commands of a workflow.

import { readTime } from "../../../shared/parseTime";
import { bytesOf, readAccess } from "./accessLine";
import {
  clientOf,
  millis,
  requestOf,
  timed,
  withAttributes,
  withLevel,
  withStatus,
  type Header,
} from "./header";
import { readRuntimeWarning } from "./runtimeWarning";

export function readOther(line: string, nowMs: number): Header | undefined {
  const access = readAccess(line);
  if (access !== undefined) return withStatus(access, Number(access.attributes?.status));
  return (
    readRuntimeWarning(line) ??
    readCommonLog(line, nowMs) ??
    readRedis(line, nowMs) ??
    readFlowLog(line) ??
    readWorkflowCommand(line)
  );
}

/** The common and combined log format, and what nginx users add: `… "ref" "agent" "xff" rt=0.012`. */
function readCommonLog(line: string, nowMs: number): Header | undefined {
  if (!line.includes('] "')) return undefined;
  const match =
    /^(\S{1,300}) (\S{1,200}) (\S{1,200}) \[([^\]]{10,40})\] "([^"\\]{0,8000}(?:\\.[^"\\]{0,8000}){0,500})" (\d{3}) (\d{1,15}|-)(?: "([^"\\]{0,4000}(?:\\.[^"\\]{0,4000}){0,200})" "([^"\\]{0,4000}(?:\\.[^"\\]{0,4000}){0,200})")?/.exec(
      line,
    );
  const time = match?.[4] === undefined ? undefined : readTime(match[4], 0, nowMs);
  if (!match || time === undefined) return undefined;
  const [whole, client = "", , user, timeText = "", request = "", status, bytes, referer, agent] =
    match;
  const more = Object.fromEntries(
    [...line.slice(whole.length).matchAll(/ ([a-z_]{1,40})=("[^"]{0,500}"|\S{1,500})/g)].map(
      (m) => [m[1] ?? "", (m[2] ?? "").replace(/^"|"$/g, "")],
    ),
  );
  const dash = (text: string | undefined) => (text === "-" ? undefined : text);
  const header: Header = { rest: line.slice(line.indexOf('"')) };
  withAttributes(header, {
    client: dash(client),
    user: dash(user),
    ...requestOf(request),
    status: Number(status),
    bytes: bytesOf(bytes),
    referer: dash(referer),
    user_agent: dash(agent),
    took_ms: more.rt === undefined ? undefined : millis(`${more.rt}s`),
    ...more,
  });
  return timed(withStatus(header, Number(status)), time.nanos, timeText);
}

/** `1:M 01 Jan 2024 10:00:00.123 * msg`: `.` debug, `-` verbose, `*` notice, `#` warning. */
function readRedis(line: string, nowMs: number): Header | undefined {
  const match = /^(\d{1,10}):([MSCX]) /.exec(line);
  const time = match && readTime(line, match[0].length, nowMs);
  const mark = time && /^ ([.*#-]) /.exec(line.slice(time.end, time.end + 3));
  if (!match || !time || !mark) return undefined;
  const word = { ".": "DEBUG", "-": "VERBOSE", "*": "NOTICE", "#": "WARNING" }[mark[1] ?? ""];
  const header: Header = { rest: line.slice(time.end + 3) };
  withAttributes(header, { pid: Number(match[1]), role: match[2] });
  return timed(withLevel(header, word), time.nanos, line.slice(match[0].length, time.end));
}

/** `aws-flowlogs eni-68b74954 ACCEPT TCP 199.71.0.46:43 -> 172.30.0.55:39646` */
function readFlowLog(line: string): Header | undefined {
  const match =
    /^([\w-]{1,40}) (eni-[0-9a-f]{1,20}) (ACCEPT|REJECT) (\w{1,10}) (\S{1,60}) -> (\S{1,60})$/.exec(
      line,
    );
  if (match === null) return undefined;
  const [, logger = "", network, action, protocol, from = "", to = ""] = match;
  const [source, target] = [clientOf(from), clientOf(to)];
  return withAttributes(
    { logger, rest: line },
    {
      interface: network,
      action,
      protocol,
      source: source.client,
      source_port: source.port,
      destination: target.client,
      destination_port: target.port,
    },
  );
}

/** GitHub Actions: `##[error]msg`, `::error file=a.js,line=1::msg` */
function readWorkflowCommand(line: string): Header | undefined {
  const match =
    /^(?:##\[(debug|notice|warning|error)\]|::(debug|notice|warning|error)(?: ([^:]{0,2000}))?::)/.exec(
      line,
    );
  if (match === null) return undefined;
  const header = withLevel({ rest: line.slice(match[0].length) }, match[1] ?? match[2]);
  const facts = [...(match[3] ?? "").matchAll(/(\w{1,20})=([^,]{0,500})/g)];
  for (const [, key = "", value = ""] of facts) {
    if (key === "file") header.file = value;
    else if (key === "line" && /^\d{1,9}$/.test(value)) header.line = Number(value);
    else withAttributes(header, { [key]: value });
  }
  return header;
}
