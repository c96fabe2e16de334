// How a difference names a metric, and how a query does.

import { type ParsedAttributes, textOf } from "../query/attributeText";
import { clauseFor } from "../query/clause";

export interface Label {
  readonly name: string;
  readonly value: string;
}

export const labelsOf = (attributes: ParsedAttributes): Label[] =>
  Object.entries(attributes)
    .filter(([, value]) => value !== null && typeof value !== "object")
    .map(([name, value]) => ({ name, value: textOf(value) }));

/** "pool.open {pool=db}" */
export function metricField(name: string, labels: readonly Label[]): string {
  const label = labels.map((one) => `${one.name}=${one.value}`).join(", ");
  return label === "" ? name : `${name} {${label}}`;
}

/** The name that `metricField` began with. */
export const metricOf = (field: string) => field.split(" {", 1)[0] ?? "";

export const metricClauses = (name: string, service: string, labels: readonly Label[]) => [
  clauseFor("name", name),
  ...(service === "" ? [] : [clauseFor("service", service)]),
  ...labels.map((label) => clauseFor(label.name, label.value)),
];
