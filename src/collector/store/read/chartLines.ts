// Which series make one line of a chart, and what the line is called.

import type { MetricType } from "../../../shared/record";

export interface ChartSeries {
  readonly id: number;
  readonly name: string;
  readonly type: MetricType;
  readonly service: string;
  /** JSON text of flat objects; the series' own come first. */
  readonly attributes: string;
  readonly resourceAttributes: string;
}

export interface LineOfSeries {
  readonly label: string;
  readonly type: MetricType;
  readonly seriesIds: readonly number[];
}

/** Lines a chart may have: more cannot be told apart, and each costs memory in the panel. */
const maxLines = 200;

/**
 * Without `by` a line for each series; else one for each value of an attribute or "service", and one for
 * all when no series has it. Types are never mixed.
 */
export function linesOf(series: readonly ChartSeries[], by: string | undefined): LineOfSeries[] {
  const label = by === undefined ? distinguishing(series) : (one: ChartSeries) => valueOf(one, by);
  const lines = new Map<string, { label: string; type: MetricType; seriesIds: number[] }>();
  for (const one of series) {
    const text = label(one);
    const key = by === undefined ? String(one.id) : `${one.type} ${text}`;
    const line = lines.get(key);
    if (line !== undefined) line.seriesIds.push(one.id);
    else if (lines.size < maxLines) {
      lines.set(key, { label: text, type: one.type, seriesIds: [one.id] });
    }
  }
  return [...lines.values()];
}

/** "route=/a, service=shop": what differs among the series; the name when nothing does. */
function distinguishing(series: readonly ChartSeries[]): (one: ChartSeries) => string {
  const facts = series.map(factsOf);
  const names = new Set(facts.flatMap((fact) => [...fact.keys()]));
  const differing = [...names].filter(
    (name) => new Set(facts.map((fact) => fact.get(name))).size > 1,
  );
  return (one) => {
    const fact = factsOf(one);
    const parts = differing
      .filter((name) => fact.has(name))
      .map((n) => `${n}=${fact.get(n) ?? ""}`);
    return parts.length === 0 ? one.name : parts.join(", ");
  };
}

function factsOf(one: ChartSeries): Map<string, string> {
  const facts = new Map<string, string>([["name", one.name]]);
  if (one.service !== "") facts.set("service", one.service);
  for (const [key, value] of Object.entries(parse(one.attributes))) facts.set(key, textOf(value));
  return facts;
}

function valueOf(one: ChartSeries, by: string): string {
  if (by === "service") return one.service;
  const own = parse(one.attributes)[by];
  const value = own === undefined ? parse(one.resourceAttributes)[by] : own;
  return value === undefined ? "" : textOf(value);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
