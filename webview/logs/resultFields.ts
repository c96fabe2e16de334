// The fields of what matches. Of a large result those of the newest rows come at once and are called that; then
// all rows are counted, and each field is exact as soon as its count is there.

import { batch, computed, signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { FieldInfo, FieldsProgress } from "../../src/shared/contract/fields";
import type { Client } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import { inReadingOrder } from "./fieldOrder";
import type { Asked } from "./selection";

/** Of so many the collector tells in a tenth of a second. */
const newest = 50_000;
const topValues = 8;

export interface FieldsAsks {
  readonly collector: Pick<Client<CollectorApi>, "fields">;
  /** Rows that match, as far as is known. */
  rows(): number;
}

export class ResultFields {
  /** In the order in which they are read. */
  readonly list = signal<readonly FieldInfo[]>([]);
  /** What is being counted for the first time; undefined while nothing is. */
  readonly counting = signal<Omit<FieldsProgress, "job" | "fields"> | undefined>(undefined);
  /** Nothing is known yet of what is asked now; the list is still of what was asked before. */
  readonly isBehind = signal(false);
  /** And it is being asked; not once that failed. */
  readonly isWaiting = signal(false);
  /** All of the list is of all rows. */
  readonly isExact = signal(false);
  /** Rows that the list is of. */
  readonly rows = computed(() =>
    this.list.value.reduce((most, { total }) => Math.max(most, total), 0),
  );
  private question = "";
  private job = 0;

  constructor(private readonly asks: FieldsAsks) {}

  /** Of the newest rows only. */
  isEstimate({ total }: FieldInfo): boolean {
    return !this.isExact.value && total < (this.counting.value?.total ?? Infinity);
  }

  /** Asked again for the same, the list stays as it is until all of the new one is there. */
  async ask(asked: Asked, selection: Selection, abort: AbortSignal): Promise<void> {
    const { collector } = this.asks;
    const question = JSON.stringify(asked);
    const isNew = question !== this.question;
    this.question = question;
    const job = (this.job += 1);
    try {
      if (isNew) {
        batch(() => {
          this.isExact.value = false;
          this.isBehind.value = true;
          this.isWaiting.value = true;
          this.counting.value = undefined;
        });
        if (this.asks.rows() > newest) {
          this.show(await collector.fields({ ...selection, topValues, newest }, abort));
        }
      }
      this.show(await collector.fields({ ...selection, topValues, job }, abort));
      this.isExact.value = true;
    } finally {
      if (job === this.job) this.end();
    }
  }

  /** With an answer or without: a question of which nothing came is new again when it is asked again. */
  private end(): void {
    if (this.isBehind.peek()) this.question = "";
    batch(() => {
      this.counting.value = undefined;
      this.isWaiting.value = false;
    });
  }

  take({ job, fields, ...progress }: FieldsProgress): void {
    if (job !== this.job || this.isExact.peek()) return;
    this.counting.value = progress;
    const names = new Set(fields.map(({ name }) => name));
    const others = this.isBehind.peek() ? [] : this.list.peek();
    if (fields.length > 0) this.show([...others.filter(({ name }) => !names.has(name)), ...fields]);
  }

  private show(fields: readonly FieldInfo[]): void {
    batch(() => {
      this.isBehind.value = false;
      this.isWaiting.value = false;
      this.list.value = inReadingOrder(fields);
    });
  }
}
