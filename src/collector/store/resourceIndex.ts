// What the few resources and patterns say, kept in memory: a query about an attribute of a resource, or a
// pattern, becomes a list of ids, so that no query joins a table for it.

import { parseAttributes, type ParsedAttributes, textsOf } from "../../shared/query/attributeText";
import type { NumberTest, TextTest } from "../../shared/query/condition";
import { PatternBook } from "../../shared/patterns/patternBook";
import { fold } from "../../shared/query/fold";
import { testNumberText, testText } from "../../shared/query/textMatcher";
import type { Reader } from "./reader";
import resourceIds from "./sql/resourceIds.sql";
import resourcesById from "./sql/resourcesById.sql";

export class ResourceIndex {
  private readonly byId = new Map<number, ParsedAttributes>();
  /** What the reader had counted when they were taken up. */
  private changes: number | undefined;

  constructor(readonly patterns: PatternBook = new PatternBook()) {}

  /** Takes up what was stored or deleted since the last time. Ids come in any order and are never reused. */
  async refresh(reader: Reader, signal?: AbortSignal): Promise<void> {
    const changes = reader.resourceChanges;
    if (changes !== undefined && changes === this.changes) return;
    const ids = await reader.all<{ id: number }>(resourceIds, {}, signal);
    const stored = new Set(ids.map(({ id }) => id));
    for (const id of this.byId.keys()) if (!stored.has(id)) this.byId.delete(id);
    const missing = [...stored].filter((id) => !this.byId.has(id));
    const rows =
      missing.length === 0
        ? []
        : await reader.all<{ id: number; attributes: string }>(
            resourcesById,
            { ids: JSON.stringify(missing) },
            signal,
          );
    for (const { id, attributes } of rows) this.byId.set(id, parseAttributes(attributes));
    this.changes = changes;
  }

  /** Resources whose attribute passes the test. */
  idsWith(name: string, test: TextTest | NumberTest): number[] {
    const matches =
      test.kind === "between" ? testNumberText(test) : ofFolded(testText(test), test.kind);
    const ids: number[] = [];
    for (const [id, attributes] of this.byId) {
      const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (value === undefined || value === null) continue;
      if (test.kind === "exists" || textsOf(value).some(matches)) ids.push(id);
    }
    return ids;
  }

  /** Patterns one of whose ids passes the test. */
  patternIdsWith(test: TextTest): number[] {
    return this.patterns.numbersWith(ofFolded(testText(test), test.kind));
  }

  /** Of all attributes of resources. */
  names(): Set<string> {
    return new Set([...this.byId.values()].flatMap((attributes) => Object.keys(attributes)));
  }

  attributesOf(id: number): ParsedAttributes {
    return this.byId.get(id) ?? {};
  }
}

const ofFolded =
  (matches: (folded: string) => boolean, kind: TextTest["kind"]) =>
  (text: string): boolean =>
    kind === "exists" || matches(fold(text));
