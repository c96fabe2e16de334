// The list of recent requests: live, but nothing moves under the pointer. While it is held, known
// requests are updated where they stand and new ones only counted.

import { computed, signal } from "@preact/signals";
import type { RequestInfo, RequestsQuery } from "../../src/shared/contract/requests";
import { ListScroll } from "../lib/listScroll";

/** As many as a person looks through; older ones are found by their id or in the Logs panel. */
const recentLimit = 500;

export class RecentRequests {
  readonly isFailedOnly = signal(false);
  readonly filter = signal("");
  readonly selectedId = signal("");
  /** True while the pointer is over the list or the user has moved away from its top. */
  readonly isHeld = signal(false);
  readonly scroll = new ListScroll();
  private readonly shown = signal<readonly RequestInfo[]>([]);
  private readonly latest = signal<readonly RequestInfo[]>([]);
  readonly hasLoaded = signal(false);

  readonly rows = computed(() => {
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    return this.shown.value.filter(
      (request) =>
        (!this.isFailedOnly.value || request.isFailed) &&
        words.every((word) => textOf(request).includes(word)),
    );
  });
  readonly newCount = computed(() => {
    const known = new Set(this.shown.value.map((request) => request.id));
    return this.latest.value.filter((request) => !known.has(request.id)).length;
  });
  readonly failedCount = computed(
    () => this.shown.value.filter((request) => request.isFailed).length,
  );
  readonly selectedRank = computed(() =>
    this.rows.value.findIndex((request) => request.id === this.selectedId.value),
  );

  /** Failed ones are asked for by themselves: of many requests few fail, and those are looked for. */
  query(): RequestsQuery {
    return { limit: recentLimit, isFailedOnly: this.isFailedOnly.peek() };
  }

  /** Takes over an answer; true when it says something new. */
  accept(requests: readonly RequestInfo[]): boolean {
    const hasChanged = fingerprint(requests) !== fingerprint(this.latest.peek());
    this.latest.value = requests;
    const isFree = !this.isHeld.peek() && this.scroll.topRow.peek() < 1;
    if (isFree || !this.hasLoaded.peek()) this.showLatest();
    else if (hasChanged) {
      const byId = new Map(requests.map((request) => [request.id, request] as const));
      this.shown.value = this.shown.peek().map((request) => byId.get(request.id) ?? request);
    }
    this.hasLoaded.value = true;
    return hasChanged;
  }

  showLatest(): void {
    this.shown.value = this.latest.peek();
  }
}

const textOf = (request: RequestInfo) =>
  `${request.id} ${request.name} ${request.services.join(" ")} ${request.service}`.toLowerCase();

const fingerprint = (requests: readonly RequestInfo[]) =>
  requests
    .map(
      ({ id, spanCount, logCount, errorCount }) => `${id} ${spanCount} ${logCount} ${errorCount}`,
    )
    .join("\n");
