// The list of records with its "new" button, and what stands there while there are none.

import { Button } from "../lib/controls";
import { formatCount } from "../lib/format";
import { VirtualList } from "../lib/VirtualList";
import type { LogsModel } from "./model";
import { NoRows } from "./NoRows";
import { RowCells } from "./RowCells";

export function Rows(props: {
  readonly model: LogsModel;
  readonly onContextMenu: (rank: number, event: MouseEvent) => void;
}) {
  const { model } = props;
  const total = model.scroll.total.value;
  const isEmpty = total === 0 && !model.loader.isLoading.value;
  const newCount = model.loader.newCount.value;
  return (
    <div class={`rows ${model.columns.value.length > 0 ? "has-columns" : ""}`}>
      {model.columns.value.length > 0 && <ColumnHeads model={model} />}
      {isEmpty ? (
        <NoRows model={model} />
      ) : (
        <VirtualList
          scroll={model.scroll}
          label="Log records"
          selectedRank={model.selectedRank()}
          onSelect={(rank) => model.selectRank(rank)}
          onOpen={(rank) => model.outside.openSourceOf(model.row(rank))}
          onContextMenu={props.onContextMenu}
          rowClass={(rank) => `log-row level-${model.row(rank)?.severity ?? "NONE"}`}
          rowKey={(rank) => model.row(rank)?.seq ?? `rank ${rank}`}
          renderRow={(rank) => <RowCells row={model.row(rank)} model={model} />}
        />
      )}
      {newCount > 0 && !isEmpty && (
        <Button
          class="new-rows"
          kind="primary"
          icon="arrow-down"
          onClick={() => model.followAgain()}
        >
          {formatCount(newCount)} new
        </Button>
      )}
    </div>
  );
}

const ColumnHeads = ({ model }: { readonly model: LogsModel }) => (
  <div class="column-heads section-title" role="presentation">
    <span class="column-lead" />
    {model.columns.value.map((column) => (
      <button
        key={column}
        type="button"
        class="column-head ellipsis"
        data-tip={`${column}: remove column`}
        onClick={() => model.toggleColumn(column)}
      >
        {column}
      </button>
    ))}
    <span>message</span>
  </div>
);
