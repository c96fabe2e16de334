// Which nodes are rows now: all but those inside what is folded. What failed inside a fold of
// repeats still shows, because it is what a reader looks for.

import type { TimelineModel, TimelineNode } from "./model";

export interface VisibleOptions {
  /** Keys of nodes whose state differs from the first one: folds start closed, the rest open. */
  readonly toggled?: ReadonlySet<string>;
  /** "tree": spans with what they did. "time": every record in order of time, without folds. */
  readonly order?: "tree" | "time";
}

export function visibleNodes(
  model: TimelineModel,
  { toggled = new Set(), order = "tree" }: VisibleOptions = {},
): TimelineNode[] {
  if (order === "time") return byTime(model.nodes);
  const rows: TimelineNode[] = [];
  let index = 0;
  let failuresUntil = 0; // inside a closed fold only what failed is shown
  while (index < model.nodes.length) {
    const node = model.nodes[index];
    if (node === undefined) break;
    if (index < failuresUntil && !node.hasErrorInside) {
      index = node.next;
      continue;
    }
    rows.push(node);
    const isClosed = !isOpen(node, toggled);
    if (isClosed && node.kind === "fold") failuresUntil = Math.max(failuresUntil, node.next);
    index = isClosed && node.kind !== "fold" ? node.next : index + 1;
  }
  return rows;
}

export function isOpen(node: TimelineNode, toggled: ReadonlySet<string>): boolean {
  const isToggled = toggled.size > 0 && toggled.has(node.key);
  return isToggled === (node.kind === "fold");
}

/** `toggled` with what it takes so that `node` is a row. */
export function toggledToShow(
  { nodes }: TimelineModel,
  node: TimelineNode,
  toggled: Iterable<string>,
): ReadonlySet<string> {
  const changed = new Set(toggled);
  for (let up = nodes[node.parent]; up !== undefined; up = nodes[up.parent]) {
    if (isOpen(up, changed) || (up.kind === "fold" && node.hasErrorInside)) continue;
    if (up.kind === "fold") changed.add(up.key);
    else changed.delete(up.key);
  }
  return changed;
}

export const hasChildren = (node: TimelineNode) => node.next > node.index + 1;

function byTime(nodes: readonly TimelineNode[]): TimelineNode[] {
  return nodes
    .filter(({ kind }) => kind === "span" || kind === "log" || kind === "event")
    .sort((a, b) => a.startNanos - b.startNanos || a.index - b.index);
}
