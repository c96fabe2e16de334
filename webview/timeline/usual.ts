// How long spans of the same name usually take, so that a duration says whether it is long. Asked for
// when a span stays selected; a span that nobody can tell it of shows its own duration alone.

import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { Client } from "../../src/shared/contract/rpc";
import { durationText } from "../../src/shared/timeline/duration";
import type { TimelineNode } from "../../src/shared/timeline/model";
import { clauseFor } from "../lib/valueActions";

/** Moving through the rows by keys asks for none of them. */
const restMs = 250;

export class UsualDuration {
  /** "p50 of this span 81 ms, p99 310 ms", of the span with this key; "" until it is known. */
  readonly text = signal<{ readonly key: string; readonly text: string }>({ key: "", text: "" });
  private readonly known = new Map<string, string>();

  constructor(
    private readonly collector: Pick<Client<CollectorApi>, "groups">,
    selected: ReadonlySignal<TimelineNode | undefined>,
    setTimer: (run: () => void, delayMs: number) => () => void,
  ) {
    effect(() => {
      const node = selected.value;
      if (node?.kind !== "span") return undefined;
      const { key, service } = node;
      const clauses = [clauseFor("name", node.span.name)];
      if (service !== "") clauses.push(clauseFor("service", service));
      const query = clauses.join(" ");
      const known = this.known.get(query);
      if (known !== undefined) {
        this.text.value = { key, text: known };
        return undefined;
      }
      const abort = new AbortController();
      const cancel = setTimer(() => void this.ask(query, key, abort.signal), restMs);
      return () => {
        cancel();
        abort.abort();
      };
    });
  }

  private async ask(query: string, key: string, abort: AbortSignal): Promise<void> {
    const of = async (quantile: string) => {
      const aggregate = `${quantile}(duration)`;
      const rows = await this.collector.groups(
        { signal: "spans", query, by: ["name"], aggregate, limit: 1 },
        abort,
      );
      return rows[0]?.value;
    };
    try {
      const [p50, p99] = await Promise.all([of("p50"), of("p99")]);
      if (typeof p50 !== "number" || typeof p99 !== "number") return;
      const text = `p50 of this span ${durationText(p50)}, p99 ${durationText(p99)}`;
      this.known.set(query, text);
      if (!abort.aborted) this.text.value = { key, text };
    } catch {
      return; // a help only: without it the duration stands alone
    }
  }
}
