// Which requests went through which places: an index over the events.

import type { Column } from "./column";
import type { Gathered } from "./gather";
import type { Place } from "./place";

export class Visits {
  /** Indices of events by place, ascending. */
  readonly byPlace: number[][];
  /** Request of each event. */
  readonly requestOf: Int32Array;
  private readonly came = new Map<string, Uint8Array>();
  private readonly counts: { bad: number; good: number }[];

  constructor(private readonly gathered: Gathered) {
    const { events, firstEvent, isBad } = gathered;
    this.byPlace = gathered.places.all.map(() => []);
    this.counts = gathered.places.all.map(() => ({ bad: 0, good: 0 }));
    this.requestOf = new Int32Array(events.place.length);
    const seen = new Int32Array(this.byPlace.length).fill(-1);
    for (let request = 0; request < isBad.length; request++) {
      const end = firstEvent[request + 1] ?? 0;
      for (let event = firstEvent[request] ?? 0; event < end; event++) {
        const place = events.place[event] ?? 0;
        this.requestOf[event] = request;
        this.byPlace[place]?.push(event);
        if (seen[place] === request) continue;
        seen[place] = request;
        const counts = this.counts[place];
        if (counts !== undefined) counts[isBad[request] === true ? "bad" : "good"]++;
      }
    }
  }

  get places(): readonly Place[] {
    return this.gathered.places.all;
  }
  /** Requests that went through a place. */
  countsOf(place: number): { readonly bad: number; readonly good: number } {
    return this.counts[place] ?? { bad: 0, good: 0 };
  }
  /** By request: 1 where it left such records of a service. */
  cameTo(service: string, kind: "logs" | "spans"): Uint8Array {
    const key = `${kind} ${service}`;
    const known = this.came.get(key);
    if (known !== undefined) return known;
    const came = new Uint8Array(this.gathered.isBad.length);
    for (const place of this.gathered.places.all) {
      if (place.service !== service || place.kind !== kind || place.isEvent) continue;
      for (const event of this.byPlace[place.id] ?? []) came[this.requestOf[event] ?? 0] = 1;
    }
    this.came.set(key, came);
    return came;
  }
  requestsOf(place: number): number {
    const { bad, good } = this.countsOf(place);
    return bad + good;
  }

  /** When a request came to the place where others have the field; its end when it did not. */
  firstMomentAt(columns: readonly Column[], request: number): number {
    const places = new Set(columns.map(({ place }) => place?.id));
    const { events, firstEvent } = this.gathered;
    const end = firstEvent[request + 1] ?? 0;
    for (let event = firstEvent[request] ?? 0; event < end; event++) {
      if (places.has(events.place[event])) return events.start[event] ?? 0;
    }
    return this.endOf(request) + 1;
  }

  /** The last moment of a request. */
  endOf(request: number): number {
    const { events, firstEvent } = this.gathered;
    let last = 0;
    const end = firstEvent[request + 1] ?? 0;
    for (let event = firstEvent[request] ?? 0; event < end; event++) {
      last = Math.max(last, events.end[event] ?? 0);
    }
    return last;
  }
}
