// What the panel asks for: query, toggles, time range and "clear", and each gesture that changes them. The
// base of the panel's model; asks nobody itself.

import { batch, signal } from "@preact/signals";
import type { Selection } from "../../src/shared/contract/selection";
import { withClause } from "../../src/shared/query/withClause";
import type { SeverityName } from "../../src/shared/severity";
import { type Asked, type QueryProblem, selectionOf, type TimeRange } from "./selection";

const historyLength = 50;

export class Question {
  readonly query = signal("");
  readonly hiddenLevels = signal<readonly SeverityName[]>([]);
  readonly hiddenServices = signal<readonly string[]>([]);
  readonly range = signal<TimeRange>({ kind: "all" });
  readonly sinceSeq = signal(0);
  readonly history = signal<readonly string[]>([]);
  /** What is wrong with the query as it was typed. */
  readonly problem = signal<QueryProblem | undefined>(undefined);

  constructor(protected readonly nowMs: () => number) {}

  /** Asks for another query; the text as typed, kept in the history. */
  search(query: string): void {
    batch(() => {
      this.problem.value = undefined;
      this.query.value = query;
    });
  }

  remember(query: string): void {
    const text = query.trim();
    if (text === "") return;
    const others = this.history.peek().filter((other) => other !== text);
    this.history.value = [text, ...others].slice(0, historyLength);
  }

  addClause(clause: string): void {
    const query = withClause(this.query.peek(), clause);
    this.search(query);
    this.remember(query);
  }

  toggleLevel(level: SeverityName): void {
    this.hiddenLevels.value = toggled(this.hiddenLevels.peek(), level);
  }

  toggleService(service: string): void {
    this.hiddenServices.value = toggled(this.hiddenServices.peek(), service);
  }

  zoom(range: TimeRange): void {
    this.range.value = range;
  }

  unclear(): void {
    this.sinceSeq.value = 0;
  }

  showSince(seq: number): void {
    this.sinceSeq.value = seq - 1;
  }

  resetFilters(): void {
    batch(() => {
      this.search("");
      this.hiddenLevels.value = [];
      this.hiddenServices.value = [];
      this.range.value = { kind: "all" };
      this.sinceSeq.value = 0;
    });
  }

  asked(): Asked {
    return {
      query: this.query.value,
      hiddenLevels: this.hiddenLevels.value,
      hiddenServices: this.hiddenServices.value,
      range: this.range.value,
      sinceSeq: this.sinceSeq.value,
    };
  }

  selection(asked: Asked): Selection {
    return selectionOf(asked, this.nowMs());
  }
}

export const toggled = <T>(list: readonly T[], item: T): T[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];

/** All but one off; all on again when that is already so. */
export const only = <T>(all: readonly T[], item: T, off: readonly T[]): T[] => {
  const others = all.filter((other) => other !== item);
  const isOnly = others.length > 0 && others.every((other) => off.includes(other));
  return isOnly && !off.includes(item) ? [] : others;
};
