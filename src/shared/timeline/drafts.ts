// Nodes while the tree is still being put together: complete but for their place in the list, which
// is written into them at the end (copying 20,000 of them would cost more than all the rest).

import type { TimelineNode } from "./model";

export interface Draft<Node extends TimelineNode = TimelineNode> {
  readonly node: Node;
  readonly children: readonly Draft[];
}

/** Written out in the literal of each kind of node: a spread of them makes a large request six times as slow. */
type Place = "index" | "next" | "parent" | "depth" | "hasErrorInside";
type Placeable = { -readonly [Key in Place]: TimelineNode[Key] };

/** The list in reading order. Iterative: a chain of spans may be deeper than the call stack. */
export function flatten(roots: readonly Draft[]): TimelineNode[] {
  const nodes: TimelineNode[] = [];
  const open: Draft[] = [];
  const push = (drafts: readonly Draft[], parent: number, depth: number) => {
    for (let i = drafts.length - 1; i >= 0; i--) {
      const draft = drafts[i];
      if (draft === undefined) continue;
      const place: Placeable = draft.node;
      place.parent = parent;
      place.depth = depth;
      open.push(draft);
    }
  };
  push(roots, -1, 0);
  for (let draft = open.pop(); draft !== undefined; draft = open.pop()) {
    const { node, children } = draft;
    const place: Placeable = node;
    place.index = nodes.length;
    place.next = nodes.length + 1;
    place.hasErrorInside = node.isError;
    nodes.push(node);
    push(children, node.index, node.depth + 1);
  }
  closeSubtrees(nodes);
  return nodes;
}

function closeSubtrees(nodes: readonly TimelineNode[]): void {
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index];
    const parent: Placeable | undefined = node === undefined ? undefined : nodes[node.parent];
    if (node === undefined || parent === undefined) continue;
    parent.next = Math.max(parent.next, node.next);
    parent.hasErrorInside ||= node.hasErrorInside;
  }
}

/** Earlier first; at the same time the order given. Sorts in place. */
export function sortByStart<Some extends Draft>(drafts: Some[]): Some[] {
  return drafts.sort((a, b) => a.node.startNanos - b.node.startNanos);
}
