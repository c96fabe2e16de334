// What "Why do these fail?" shows: which requests are compared, what sets them apart, and one pair of them
// side by side. No DOM: the panel draws it, the tests drive it.

import { batch, computed, effect, signal } from "@preact/signals";
import {
  type AlignedLine,
  alignRequests,
  type AlignedRow,
  linesLeftOut,
} from "../../src/shared/compare/align";
import { metricOf } from "../../src/shared/compare/metricNames";
import type { Difference } from "../../src/shared/compare/model";
import { count, rankingText } from "../../src/shared/compare/text";
import type { CompareResult } from "../../src/shared/contract/compare";
import type { PanelView } from "../../src/shared/contract/hostApi";
import type { Connection } from "../lib/connection";
import { writtenLine } from "../lib/writtenLine";

/** What fails, where nobody says otherwise: an error of a log or of a span. */
export const failedQuery = "level:>=error OR status:error";
const everythingElse = "*";

type Parts = Pick<Connection, "collector" | "host" | "state">;

export class ComparePanelModel {
  readonly bad = signal(failedQuery);
  /** Of those that match `bad` only these records; none: all of them. */
  readonly badSeqs = signal<readonly number[]>([]);
  readonly good = signal(everythingElse);
  /** "": all requests. */
  readonly within = signal("");
  readonly isOfSameRoute = signal(true);
  /** What records are grouped by; "": by request, and where no failed record has an id each alone. */
  readonly by = signal("");
  readonly result = signal<CompareResult | undefined>(undefined);
  readonly isAsking = signal(false);
  /** Why the last question failed; "" when it did not. */
  readonly failure = signal("");
  readonly selected = signal(0);
  /** Ranks whose related differences are all shown. */
  readonly opened = signal<readonly number[]>([]);
  readonly isEditing = signal(false);
  /** Nobody said what to group by, and no failed record has an id. */
  readonly isWithoutRequests = computed(
    () => this.by.value === "" && this.result.value?.by === "record",
  );
  /** Single records and values of a field set out no way. */
  readonly hasRoutes = computed(() => {
    const by = this.result.value?.by ?? "request";
    return by === "request" || by === "trace";
  });
  /** There is nothing yet that could have failed or passed. */
  readonly isNothingStored = signal(false);
  readonly canOpenSource = signal(false);
  readonly pair = signal<readonly AlignedRow[]>([]);
  /** Lines of each that are not in the pair: of long requests. */
  readonly leftOut = signal({ bad: 0, good: 0 });
  /** Index of the first line that differs; -1 when none does. */
  readonly firstDifferent = computed(() => this.pair.value.findIndex((row) => row.isDifferent));

  private readonly again = signal(0);
  private abort: AbortController | undefined;

  constructor(private readonly parts: Parts) {
    const question = computed(() => ({
      bad: this.bad.value,
      badSeqs: this.badSeqs.value,
      good: this.good.value,
      within: this.within.value,
      isOfSameRoute: this.isOfSameRoute.value,
      by: this.by.value,
      again: this.again.value,
      isConnected: parts.state.value.kind === "connected",
    }));
    effect(() => {
      if (question.value.isConnected) void this.ask();
    });
  }

  show({ query, seqs, good, within, by }: PanelView): void {
    batch(() => {
      this.bad.value = query ?? failedQuery;
      this.badSeqs.value = seqs ?? [];
      this.good.value = good ?? everythingElse;
      this.within.value = within ?? "";
      this.by.value = by ?? "";
      this.again.value++;
    });
  }

  /** New groups; asks again also when they are the old ones. */
  change(bad: string, good: string, within: string, by: string): void {
    batch(() => {
      this.bad.value = bad.trim() === "" ? failedQuery : bad;
      this.within.value = within.trim();
      this.by.value = by.trim();
      this.good.value = good.trim() === "" ? everythingElse : good;
      this.isEditing.value = false;
      this.again.value++;
    });
  }

  /** Not the selected rows, but what failed anywhere. */
  forgetSeqs(): void {
    batch(() => {
      this.badSeqs.value = [];
      this.bad.value = failedQuery;
    });
  }

  refresh(): void {
    this.again.value++;
  }

  /** The question under way is given up; what was found before stays. */
  cancel(): void {
    if (!this.isAsking.peek()) return;
    this.abort?.abort();
    this.abort = undefined;
    batch(() => {
      this.isAsking.value = false;
      this.failure.value = "The comparison was cancelled.";
    });
  }

  move(step: 1 | -1): void {
    const last = (this.result.peek()?.differences.length ?? 0) - 1;
    this.selected.value = Math.max(0, Math.min(last, this.selected.peek() + step));
  }

  toggleRelated(rank: number): void {
    const opened = this.opened.peek();
    this.opened.value = opened.includes(rank)
      ? opened.filter((other) => other !== rank)
      : [...opened, rank];
  }

  /** The records that have it, in the Logs panel; of spans and own samples their requests' logs; a metric by its name. */
  showRows({ ofMetric, rows, field }: Difference): Promise<void> {
    if (ofMetric === "moment") {
      return this.parts.host.openPanel({ panel: "metrics", metric: metricOf(field) });
    }
    return this.parts.host.openPanel({ panel: "logs", query: rows.query });
  }

  /** In the list of patterns, from which its rows are one click. */
  showPattern(pattern: string): Promise<void> {
    return this.parts.host.openPanel({ panel: "logs", query: "", pattern });
  }

