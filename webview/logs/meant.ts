// What may have been meant by a query that found nothing: asked anew for each, and forgotten with it.

import { signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { Client } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import { type Meant, meantBy } from "../../src/shared/query/meant";
import type { KnownFields } from "./knownFields";

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
    if (isStale()) return;
    const count = async (other: string) =>
      isStale() ? 0 : (await collector.rowIndex(selection(other), abort)).total;
    for await (const meant of meantBy(query, fields, count)) {
      if (isStale()) return;
      found.push(meant);
      this.found.value = [...found];
    }
  }

  clear(): void {
    this.abort.abort();
    this.abort = new AbortController();
    if (this.found.peek().length > 0) this.found.value = [];
  }
}
