// ` # {trace_id="…"} value time` behind a sample (OpenMetrics, "Exemplars") as the JSON text that points carry.

import { normaliseSpanId, normaliseTraceId } from "../../../shared/ids";
import { formatTime } from "../../../shared/time";
import { endOfLabels, type Label, labelsToJson, readLabels } from "./labels";
import { readNumber } from "./number";
import type { Reading } from "./reading";

const traceNames = new Set(["trace_id", "traceid", "trace.id"]);
const spanNames = new Set(["span_id", "spanid", "span.id"]);

interface Exemplar {
  readonly labels: readonly Label[];
  readonly value: number;
  readonly timeUnixNano: bigint;
}

/** JSON text of `ExemplarJson[]`: those that were not there the last time. */
export function readExemplars(
  { exemplars, writtenExemplars }: Pick<Reading, "exemplars" | "writtenExemplars">,
  timeUnixNano: bigint,
): string {
  const texts = exemplars
    .filter((text) => !writtenExemplars.includes(text))
    .map((text) => exemplarJson(text, timeUnixNano))
    .filter((json) => json !== undefined);
  return `[${texts.join(",")}]`;
}

function exemplarJson(text: string, timeUnixNano: bigint): string | undefined {
  const end = text.startsWith("{") ? endOfLabels(text, 0, text.length) : -1;
  const labels = end < 0 ? undefined : readLabels(text.slice(0, end));
  const [valueText = "", timeText] = text
    .slice(Math.max(0, end))
    .trim()
    .split(/[ \t]+/);
  const value = readNumber(valueText);
  if (labels === undefined || value === undefined || !Number.isFinite(value)) return undefined;
  const seconds = timeText === undefined ? NaN : (readNumber(timeText) ?? NaN);
  const isTime = seconds > 0 && seconds < 1e11;
  const time = isTime ? BigInt(Math.round(seconds * 1e6)) * 1000n : timeUnixNano;
  return exemplarToJson({ labels, value, timeUnixNano: time });
}

/** As OpenMetrics would have it, for what came as protobuf; `timeSeconds` NaN when unknown. */
export function exemplarText(labels: readonly Label[], value: number, timeSeconds: number): string {
  const parts = labels.map(([name, text]) => `${quoted(name)}=${quoted(text)}`);
  const time = Number.isNaN(timeSeconds) ? "" : ` ${timeSeconds}`;
  return Buffer.from(`{${parts.join(",")}} ${value}${time}`).toString("latin1");
}

const quoted = (text: string) => `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;

/** JSON text of an `ExemplarJson`. */
function exemplarToJson({ labels, value, timeUnixNano }: Exemplar): string {
  const traceId = normaliseTraceId(valueOf(labels, traceNames));
  const spanId = normaliseSpanId(valueOf(labels, spanNames));
  // What looks like an id by its name and is none stays a label.
  const isRead = (name: string) =>
    (traceId !== "" && traceNames.has(name.toLowerCase())) ||
    (spanId !== "" && spanNames.has(name.toLowerCase()));
  const rest = labelsToJson(labels.filter(([name]) => !isRead(name)));
  return [
    `{"time":"${formatTime(timeUnixNano)}","value":${JSON.stringify(value)}`,
    traceId === "" ? "" : `,"traceId":"${traceId}"`,
    spanId === "" ? "" : `,"spanId":"${spanId}"`,
    rest === "{}" ? "" : `,"attributes":${rest}`,
    "}",
  ].join("");
}

const valueOf = (labels: readonly Label[], names: ReadonlySet<string>) =>
  labels.find(([name]) => names.has(name.toLowerCase()))?.[1] ?? "";
