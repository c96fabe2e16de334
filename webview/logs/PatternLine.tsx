// In a record's detail: what its message is a case of, and the way there.

import type { LogJson } from "../../src/shared/contract/json";
import { templateOf } from "../../src/shared/patterns/templateOf";
import type { LogsModel } from "./model";
import { PatternText } from "./PatternText";

export function PatternLine(props: { readonly record: LogJson; readonly model: LogsModel }) {
  const { record, model } = props;
  const { pattern: id } = record;
  if (id === undefined) return null;
  // What it has in common with others is known to the list only; by its form it is read here.
  const known = model.patterns.list.value?.patterns.find((pattern) => pattern.id === id);
  const text =
    known?.text ?? templateOf(record.body === "" ? (record.eventName ?? "") : record.body);
  return (
    <div class="detail-field">
      <dt>pattern</dt>
      <dd>
        <button
          type="button"
          class="link pattern-line ellipsis"
          data-tip="Show the pattern among all"
          onClick={() => model.openPatterns(id)}
        >
          <PatternText text={text} />
        </button>
      </dd>
    </div>
  );
}
