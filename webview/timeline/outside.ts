// The ways from the timeline to what is around it: source, the Logs panel, "Why do these fail?", a text document.

import type { ReadonlySignal } from "@preact/signals";
import type { SourceJson } from "../../src/shared/contract/json";
import { alignedText } from "../../src/shared/timeline/alignedText";
import type { TimelineModel, TimelineNode } from "../../src/shared/timeline/model";
import { toText } from "../../src/shared/timeline/text";
import type { Connection } from "../lib/connection";
import { writtenLine } from "../lib/writtenLine";
import type { Against } from "./against";
import { logsQuery } from "./logsQuery";
import { routeQuery } from "./routeQuery";

export class Outside {
  constructor(
    private readonly connection: Pick<Connection, "collector" | "host">,
    private readonly timeline: ReadonlySignal<TimelineModel | undefined>,
    private readonly against: Against,
  ) {}

  /** Does it or a span around it name a call site? */
  hasSource(node: TimelineNode, timeline = this.timeline.peek()): boolean {
    const nodes = timeline?.nodes ?? [];
    for (let at: TimelineNode | undefined = node; at !== undefined; at = nodes[at.parent]) {
      if (sourceOf(at) !== undefined) return true;
    }
    return false;
  }

  /** Opens the source of a row, else that of the nearest span around it that has one. */
  async openSource(
    node: TimelineNode | undefined,
    timeline: TimelineModel | undefined = this.timeline.peek(),
  ): Promise<boolean> {
    const nodes = timeline?.nodes ?? [];
    for (let at = node; at !== undefined; at = nodes[at.parent]) {
      const source = sourceOf(at);
      if (at === node && at.kind === "log" && source === undefined) {
        const written = { ...writtenLine(at.log), isQuiet: this.hasSource(at, timeline) };
        if (await this.connection.host.openStatement(written)) return true;
      }
      if (source === undefined) continue;
      const service = at.service === "" ? {} : { service: at.service };
      return await this.connection.host.openSource({ ...source, ...service });
    }
    return false;
  }

  /** The row's place in the code: of the first request, else of the one it is compared with. */
  openPairSource(rank: number): Promise<boolean> {
    const row = this.against.rows.peek()[rank];
    if (row?.left !== undefined) return this.openSource(row.left);
    return this.openSource(row?.right, this.against.timeline.peek());
  }

  openAsText(): Promise<void> {
    const timeline = this.timeline.peek();
    if (timeline === undefined) return Promise.resolve();
    const other = this.against.timeline.peek();
    const aligned = this.against.aligned.peek();
    const text =
      other === undefined || aligned === undefined
        ? toText(timeline, { isUnfolded: true })
        : alignedText(timeline, other, aligned);
    return this.connection.host.openText({ text, language: "plaintext" });
  }

  /** The request's logs in the Logs panel, or those that also match `clause`. */
  openLogs(clause = ""): Promise<void> {
    const summary = this.timeline.peek()?.summary;
    const ids = summary === undefined ? "" : logsQuery(summary);
    const query = [ids, clause].filter((part) => part !== "").join(" ");
    return this.connection.host.openPanel({ panel: "logs", query });
  }

  /** Failed requests that set out like this one, against those that passed; without one, of all routes. */
  async openCompare(): Promise<void> {
    const { collector, host } = this.connection;
    const timeline = this.timeline.peek();
    const route = timeline === undefined ? "" : await routeQuery(timeline, collector);
    await host.openPanel({ panel: "compare", ...(route === "" ? {} : { within: route }) });
  }
}

export function sourceOf(node: TimelineNode): SourceJson | undefined {
  if (node.kind === "span") return node.span.source;
  if (node.kind === "log") return node.log.source;
  return undefined;
}
