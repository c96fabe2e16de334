// Takes datagrams of both dialects apart. The line of a call site differs from sample to sample only in its
// value, so what is left of it (name, type, rate, tags) leads to its series by one look-up.

import type { Aggregate } from "../../pipeline/aggregate";
import { TextMemory } from "../../pipeline/textMemory";
import { eventEnd } from "./event";
import { parseNumber } from "./number";
import { parseValues, type Value } from "./values";
import { readSeries, utf8, type Refused, type SampledSeries } from "./series";

/** What happens with what is read. Texts are UTF-8 unless said otherwise. */
export interface LineSink {
  /** Where samples of a series go; undefined when they are not kept, which is counted by then. */
  open(series: SampledSeries): Aggregate | undefined;
  add(series: SampledSeries, aggregate: Aggregate, value: Value): void;
  member(aggregate: Aggregate, member: string): void;
  /** Too far in the future to be meant. */
  isAhead(timeSeconds: number): boolean;
  /** A counter or gauge that brings its own time. */
  timed(series: SampledSeries, value: Value): void;
  /** A line that starts with `_e{` or `_sc|`, in latin1. */
  event(line: string): Refused | undefined;
  serviceCheck(line: string): Refused | undefined;
  refused(reason: Refused, latin1: string): void;
}

interface CallSite {
  readonly series: SampledSeries;
  readonly aggregate: Aggregate;
}

/** Call sites that are remembered; a KiB each with keys of usual length. Past it all are looked up anew. */
const callSiteLimits = { entries: 50_000, characters: 8 * 1024 * 1024 };

export class LineReader {
  private readonly callSites = new TextMemory<CallSite>(callSiteLimits);
  private readonly values: Value[] = [];

  constructor(private readonly sink: LineSink) {}

  /** After aggregates have been dropped. */
  forget(): void {
    this.callSites.clear();
  }

  read(datagram: Buffer): void {
    const text = datagram.toString("latin1");
    const length = text.length;
    for (let from = 0; from < length;) {
      // The text of an event may hold line feeds: its length says where it ends.
      const isEvent = text.startsWith("_e{", from);
      let end = text.indexOf("\n", isEvent ? eventEnd(text, from) : from);
      if (end < 0) end = length;
      let to = end;
      while (to > from && text.charCodeAt(to - 1) <= 0x20) to--; // \r, spaces, C strings' NUL
      if (to > from) this.line(text, from, to, isEvent);
      from = end + 1;
    }
  }

  private line(text: string, from: number, to: number, isEvent: boolean): void {
    if (isEvent) {
      const line = text.slice(from, to);
      this.refuse(this.sink.event(line), line);
      return;
    }
    let colon = from;
    while (colon < to && text.charCodeAt(colon) !== 0x3a) colon++;
    let pipe = colon;
    while (pipe < to && text.charCodeAt(pipe) !== 0x7c) pipe++;
    if (pipe < to) {
      const key = text.slice(from, colon) + text.slice(pipe, to);
      const known = this.callSites.get(key);
      if (known !== undefined && this.samples(known.series, known.aggregate, text, colon + 1, pipe))
        return;
    }
    const line = text.slice(from, to);
    if (line.startsWith("_sc|")) this.refuse(this.sink.serviceCheck(line), line);
    else this.refuse(this.unknownLine(line), line);
  }

  private unknownLine(line: string): Refused | undefined {
    const pipe = line.indexOf("|");
    const bracket = line.indexOf("[");
    let colon = line.indexOf(":");
    const isBracketFirst = bracket >= 0 && bracket < colon;
    if (isBracketFirst) colon = line.indexOf(":", Math.max(bracket, line.indexOf("]", bracket)));
    if (colon < 0 || (pipe >= 0 && colon > pipe)) return "no-value";
    if (pipe < 0) return "no-type";
    if (colon === 0) return "no-name";
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1, pipe);
    const fields = line.slice(pipe + 1);
    if (isSampleList(fields)) return this.sampleList(name, value, fields);
    const reason = this.sampled(name, value, fields, isBracketFirst ? "" : `${name}|${fields}`);
    const first = value.indexOf(":");
    const isValue = first < 0 || !Number.isNaN(parseNumber(value, 0, first));
    if (reason !== "bad-value" || isValue) return reason;
    // A client that leaves colons in names: only the last one can start the value.
    const last = line.lastIndexOf(":", pipe);
    return this.sampled(line.slice(0, last), line.slice(last + 1, pipe), fields, "");
  }

  /** etsy's `name:1|c:2|c:3|ms`; tags at the end belong to all. */
  private sampleList(name: string, value: string, fields: string): Refused | undefined {
    const tagsAt = fields.indexOf("|#");
    const list = tagsAt < 0 ? fields : fields.slice(0, tagsAt);
    const tags = tagsAt < 0 ? "" : fields.slice(tagsAt);
    let firstReason: Refused | undefined;
    let pending = "";
    for (const piece of `${value}|${list}`.split(":")) {
      pending = pending === "" ? piece : `${pending}:${piece}`;
      const pipe = pending.indexOf("|");
      if (pipe < 0) continue;
      const reason = this.sampled(name, pending.slice(0, pipe), pending.slice(pipe + 1) + tags, "");
      firstReason ??= reason;
      pending = "";
    }
    return pending === "" ? firstReason : (firstReason ?? "no-type");
  }

  /** `key` is what the line is remembered by; "" when another value could be read differently. */
  private sampled(name: string, value: string, fields: string, key: string): Refused | undefined {
    const series = readSeries(name, fields);
    if (typeof series === "string") return series;
    if (series.kind !== "set") {
      const reason = parseValues(series, value, 0, value.length, this.values);
      if (reason !== undefined) return reason;
    }
    if (series.timeSeconds > 0) {
      if (this.sink.isAhead(series.timeSeconds)) return "bad-timestamp";
      for (const parsed of this.values) this.sink.timed(series, parsed);
      return undefined;
    }
    const aggregate = this.sink.open(series);
    if (aggregate === undefined) return undefined;
    this.samples(series, aggregate, value, 0, value.length);
    if (key === "") return undefined;
    this.callSites.set(key, { series, aggregate });
    return undefined;
  }

  /** False when a value is bad: then none of the line is taken. */
  private samples(
    series: SampledSeries,
    aggregate: Aggregate,
    text: string,
    from: number,
    to: number,
  ): boolean {
    if (series.kind === "set") {
      // statsd counts an empty member as "0".
      this.sink.member(aggregate, from === to ? "0" : utf8(text.slice(from, to)));
      return true;
    }
    const { values } = this;
    if (parseValues(series, text, from, to, values) !== undefined) return false;
    for (const value of values) this.sink.add(series, aggregate, value);
    return true;
  }

  private refuse(reason: Refused | undefined, line: string): void {
    if (reason !== undefined) this.sink.refused(reason, line);
  }
}

/** True for what follows the first value of `name:1|c:2|c`, false for `c|c:<container>`. */
function isSampleList(fields: string): boolean {
  const [type = "", second = ""] = fields.split("|", 2);
  return type.includes(":") || (second.startsWith("@") && second.includes(":"));
}
