// Values and resources as OTLP's JSON encoding has them (opentelemetry-proto, "JSON Protobuf Encoding").

import type { Attributes, AttributeValue } from "../../shared/contract/json";

type AnyValue = Readonly<Record<string, unknown>>;
export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export function keyValues(attributes: Attributes): KeyValue[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: AttributeValue): AnyValue {
  switch (typeof value) {
    case "string":
      return { stringValue: value };
    case "boolean":
      return { boolValue: value };
    case "number":
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      if (value === null) return {};
      // Lists may hold objects, although the type of an attribute does not say so.
      return isList(value)
        ? { arrayValue: { values: value.map(anyValue) } }
        : { kvlistValue: { values: keyValues(value) } };
  }
}

const isList = (value: AttributeValue): value is readonly AttributeValue[] => Array.isArray(value);

interface Emitted {
  readonly resource?: Attributes;
  readonly service?: string;
  readonly run?: string;
}

/** Of the record: where the service or the run is not the resource's, they are put into it. */
export function resourceOf({ resource = {}, service, run }: Emitted): Attributes {
  const isNamed = service === undefined || resource["service.name"] === service;
  const isRunNamed = run === undefined || resource["sidelight.run"] === run;
  if (isNamed && isRunNamed) return resource;
  return {
    ...resource,
    ...(isNamed ? {} : { "service.name": service }),
    ...(isRunNamed ? {} : { "sidelight.run": run }),
  };
}
