// The part of a line that stays the same from sample to sample of one call: name, type, rate and tags.
// It is read once and then found again by its bytes (lineReader.ts), so clarity counts more than speed here.

import type { Tags, TagSet } from "./tags";
import { readContainerField, readDogStatsdTags, readExternalField, splitNameTags } from "./tags";
import { parseNumber } from "./number";

export type SampleKind = "counter" | "gauge" | "histogram" | "set";

export interface SampledSeries {
  readonly name: string;
  readonly kind: SampleKind;
  readonly unit: "ms" | "";
  readonly tags: Tags;
  /** Samples that each one stands for: 1 / rate. */
  readonly weight: number;
  /** `|T…` of a counter or gauge, seconds since the epoch; 0 when absent. */
  readonly timeSeconds: number;
  /** Uses something that etsy's statsd does not know. */
  readonly isDogStatsd: boolean;
}

/** Why a line is not kept; the name under which it is counted. */
export type Refused =
  | "no-name"
  | "no-value"
  | "no-type"
  | "unknown-type"
  | "bad-value"
  | "negative-timing"
  | "bad-rate"
  | "bad-timestamp"
  | "name-too-long"
  | "tags-too-long"
  | "bad-event"
  | "bad-service-check";

/** Names and tag lists beyond this are no names and tags any more; Datadog takes 200 characters. */
const maxNameBytes = 1024;
const maxTagsBytes = 8 * 1024;

const kinds = new Map<string, { readonly kind: SampleKind; readonly unit: "ms" | "" }>([
  ["c", { kind: "counter", unit: "" }],
  ["m", { kind: "counter", unit: "" }],
  ["g", { kind: "gauge", unit: "" }],
  ["ms", { kind: "histogram", unit: "ms" }],
  ["h", { kind: "histogram", unit: "" }],
  ["d", { kind: "histogram", unit: "" }],
  ["s", { kind: "set", unit: "" }],
]);

/**
 * `namePart` is what comes before the value, `fields` what comes after its `|`: type, rate, tags and the
 * rest, in latin1. Optional fields come in any order, the last of a kind counts, unknown ones are ignored.
 */
export function readSeries(namePart: string, fields: string): SampledSeries | Refused {
  if (namePart.length > maxNameBytes + maxTagsBytes) return "name-too-long";
  if (fields.length > maxTagsBytes) return "tags-too-long";
  const [type = "", ...optional] = utf8(fields).split("|");
  const known = kinds.get(type.trim());
  if (known === undefined) return type === "" ? "no-type" : "unknown-type";
  const { name, tags } = splitNameTags(cleanName(utf8(namePart)));
  if (name === "") return "no-name";
  if (name.length > maxNameBytes) return "name-too-long";

  let weight = 1;
  let timeSeconds = 0;
  let fieldTags: TagSet | undefined;
  let container = "";
  let external = "";
  for (const field of optional) {
    if (field.startsWith("@")) {
      weight = weightOf(field);
      if (Number.isNaN(weight)) return "bad-rate";
    } else if (field.startsWith("#")) fieldTags = readDogStatsdTags(field.slice(1));
    else if (field.startsWith("c:")) container = field.slice(2);
    else if (field.startsWith("e:")) external = field.slice(2);
    else if (field.startsWith("T")) {
      timeSeconds = parseNumber(field, 1, field.length);
      if (!Number.isInteger(timeSeconds) || timeSeconds <= 0) return "bad-timestamp";
    }
  }
  if (fieldTags !== undefined) tags.override(fieldTags);
  if (container !== "") readContainerField(container, tags);
  if (external !== "") readExternalField(external, tags);
  const { kind, unit } = known;
  return {
    name,
    kind,
    unit,
    tags: tags.toTags(),
    // A gauge is what it is and a member is there or not, however seldom they are sent.
    weight: kind === "gauge" || kind === "set" ? 1 : weight,
    timeSeconds: kind === "counter" || kind === "gauge" ? timeSeconds : 0,
    isDogStatsd: optional.some((field) => !field.startsWith("@")) || type === "d",
  };
}

/** Rates outside (0, 1] are taken as 1; NaN for what is no number. */
function weightOf(field: string): number {
  const rate = parseNumber(field, 1, field.length);
  if (Number.isNaN(rate)) return NaN;
  const weight = rate <= 0 || rate > 1 ? 1 : 1 / rate;
  return Number.isFinite(weight) ? weight : NaN;
}

/** A fresh string: a slice would keep its whole datagram in memory. */
export function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}

/** Control characters are no part of a name, and white space around it is a slip. */
function cleanName(text: string): string {
  return text.trim().replace(/[\u0000-\u001f\u007f]/g, "_");
}
