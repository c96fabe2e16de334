// The tail with repeats collapsed, in place of the rows: a line shows the newest of its repeats and how many
// there are; a click on the number shows them all.

import { Button } from "../lib/controls";
import { countOf, formatCount } from "../lib/format";
import { openMenu } from "../lib/menu";
import { VirtualList } from "../lib/VirtualList";
import type { LogsModel } from "./model";
import { NoRows } from "./NoRows";
import { RowCells } from "./RowCells";
import { recordMenu } from "./rowMenu";

export function CollapsedRows({ model }: { readonly model: LogsModel }) {
  const { repeats } = model;
  const lines = repeats.lines.value;
  const newCount = model.loader.newCount.value;
  const rowCount = lines.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="rows collapsed">
      <div class="collapsed-title">
        <span class="dim ellipsis">{`Repeats collapsed in the newest ${countOf(rowCount, "row")}`}</span>
        <span class="grow" />
        <Button icon="list-flat" onClick={() => (repeats.isOn.value = false)}>
          Show All Rows
        </Button>
      </div>
      {rowCount === 0 && !model.loader.isLoading.value ? (
        <NoRows model={model} />
      ) : (
        <VirtualList
          scroll={repeats.scroll}
          label="Log records, repeats collapsed"
          selectedRank={repeats.rankOf(model.selectedSeq.value)}
          onSelect={(rank) => {
            const line = lines[rank];
            if (line !== undefined) model.select(line.row.seq);
          }}
          onOpen={(rank) => model.outside.openSourceOf(lines[rank]?.row)}
          onContextMenu={(rank, event) => {
            const line = lines[rank];
            if (line === undefined) return;
            event.preventDefault();
            model.select(line.row.seq);
            openMenu(event, "Record actions", [
              {
                label: `Show the ${countOf(line.count, "Row")}`,
                icon: "unfold",
                isDisabled: line.count === 1,
                run: () => repeats.expand(line.firstSeq),
              },
              ...recordMenu(model, line.row),
            ]);
          }}
          rowClass={(rank) => `log-row level-${lines[rank]?.row.severity ?? "NONE"}`}
          rowKey={(rank) => lines[rank]?.firstSeq ?? `rank ${rank}`}
          renderRow={(rank) => {
            const line = lines[rank];
            const count = line?.count ?? 1;
            return (
              <>
                <RowCells row={line?.row} model={model} />
                {line !== undefined && count > 1 && (
                  <button
                    type="button"
                    class="badge repeats"
                    tabIndex={-1}
                    data-tip={`Show the ${countOf(count, "row")}`}
                    onClick={(event) => {
                      event.stopPropagation();
                      repeats.expand(line.firstSeq);
                    }}
                  >
                    ×{formatCount(count)}
                  </button>
                )}
              </>
            );
          }}
        />
      )}
      {newCount > 0 && rowCount > 0 && (
        <Button
          class="new-rows"
          kind="primary"
          icon="arrow-down"
          onClick={() => repeats.scroll.follow()}
        >
          {formatCount(newCount)} new
        </Button>
      )}
    </div>
  );
}
