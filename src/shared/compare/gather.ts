// Takes requests one by one and keeps of each what is compared: which places it went through, when, and
// the values of its fields.

import type { Column } from "./column";
import type { ComparedRecord, ComparedRequest, RequestName } from "./model";
import { momentsOf } from "./moments";
import { columnOf, Places } from "./places";

/** What happened in requests, in order: parallel lists. */
export interface Events {
  readonly place: number[];
  /** Rank among the starts and ends of the request's records. */
  readonly start: number[];
  readonly end: number[];
  readonly timeNanos: number[];
  readonly durationNanos: number[];
  readonly isError: boolean[];
}

/** A shorter id may be equal to some other field's value. */
const leastIdLength = 16;

export class Gathered {
  readonly places = new Places();
  readonly isBad: boolean[] = [];
  readonly ids: RequestName[] = [];
  readonly sizes = { bad: 0, good: 0 };
  /** Index of a request's first event; one more than there are requests. */
  readonly firstEvent: number[] = [0];
  readonly events: Events = {
    place: [],
    start: [],
    end: [],
    timeNanos: [],
    durationNanos: [],
    isError: [],
  };
  /** Moment of the first record that the question asked for; Infinity where it says nothing. */
  readonly matchedMoment: number[] = [];
  /** When each request began. */
  readonly startNanos: number[] = [];
  recordCount = 0;
  readonly levels: Column | undefined;
  private readonly resources = new Set<object>();
  /** Of the request that is taken. */
  private ownId: string | undefined;

  add(request: ComparedRequest): void {
    const { records } = request;
    if (records.length === 0) return;
    const index = this.isBad.length;
    this.isBad.push(request.isBad);
    this.startNanos.push(records[0]?.timeNanos ?? 0);
    const { id, field, also } = request;
    this.ids.push({ id, field, ...(also === undefined ? {} : { also }) });
    this.ownId = request.id.length >= leastIdLength ? request.id : undefined;
    this.sizes[request.isBad ? "bad" : "good"]++;
    this.recordCount += records.length;
    this.resources.clear();
    const moments = momentsOf(records);
    let matched = Infinity;
    for (const i of moments.order) {
      const record = records[i];
      if (record === undefined) continue;
      const start = moments.start[i] ?? 0;
      const end = moments.end[i] ?? start;
      this.addRecord(index, record, start, end);
      if (record.seq === request.matchedSeq) matched = end;
    }
    // A request that matches by its first record was chosen, not found to have failed.
    this.matchedMoment.push(matched <= 1 ? Infinity : matched);
    this.firstEvent.push(this.events.place.length);
  }

  private addRecord(index: number, record: ComparedRecord, start: number, end: number): void {
    const found = this.places.find(record);
    if (found === undefined) return;
    const { place, values, own } = found;
    const { events } = this;
    const { isErrorSpan, severityNumber } = record.statement;
    events.place.push(place.id);
    events.start.push(start);
    events.end.push(end);
    events.timeNanos.push(record.timeNanos);
    events.durationNanos.push(record.durationNanos);
    const isError = isErrorSpan || severityNumber >= 17;
    events.isError.push(isError);
    for (const name in record.attributes) {
      const column = columnOf(place, name);
      if (column === undefined) continue;
      const moment = column.tellsEnd ? end : start;
      const value = record.attributes[name] ?? null;
      if (value === this.ownId) column.addOwnId(index, moment);
      else column.addJson(index, moment, value);
    }
    for (let i = 0; i < values.length; i++) {
      const name = place.gaps.all[i]?.name ?? "";
      columnOf(place, name, i)?.addGap(index, end, values[i] ?? "", isError);
    }
    for (const { column, value } of own) column.addText(index, end, value);
    this.addResource(index, record, start);
  }

  private addResource(index: number, { statement }: ComparedRecord, start: number): void {
    const { resource } = statement;
    if (this.resources.has(resource)) return;
    this.resources.add(resource);
    const service = this.places.ofService(statement);
    if (service === undefined) return;
    for (const name in resource) {
      if (name !== "service.name") {
        columnOf(service, name)?.addJson(index, start, resource[name] ?? null);
      }
    }
  }
}
