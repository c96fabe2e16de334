// What "Connect an App…" says while it waits and when the first record is there.

import type { AnyRecordJson } from "../../shared/contract/json";
import type { PanelView } from "../../shared/contract/hostApi";
import { plainMessage } from "../plainMessage";
import type { Arrival, Meanwhile } from "./firstRecord";

/** Of a message only so much fits a notification. */
const maxText = 80;

export function meanwhileText(meanwhile: Meanwhile): string {
  return plainMessage(toldOf(meanwhile));
}

function toldOf(meanwhile: Meanwhile): string {
  switch (meanwhile.kind) {
    case "known":
      return meanwhile.service === ""
        ? "something without a service name sends, as before"
        : `only ${meanwhile.service} so far, which sent before`;
    case "refused":
      return `something was refused: ${meanwhile.reason}`;
    case "failed":
      return meanwhile.message;
  }
}

export function arrivalText({ record }: Arrival): string {
  const service = record.service ?? "";
  const of = service === "" ? "" : ` of ${service}`;
  return plainMessage(`The first record${of} is here: ${cut(summary(record))}`);
}

/** Button, command and what it shows. */
export function openCommand({
  signal,
  record,
}: Arrival): readonly [title: string, command: string, view: PanelView] {
  const { service = "", receiver, seq, traceId } = { traceId: undefined, ...record };
  switch (signal) {
    case "logs": {
      const query = service === "" ? `receiver:${receiver}` : `service:${quoted(service)}`;
      return ["Open Logs", "sidelight.openLogs", { query, seq }];
    }
    case "spans":
      return [
        "Open Timeline",
        "sidelight.openTimeline",
        traceId === undefined ? {} : { id: traceId },
      ];
    case "metrics":
      return ["Open Metrics", "sidelight.openMetrics", { metric: summary(record) }];
  }
}

function summary(record: AnyRecordJson): string {
  return "body" in record ? (record.body.split("\n")[0] ?? "") : record.name;
}

const cut = (text: string) => (text.length > maxText ? `${text.slice(0, maxText - 1)}…` : text);
const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
