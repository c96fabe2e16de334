// Above rows of one pattern: which one it is, and the ways back to all patterns and to all rows.

import "./patterns.css";
import { Button } from "../lib/controls";
import { countOf } from "../lib/format";
import type { LogsModel } from "./model";
import { PatternText } from "./PatternText";

export function PatternNotice({ model }: { readonly model: LogsModel }) {
  const pattern = model.patterns.filtered.value;
  if (pattern === undefined) return null;
  return (
    <div class="notice pattern-notice" role="status">
      <span class="dim">Pattern</span>
      <PatternText text={pattern.text} class="grow ellipsis" />
      <span class="dim pattern-notice-count">{countOf(pattern.count, "row")} in all</span>
      <Button icon="arrow-left" onClick={() => model.leavePattern(true)}>
        All Patterns
      </Button>
      <Button kind="quiet" icon="close" tip="All rows" onClick={() => model.leavePattern(false)} />
    </div>
  );
}
