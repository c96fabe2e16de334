// Stands in until the query language and the JSON forms are here.
import type { AnyRecordJson } from "../shared/contract/json";
import type { LogRecord, Signal } from "../shared/record";
import { severityName } from "../shared/severity";
import { formatTime } from "../shared/time";
import type { AnyRecord } from "./pipeline/liveFeed";

export function compileMatcher(query: string): (record: AnyRecord) => boolean {
  const word = query.toLowerCase();
  return (record) => !("body" in record) || record.body.toLowerCase().includes(word);
}

export function toJson(signal: Signal, record: AnyRecord): AnyRecordJson {
  const log = record as LogRecord;
  return {
    time: formatTime(log.timeUnixNano),
    severity: severityName(log.severityNumber),
    severityNumber: log.severityNumber,
    service: log.service,
    body: signal === "logs" ? log.body : "",
    traceId: log.traceId,
    requestId: log.requestId,
    attributes: JSON.parse(log.attributes) as object,
    resource: {},
    receiver: log.receiver,
    seq: log.seq,
  } as AnyRecordJson;
}
