// What may have been meant by a query that found nothing, with how many rows it would find: only what finds
// some is offered.

import { signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { Client } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import { otherReadings } from "../../src/shared/query/otherReadings";
import type { KnownFields } from "./knownFields";

/** More are no help. */
const mostOffered = 3;

export interface Meant {
  readonly query: string;
  readonly count: number;
}

export interface MeantAsks {
  readonly collector: Pick<Client<CollectorApi>, "rowIndex">;
  readonly knownFields: Pick<KnownFields, "list">;
  /** With the toggles and the time range as they are. */
  readonly selection: (query: string) => Selection;
}

export class MeantQueries {
  readonly found = signal<readonly Meant[]>([]);
  private abort = new AbortController();

  constructor(private readonly asks: MeantAsks) {}

  async ask(query: string): Promise<void> {
    this.clear();
    const { collector, knownFields, selection } = this.asks;
    const { signal: abort } = this.abort;
    const isStale = () => abort.aborted;
    const fields = (await knownFields.list()).map(({ name }) => name);
    const found: Meant[] = [];
    for (const other of otherReadings(query, fields)) {
      if (isStale() || found.length >= mostOffered) return;
      const count = await collector.rowIndex(selection(other), abort).then(
        ({ total }) => total,
        () => 0, // a reading that cannot be asked is none
      );
      if (isStale() || count === 0) continue;
      found.push({ query: other, count });
      this.found.value = [...found];
    }
  }

  clear(): void {
    this.abort.abort();
    this.abort = new AbortController();
    if (this.found.peek().length > 0) this.found.value = [];
  }
}