  async openSource({ source, service }: Pick<Difference, "source" | "service">): Promise<boolean> {
    if (source === undefined) return false;
    return await this.parts.host.openSource({ ...source, ...(service === "" ? {} : { service }) });
  }

  /** Its call site; where no record names one the statement that writes the first of its messages. */
  async openSourceOf(difference: Difference): Promise<boolean> {
    if (difference.source !== undefined) return await this.openSource(difference);
    if (!canFindSource(difference)) return false;
    const { pattern, rows } = difference;
    const query = pattern === "" ? rows.query : `pattern:${pattern}`;
    const page = await this.parts.collector
      .rows({ signal: "logs", query, order: "oldest", limit: 1 })
      .catch(() => undefined);
    const row = page?.rows[0];
    if (row !== undefined && "body" in row) {
      return await this.parts.host.openStatement(writtenLine(row));
    }
    this.failure.value = "The records that have it are stored no more.";
    return false;
  }

  /** Of a line of the pair: its call site, else the statement that writes it. */
  async openLine(line: AlignedLine): Promise<boolean> {
    if (line.log === undefined || line.source !== undefined) return await this.openSource(line);
    return await this.parts.host.openStatement(writtenLine(line.log));
  }

  openTimeline(id: string): Promise<void> {
    return this.parts.host.openPanel({ panel: "timeline", id });
  }

  copy(text: string): Promise<void> {
    return this.parts.host.copy({ text });
  }

  openAsText(): Promise<void> {
    const result = this.result.peek();
    if (result === undefined) return Promise.resolve();
    const within = this.within.peek() === "" ? "" : `\nwithin: ${this.within.peek()}`;
    const seqs = this.badSeqs.peek().length;
    const ofSeqs = seqs === 0 ? "" : ` (of ${count(seqs, "selected row")})`;
    const groups = `failed: ${this.bad.peek()}${ofSeqs}\npassed: ${this.good.peek()}${within}\n\n`;
    return this.parts.host.openText({
      text: groups + rankingText(result, result.by, result.clocks),
      language: "plaintext",
    });
  }

  private async ask(): Promise<void> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.isAsking.value = true;
    try {
      const { result, isNothingStored } = await this.compared(abort.signal);
      if (this.abort !== abort) return;
      batch(() => {
        this.result.value = result;
        this.isNothingStored.value = isNothingStored;
        this.failure.value = "";
        this.selected.value = 0;
        this.opened.value = [];
      });
      await this.align(result, abort);
    } catch (error) {
      if (this.abort === abort) {
        this.failure.value = error instanceof Error ? error.message : String(error);
      }
    } finally {
      if (this.abort === abort) this.isAsking.value = false;
    }
  }

  private async compared(signal: AbortSignal): Promise<Compared> {
    const { collector } = this.parts;
    const by = this.by.peek();
    const question = {
      bad: this.bad.peek(),
      ...(this.badSeqs.peek().length === 0 ? {} : { badSeqs: this.badSeqs.peek() }),
      good: this.good.peek(),
      ...(this.within.peek() === "" ? {} : { within: this.within.peek() }),
      isOfSameRoute: this.isOfSameRoute.peek(),
    };
    const result = await collector.compare(by === "" ? question : { ...question, by }, signal);
    if (by !== "" || result.badRequests > 0) return { result, isNothingStored: false };
    // An app without ids gets an answer, too; where nothing failed that is said of requests.
    const alone = await collector.compare({ ...question, by: "record" }, signal);
    const isOfAll = question.good === everythingElse && this.within.peek() === "";
    return {
      result: alone.badRequests > 0 ? alone : result,
      isNothingStored: isOfAll && alone.badRequests + alone.goodRequests === 0,
    };
  }

  private async align(result: CompareResult, abort: AbortController): Promise<void> {
    const { typical, by } = result;
    if (typical === undefined || (by !== "request" && by !== "trace")) {
      this.pair.value = [];
      return;
    }
    const { collector } = this.parts;
    const [bad, good] = await Promise.all([
      collector.timeline({ id: typical.bad }, abort.signal),
      collector.timeline({ id: typical.good }, abort.signal),
    ]).catch((error: unknown) => {
      if (this.abort === abort) this.pair.value = []; // those shown are of the result before
      throw error;
    });
    if (this.abort !== abort) return;
    const all = result.differences.flatMap((one) => [one, ...one.related]);
    const fields = all.filter(({ kind }) => kind === "field" || kind === "range");
    batch(() => {
      this.pair.value = alignRequests(bad, good, new Set(fields.map(({ field }) => field)));
      this.leftOut.value = { bad: linesLeftOut(bad), good: linesLeftOut(good) };
    });
  }
}

/** Spans and metrics are written by no statement with their text, nor is what requests are only named for. */
export const canFindSource = ({ source, signal, named, pattern }: Difference) =>
  source === undefined && signal === "logs" && (named === undefined || pattern !== "");

interface Compared {
  readonly result: CompareResult;
  readonly isNothingStored: boolean;
}

/** What is offered; any field can be named, too. */
export const groupings = [
  ["request", "By Request"],
  ["trace", "By Trace"],
  ["record", "Each Record Alone"],
] as const;

/** "By Request" */
export function groupingLabel(by: string): string {
  return groupings.find(([name]) => name === by)?.[1] ?? `By ${by}`;
}

/** "scrape" or "3 routes": what was compared; "" where there is nothing to say. */
export function routesText({ routes }: CompareResult): string {
  const [first] = routes;
  if (first === undefined) return "";
  return routes.length === 1 ? first : count(routes.length, "route");
}
