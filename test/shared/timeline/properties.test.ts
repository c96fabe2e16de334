import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { visibleNodes } from "../../../src/shared/timeline/visible";
import { toText } from "../../../src/shared/timeline/text";
import { anyRequest } from "./anyRequest";

const sorted = (seqs: readonly number[]) => [...seqs].sort((a, b) => a - b);

describe("any graph of spans", () => {
  it("gives each span, log and event exactly one node", () => {
    fc.assert(
      fc.property(anyRequest, (data) => {
        const { nodes } = buildTimeline(data);

        const spans = nodes.flatMap((node) => (node.kind === "span" ? [node.span.seq] : []));
        const logs = nodes.flatMap((node) => (node.kind === "log" ? [node.log.seq] : []));
        const events = nodes.filter((node) => node.kind === "event").length;
        expect(sorted(spans)).toEqual(sorted(data.spans.map((span) => span.seq)));
        expect(sorted(logs)).toEqual(sorted(data.logs.map((log) => log.seq)));
        expect(events).toBe(data.spans.reduce((sum, span) => sum + span.events.length, 0));
      }),
      { numRuns: 150 },
    );
  });

  it("numbers a proper tree: keys are unique, parents come first, subtrees nest", () => {
    fc.assert(
      fc.property(anyRequest, (data) => {
        const { nodes } = buildTimeline(data);

        expect(new Set(nodes.map((node) => node.key)).size).toBe(nodes.length);
        nodes.forEach((node, index) => {
          const parent = nodes[node.parent];
          expect(node.index).toBe(index);
          expect(node.parent).toBeLessThan(index);
          expect(node.depth).toBe(parent === undefined ? 0 : parent.depth + 1);
          if (parent !== undefined) expect(node.next).toBeLessThanOrEqual(parent.next);
          expect(node.startNanos).toBeGreaterThanOrEqual(0);
          expect(node.endNanos).toBeGreaterThanOrEqual(node.startNanos);
        });
      }),
      { numRuns: 150 },
    );
  });

  it("keeps the critical path in one line: no two of its parts overlap", () => {
    fc.assert(
      fc.property(anyRequest, (data) => {
        const parts = buildTimeline(data)
          .nodes.flatMap((node) => (node.kind === "span" ? [...node.criticalPath] : []))
          .sort((a, b) => a.startNanos - b.startNanos);

        parts.forEach((part, i) => {
          const before = parts[i - 1];
          if (before !== undefined) expect(part.startNanos).toBeGreaterThanOrEqual(before.endNanos);
        });
      }),
      { numRuns: 150 },
    );
  });

  it("loses no record when every fold is open, and writes a line for each row", () => {
    fc.assert(
      fc.property(anyRequest, (data) => {
        const model = buildTimeline(data);
        const folds = model.nodes.filter((node) => node.kind === "fold").map((node) => node.key);

        expect(visibleNodes(model, { toggled: new Set(folds) })).toEqual(model.nodes);
        expect(toText(model, { isUnfolded: true }).split("\n").length).toBeGreaterThan(
          model.nodes.length,
        );
      }),
      { numRuns: 150 },
    );
  });
});
