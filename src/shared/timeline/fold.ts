// Repeated sibling spans (the N+1 query) become one row with their count, so that the pattern is
// seen at once and a thousand like rows do not bury the rest. Few are only counted.

import { addToGroup } from "../groups";
import { type Draft, sortByStart } from "./drafts";
import type { SpanNode } from "./model";

/** Fewer like siblings than this are shown one by one: each may be a step of its own (a retry). */
const foldFrom = 4;

/** The children of one node in time order, like spans folded or marked with their count. */
export function foldRepeats(children: readonly Draft[], parentKey: string): readonly Draft[] {
  if (!hasRepeats(children)) return children;
  const groups = new Map<string, SpanDraft[]>();
  for (const draft of children) {
    if (!isSpan(draft)) continue;
    const { span, service } = draft.node;
    const alike = `${service}\n${span.name}\n${span.kind ?? ""}`;
    addToGroup(groups, alike, draft);
  }
  const replaced = new Map<Draft, Draft | undefined>();
  for (const [alike, group] of groups) {
    const [first] = group;
    if (first === undefined || group.length < 2) continue;
    if (group.length >= foldFrom) {
      for (const draft of group) replaced.set(draft, undefined);
      replaced.set(first, fold(group, `${parentKey}/${alike}`));
    } else {
      const repeat = { count: group.length, isEachSlower: isEachSlower(group) };
      replaced.set(first, { ...first, node: { ...first.node, repeat } });
    }
  }
  const kept: Draft[] = [];
  for (const draft of children) {
    const now = replaced.has(draft) ? replaced.get(draft) : draft;
    if (now !== undefined) kept.push(now);
  }
  return kept;
}

function hasRepeats(children: readonly Draft[]): boolean {
  if (children.length < 2) return false;
  const names = new Set<string>();
  for (const draft of children) {
    if (!isSpan(draft)) continue;
    const { name } = draft.node.span;
    if (names.has(name)) return true;
    names.add(name);
  }
  return false;
}

type SpanDraft = Draft<SpanNode>;

const isSpan = (draft: Draft): draft is SpanDraft => draft.node.kind === "span";

function fold(group: readonly SpanDraft[], key: string): Draft {
  const children = sortByStart([...group]);
  const nodes = group.map((draft) => draft.node);
  const durations = nodes.map(durationOf);
  const first = nodes[0];
  return {
    node: {
      index: 0,
      next: 0,
      parent: -1,
      depth: 0,
      hasErrorInside: false,
      kind: "fold",
      key: `fold:${key}`,
      service: first?.service ?? "",
      name: first?.span.name ?? "",
      startNanos: nodes.reduce((min, c) => Math.min(min, c.startNanos), Infinity),
      endNanos: nodes.reduce((max, c) => Math.max(max, c.endNanos), -Infinity),
      isError: false,
      count: group.length,
      failedCount: nodes.filter((node) => node.isError).length,
      totalNanos: durations.reduce((sum, duration) => sum + duration, 0),
      minNanos: durations.reduce((min, duration) => Math.min(min, duration), Infinity),
      maxNanos: durations.reduce((max, duration) => Math.max(max, duration), 0),
      isEachSlower: isEachSlower(group),
      bars: nodes.map(({ startNanos, endNanos }) => ({ startNanos, endNanos })),
    },
    children,
  };
}

const durationOf = (node: Pick<SpanNode, "startNanos" | "endNanos">) =>
  node.endNanos - node.startNanos;

/** Each at least a tenth slower than the one before, three or more: the sign of a back-off or a leak. */
function isEachSlower(group: readonly SpanDraft[]): boolean {
  if (group.length < 3) return false;
  return group.every((draft, index) => {
    const before = group[index - 1];
    if (before === undefined) return true;
    return durationOf(draft.node) > durationOf(before.node) * 1.1;
  });
}
