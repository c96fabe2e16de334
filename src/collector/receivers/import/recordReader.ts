// The JSON form of a record (contract/json.ts) → the record: the way back from `--json` and from exported
// files. What a field may be is checked; a file may have been edited or made by another program.

import type {
  Distribution,
  LogRecord,
  MetricPoint,
  MetricType,
  Quantile,
  SpanKind,
  SpanRecord,
} from "../../../shared/record";
import { distributionFromText } from "../../../shared/distribution";
import { severityFromText } from "../../../shared/severity";
import { nearestTime } from "../../../shared/time";
import type { Batch } from "../../pipeline/batch";
import type { Intake } from "../../pipeline/intake";
import { numberOf } from "../../pipeline/jsonShapes";
import { isPlainObject } from "../../pipeline/parseJson";
import { attributesText, listText, numberIn, textIn, timeIn, type Fields } from "./readFields";

const spanKinds: readonly SpanKind[] = ["internal", "server", "client", "producer", "consumer"];
const metricTypes: readonly MetricType[] = ["counter", "gauge", "histogram", "set", "summary"];

/** What one request brings. */
export interface Parts extends Batch {
  readonly logs: LogRecord[];
  readonly spans: SpanRecord[];
  readonly points: MetricPoint[];
}

export class RecordReader {
  constructor(private readonly intake: Intake) {}

  /** Adds the record to what it is; false when it is none. */
  read(fields: Fields, now: bigint, into: Parts): boolean {
    const metric = metricTypes.find((type) => type === fields["type"]);
    if (typeof fields["body"] === "string") into.logs.push(this.log(fields, now));
    else if (typeof fields["durationNanos"] === "string") into.spans.push(this.span(fields, now));
    else if (metric !== undefined && typeof fields["name"] === "string") {
      const point = this.point(fields, metric, now);
      if (point !== undefined) into.points.push(point);
    } else return false;
    return true;
  }

  private log(fields: Fields, now: bigint): LogRecord {
    const number =
      numberIn(fields, "severityNumber") ?? severityFromText(textIn(fields, "severity"));
    return {
      ...this.common(fields, now),
      severityNumber: Number.isInteger(number) && number >= 0 && number <= 24 ? number : 0,
      severityText: textIn(fields, "severityText"),
      body: textIn(fields, "body"),
      display: textIn(fields, "display"),
      eventName: textIn(fields, "eventName"),
    };
  }

  private span(fields: Fields, now: bigint): SpanRecord {
    const status = textIn(fields, "status");
    return {
      ...this.common(fields, now),
      durationNanos: nanosIn(textIn(fields, "durationNanos")),
      name: textIn(fields, "name"),
      kind: spanKinds.find((kind) => kind === fields["kind"]) ?? "",
      status: status === "ok" || status === "error" ? status : "",
      statusMessage: textIn(fields, "statusMessage"),
      parentSpanId: hexIn(fields, "parentSpanId", 16),
      events: listText(fields["events"]),
      links: listText(fields["links"]),
    };
  }

  private point(fields: Fields, type: MetricType, now: bigint): MetricPoint | undefined {
    const series = this.intake.series({
      name: textIn(fields, "name"),
      type,
      unit: textIn(fields, "unit"),
      description: "",
      service: textIn(fields, "service"),
      attributes: attributesText(fields["attributes"]),
      resource: this.resource(fields),
      receiver: textIn(fields, "receiver") || "import",
      run: textIn(fields, "run"),
    });
    if (series === undefined) return undefined; // past the bound on series, and counted there
    return {
      seq: 0,
      timeUnixNano: timeIn(fields, "time") ?? now,
      startTimeUnixNano: timeIn(fields, "startTime") ?? 0n,
      series,
      value: numberIn(fields, "value") ?? 0,
      total: numberIn(fields, "total") ?? 0,
      count: numberIn(fields, "count") ?? 0,
      sum: numberIn(fields, "sum") ?? 0,
      min: numberIn(fields, "min") ?? NaN,
      max: numberIn(fields, "max") ?? NaN,
      distribution: distributionIn(fields["distribution"]),
      quantiles: quantilesIn(fields["quantiles"]),
      exemplars: listText(fields["exemplars"]),
    };
  }

  private common(fields: Fields, now: bigint) {
    const time = timeIn(fields, "time") ?? now;
    const source = isPlainObject(fields["source"]) ? fields["source"] : {};
    const line = numberIn(source, "line") ?? 0;
    return {
      seq: 0,
      timeUnixNano: time,
      observedTimeUnixNano: timeIn(fields, "observedTime") ?? time,
      service: textIn(fields, "service"),
      logger: textIn(fields, "logger"),
      traceId: hexIn(fields, "traceId", 32),
      spanId: hexIn(fields, "spanId", 16),
      requestId: textIn(fields, "requestId"),
      file: textIn(source, "file"),
      line: Number.isInteger(line) && line > 0 && line <= 0x7fff_ffff ? line : 0,
      function: textIn(source, "function"),
      attributes: attributesText(fields["attributes"]),
      resource: this.resource(fields),
      receiver: textIn(fields, "receiver") || "import",
      run: textIn(fields, "run"),
    };
  }

  private resource(fields: Fields) {
    return this.intake.resource({
      service: textIn(fields, "service"),
      attributes: attributesText(fields["resource"]),
      run: textIn(fields, "run"),
    });
  }
}

/** An id as the store has it: lower-case hex of at most so many digits; "" for what is none. */
function hexIn(fields: Fields, name: string, digits: number): string {
  const id = textIn(fields, name).toLowerCase();
  return /^[0-9a-f]+$/.test(id) && id.length <= digits ? id : "";
}

function nanosIn(text: string): bigint {
  if (!/^\d{1,19}$/.test(text)) return 0n;
  return nearestTime(BigInt(text));
}

function quantilesIn(value: unknown): Quantile[] {
  if (!isPlainObject(value)) return [];
  return Object.entries(value)
    .map(([q, at]) => ({ q: Number(q), value: numberOf(at) }))
    .filter((quantile) => Number.isFinite(quantile.value) && quantile.q >= 0 && quantile.q <= 1);
}

function distributionIn(value: unknown): Distribution | undefined {
  return isPlainObject(value) ? distributionFromText(JSON.stringify(value)) : undefined;
}
