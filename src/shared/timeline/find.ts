// Find within a timeline: plain words over everything a node says, all of them needed.

import type { Attributes } from "../contract/json";
import { describe } from "./describe";
import type { TimelineModel, TimelineNode } from "./model";

/** Indexes of the nodes that match, in reading order; none for an empty text. */
export function findNodes(model: TimelineModel, text: string): number[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found: number[] = [];
  for (const node of model.nodes) {
    const said = searchText(node);
    if (words.every((word) => said.includes(word))) found.push(node.index);
  }
  return found;
}

function searchText(node: TimelineNode): string {
  const parts = [node.service, describe(node).title];
  switch (node.kind) {
    case "span":
      parts.push(node.span.spanId ?? "", node.span.statusMessage ?? "", node.span.status ?? "");
      addAttributes(parts, node.span.attributes);
      break;
    case "log":
      parts.push(node.log.body, node.log.severity ?? "", node.log.logger ?? "");
      addAttributes(parts, node.log.attributes);
      break;
    case "event":
      addAttributes(parts, node.event.attributes);
      break;
    case "fold":
    case "missing":
    case "service":
      break;
  }
  return parts.join("\n").toLowerCase();
}

function addAttributes(parts: string[], attributes: Attributes): void {
  for (const name in attributes) {
    const value = attributes[name];
    parts.push(`${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  }
}
