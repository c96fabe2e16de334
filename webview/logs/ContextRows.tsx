// What happened around a record: so many rows before and after it, with the filter kept or dropped, widened
// by a click, without leaving the place in the list.

import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { LogJson } from "../../src/shared/contract/json";
import { Button } from "../lib/controls";
import { type ContextKind, contextStep } from "./detail";
import type { LogsModel } from "./model";
import { RowCells } from "./RowCells";

const kinds: readonly { readonly kind: ContextKind; readonly title: string }[] = [
  { kind: "all", title: "All" },
  { kind: "service", title: "Same service" },
  { kind: "matching", title: "Filter kept" },
];

export function ContextRows({
  model,
  record,
}: {
  readonly model: LogsModel;
  readonly record: LogJson;
}) {
  const kind = model.contextKind.value;
  const count = model.detail.contextRows.value;
  const centre = useRef<HTMLDivElement>(null);
  const rows = model.detail.context.value;
  useEffect(() => model.loadContext(contextStep), [model, record.seq, kind]);
  useLayoutEffect(() => centre.current?.scrollIntoView({ block: "center" }), [rows]);
  return (
    <div class="context">
      <div class="context-bar" role="group" aria-label="Which rows">
        {kinds.map((each) => (
          <button
            key={each.kind}
            type="button"
            class="chip"
            aria-pressed={each.kind === kind}
            onClick={() => (model.contextKind.value = each.kind)}
          >
            {each.title}
          </button>
        ))}
        <span class="grow" />
        <span class="dim">± {count} rows</span>
        <Button
          kind="quiet"
          icon="unfold"
          tip="Show more rows around"
          onClick={() => model.loadContext(count * 2)}
        />
      </div>
      <div class="context-rows">
        {rows.map((row) => (
          <div
            key={row.seq}
            ref={row.seq === record.seq ? centre : null}
            class={`context-row log-row level-${row.severity ?? "NONE"} ${row.seq === record.seq ? "is-centre" : ""}`}
            role="row"
            aria-current={row.seq === record.seq}
            onDblClick={() => void model.goTo(row.seq)}
          >
            <RowCells row={row} model={model} />
          </div>
        ))}
      </div>
    </div>
  );
}
