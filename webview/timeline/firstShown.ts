// Which row is selected when a request is opened: the detail pane is never empty.

import type { TimelineNode } from "../../src/shared/timeline/model";

/** What was asked for by its key or its span's id, else where the request began to fail, else the first row. */
export function firstShown(
  nodes: readonly TimelineNode[],
  selectedKey: string,
  id: string,
): TimelineNode | undefined {
  return (
    nodes.find((node) => node.key === selectedKey) ??
    nodes.find((node) => node.kind === "span" && node.span.spanId === id) ??
    nodes.find((node) => node.isError && !hasFailedSpanInside(node, nodes)) ??
    nodes[0]
  );
}

/** The span where a failure begins is more use than those it went up through. */
function hasFailedSpanInside(node: TimelineNode, nodes: readonly TimelineNode[]): boolean {
  for (let index = node.index + 1; index < node.next; index++) {
    if (nodes[index]?.kind === "span" && nodes[index]?.isError === true) return true;
  }
  return false;
}
