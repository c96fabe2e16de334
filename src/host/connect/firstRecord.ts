// Waits for the first record that a newly connected app sends: what comes by its receiver from a service that
// did not send by it before. Asks only when the receiver's count has moved.

import type { CollectorApi } from "../../shared/contract/collectorApi";
import type { AnyRecordJson } from "../../shared/contract/json";
import type { Client } from "../../shared/contract/rpc";
import type { ReceiverStats, Stats } from "../../shared/contract/stats";
import type { Signal } from "../../shared/record";
import { reasonOf } from "../errors";
import type { Disposes } from "../lifetime";

const signals = ["logs", "spans", "metrics"] as const satisfies readonly Signal[];
/** A service that was silent for longer counts as new. */
const knownForMs = 10 * 60_000;
/** More services than a machine runs; a query names each of them. */
const maxKnown = 50;

export interface FirstRecordPlaces {
  client(): Client<CollectorApi> | undefined;
  onDidReceiveStats(listener: (stats: Stats) => void): Disposes;
}

export interface Arrival {
  readonly signal: Signal;
  readonly record: AnyRecordJson;
}

/** What happens while nothing new has come yet. */
export type Meanwhile =
  | { readonly kind: "known"; readonly service: string }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly message: string };

/** Resolves with the first record, or with nothing when `abort` says so. */
export async function firstRecord(
  places: FirstRecordPlaces,
  receiver: string,
  abort: AbortSignal,
  tell: (meanwhile: Meanwhile) => void,
): Promise<Arrival | undefined> {
  const search = new Search(places, receiver, tell);
  await search.begin();
  return await new Promise((resolve) => {
    const end = (arrival: Arrival | undefined) => {
      watch.dispose();
      abort.removeEventListener("abort", onAbort);
      resolve(arrival);
    };
    const onAbort = () => end(undefined);
    const watch = places.onDidReceiveStats((stats) => {
      void search.look(stats).then((arrival) => {
        if (arrival !== undefined) end(arrival);
      });
    });
    abort.addEventListener("abort", onAbort);
    if (abort.aborted) end(undefined);
  });
}

class Search {
  private sinceSeq = 0;
  private known: readonly string[] = [];
  private stored = 0;
  private refused: Readonly<Record<string, number>> = {};
  private isAsking = false;

  constructor(
    private readonly places: FirstRecordPlaces,
    private readonly receiver: string,
    private readonly tell: (meanwhile: Meanwhile) => void,
  ) {}

  /** What there is already. */
  async begin(): Promise<void> {
    const client = this.places.client();
    if (client === undefined) return;
    try {
      const stats = await client.stats();
      this.sinceSeq = stats.lastSeq;
      this.note(this.figuresOf(stats));
      this.known = await this.knownServices(client);
    } catch (error) {
      this.tell({ kind: "failed", message: reasonOf(error) });
    }
  }

  async look(stats: Stats): Promise<Arrival | undefined> {
    const figures = this.figuresOf(stats);
    const client = this.places.client();
    if (this.isAsking || client === undefined || figures === undefined) return undefined;
    const isNew = figures.stored !== this.stored;
    for (const [reason, count] of Object.entries(figures.refused)) {
      if (count > (this.refused[reason] ?? 0)) this.tell({ kind: "refused", reason });
    }
    this.note(figures);
    if (!isNew) return undefined;
    this.isAsking = true;
    try {
      const arrival = await this.oldest(client, this.withoutKnown());
      if (arrival !== undefined || this.known.length === 0) return arrival;
      const known = await this.oldest(client, this.own());
      if (known !== undefined) this.tell({ kind: "known", service: known.record.service ?? "" });
    } catch (error) {
      this.tell({ kind: "failed", message: reasonOf(error) });
    } finally {
      this.isAsking = false;
    }
    return undefined;
  }

  private figuresOf(stats: Stats): ReceiverStats | undefined {
    return stats.receivers.find(({ receiver }) => receiver === this.receiver);
  }

  private note(figures: ReceiverStats | undefined): void {
    this.stored = figures?.stored ?? 0;
    this.refused = figures?.refused ?? {};
  }

  private async knownServices(client: Client<CollectorApi>): Promise<readonly string[]> {
    const from = String(BigInt(Date.now() - knownForMs) * 1_000_000n);
    const query = { query: this.own(), from, by: ["service"], limit: maxKnown };
    const groups = await Promise.all(signals.map((signal) => client.groups({ signal, ...query })));
    return [...new Set(groups.flat().map(({ group }) => String(group.service ?? "")))];
  }

  /** The oldest match since the start, of any signal. */
  private async oldest(client: Client<CollectorApi>, query: string): Promise<Arrival | undefined> {
    for (const signal of signals) {
      const { sinceSeq } = this;
      const page = await client.rows({ signal, query, sinceSeq, order: "oldest", limit: 1 });
      const [record] = page.rows;
      if (record !== undefined) return { signal, record };
    }
    return undefined;
  }

  private own(): string {
    return `receiver:${this.receiver}`;
  }

  private withoutKnown(): string {
    const exclusions = this.known.map((service) =>
      service === "" ? "_exists_:service" : `NOT service:${quoted(service)}`,
    );
    return [this.own(), ...exclusions].join(" ");
  }
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
