// The timeline as plain text, for the command line, for screen readers and for an issue: one line a
// row with its offset, its duration, its service and its place in the tree.

import { percent } from "../percent";
import { describe } from "./describe";
import { durationText, offsetText } from "./duration";
import { shortNumber } from "./metricsDuring";
import type { MetricDuring, MetricSample, SpanMark, TimelineModel, TimelineNode } from "./model";
import { nameOfClock } from "./serviceClocks";
import { visibleNodes } from "./visible";

export interface TextOptions {
  /** Every repeat on its own line, too. */
  readonly isUnfolded?: boolean;
}

/** Lines end with "\n"; an empty model says so in one line. */
export function toText(model: TimelineModel, { isUnfolded = false }: TextOptions = {}): string {
  if (model.nodes.length + model.metrics.length === 0) {
    return `${model.id}: nothing is known of this id.\n`;
  }
  const folds = model.nodes.filter((node) => node.kind === "fold").map((node) => node.key);
  const rows = visibleNodes(model, isUnfolded ? { toggled: new Set(folds) } : {});
  const cells = rows.map((node) => ({
    at: offsetText(node.startNanos),
    took: tookOf(node),
    service: node.service,
    line: `${"  ".repeat(Math.min(node.depth, maxIndent))}${lineOf(node)}`,
  }));
  const width = (name: "at" | "took" | "service") =>
    cells.reduce((max, cell) => Math.max(max, cell[name].length), 0);
  const [at, took, service] = [width("at"), width("took"), width("service")];
  const body = cells.map((cell) =>
    [cell.at.padStart(at), cell.took.padStart(took), cell.service.padEnd(service), cell.line]
      .join("  ")
      .trimEnd(),
  );
  if (body.length === 0) return [`id ${model.id}`, ...footer(model), ""].join("\n");
  return [...header(model), "", ...body, ...footer(model), ""].join("\n");
}

/** A chain deeper than this would push its text out of sight. */
const maxIndent = 40;

function header({ id, summary, services, notices }: TimelineModel): string[] {
  const counts = [
    summary.isFailed ? `failed (${plural(summary.errorCount, "error")})` : "ok",
    durationText(summary.durationNanos),
    plural(services.length, "service"),
    plural(summary.spanCount, "span"),
    plural(summary.logCount, "log"),
  ];
  const lines = [`${summary.name} · ${counts.join(" · ")}`, `id ${id} · from ${summary.startTime}`];
  const others = [...summary.traceIds, ...summary.requestIds].filter((other) => other !== id);
  if (others.length > 0) lines.push(`also ${others.join(", ")}`);
  if (notices.isCut) lines.push("Only a part: there are more records than are sent at once.");
  return lines;
}

function footer(model: TimelineModel): string[] {
  const lines = noticesOf(model);
  const busy = model.services.filter((time) => time.selfNanos > 0);
  if (busy.length > 1) {
    const shares = busy.map(
      (time) =>
        `${time.service || "(no service)"} ${durationText(time.selfNanos)} (${percent(time.share)})`,
    );
    lines.push(`time per service: ${shares.join(", ")}`);
  }
  for (const metric of model.metrics) {
    const { name, label } = metric;
    lines.push(`metric ${name}${label === "" ? "" : `{${label}}`} ${metricText(metric)}`);
  }
  return lines.length === 0 ? [] : ["", ...lines];
}

/** Samples of one metric that are told one by one: a glance, and no list. */
export const maxSamplesTold = 5;

/** "41 ms at +12 ms, 1631 ms at +1.2 s (of 120 samples, mean 41 ms)"; "3 samples, mean 41 ms" where all are its own. */
function metricText({ type, change, unit, samples }: MetricDuring): string {
  const all = `${change} ${unit}`.trimEnd();
  if (samples.length === 0) return all;
  const told = samples
    .slice(0, maxSamplesTold)
    .map(
      ({ value, ...place }) => `${shortNumber(value)} ${unit}`.trimEnd() + ` at ${whenOf(place)}`,
    );
  const more = samples.length - told.length;
  if (more > 0) told.push(`${more} more`);
  const isSampled = type === "histogram" || type === "summary";
  return `${told.join(", ")} (${isSampled ? "of " : ""}${all})`;
}

const whenOf = ({ time, offsetNanos }: Pick<MetricSample, "time" | "offsetNanos">) =>
  offsetNanos === undefined ? time : offsetText(offsetNanos);

/** What is odd about the records, one sentence each; the panel shows the same. */
export function noticesOf({ skews, notices }: TimelineModel): string[] {
  const lines: string[] = [];
  const add = (count: number, one: string, many: string) => {
    if (count > 0) lines.push(count === 1 ? `1 ${one}` : `${count} ${many}`);
  };
  add(
    notices.strayCount,
    "record is more than 30 days from the others: outside the time shown",
    "records are more than 30 days from the others: outside the time shown",
  );
  lines.push(
    ...skews.map(
      (skew) =>
        `clock skew of ${nameOfClock(skew)} corrected by ${offsetText(skew.correctionNanos)}`,
    ),
  );
  add(notices.orphanCount, "span whose parent never came", "spans whose parent never came");
  add(
    notices.cycleCount,
    "span was its own ancestor: shown as a root",
    "spans were their own ancestors: shown as roots",
  );
  add(notices.duplicateCount, "span with an id seen before", "spans with an id seen before");
  add(
    notices.negativeDurationCount,
    "span that ended before it started: shown with no length",
    "spans that ended before they started: shown with no length",
  );
  add(
    notices.lateCount,
    "span ended an hour or more after all else, unwaited for: counted until it was last heard of",
    "spans ended an hour or more after all else, unwaited for: counted until they were last heard of",
  );
  return lines;
}

/** "" of rows that have no duration. */
export function tookOf(node: TimelineNode): string {
  switch (node.kind) {
    case "span":
      return durationText(node.endNanos - node.startNanos);
    case "fold":
      return durationText(node.totalNanos);
    case "log":
    case "event":
    case "missing":
    case "service":
      return "";
  }
}

/** The words of a row on one line, without its times. */
export function lineOf(node: TimelineNode): string {
  const { title, detail } = describe(node);
  switch (node.kind) {
    case "span": {
      const failed = node.isError ? "FAILED " : "";
      const repeat = node.repeat === undefined ? "" : `×${node.repeat.count}`;
      const marks = node.marks.map((mark) => `[${markText[mark]}]`).join(" ");
      return joined(`${failed}${title}`, repeat, detail, marks, sourceText(node.span.source));
    }
    case "log":
      return joined(
        node.log.severity?.charAt(0) ?? "-",
        title,
        detail,
        sourceText(node.log.source),
      );
    case "event":
      return joined(node.isException ? "!" : "*", title, detail);
    case "fold":
      return joined(
        title,
        `×${node.count}`,
        `${durationText(node.minNanos)} to ${durationText(node.maxNanos)} each`,
        node.isEachSlower ? "each slower" : "",
        detail,
      );
    case "missing":
    case "service":
      return joined(title, `(${detail})`);
  }
}

export const markText = {
  orphan: "parent missing",
  cycle: "cycle cut here",
  duplicate: "duplicate id",
  linked: "by link",
  negative: "ended before it started",
  late: "ended long after all else",
} as const satisfies Record<SpanMark, string>;

const joined = (...parts: string[]) => parts.filter((part) => part !== "").join(" ");
const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const sourceText = (source: { file: string; line?: number } | undefined) =>
  source === undefined
    ? ""
    : `(${source.file}${source.line === undefined ? "" : `:${source.line}`})`;
