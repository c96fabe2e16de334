// The list of records, with the contexts and repeats in it, its "new" button, and what stands there while
// there are none.

import "./rows.css";
import { useSignal } from "@preact/signals";
import { Button } from "../lib/controls";
import { formatCount } from "../lib/format";
import { VirtualList } from "../lib/VirtualList";
import { ContextEdge } from "./ContextEdge";
import type { Line } from "./lines";
import type { LogsModel } from "./model";
import { NoRows } from "./NoRows";
import { PickedBar } from "./PickedBar";
import { copyPicked } from "./picking";
import { RowActions } from "./RowActions";
import { RowCells } from "./RowCells";
import { RepeatsMark } from "./RepeatsMark";
import { openRowMenu } from "./rowMenu";

export function Rows({ model }: { readonly model: LogsModel }) {
  const { list } = model;
  const isEmpty = list.total === 0 && !list.loader.isLoading.value;
  const newCount = list.loader.newCount.value;
  const lines = list.lines.value;
  const { picked } = list;
  const hovered = useSignal(-1);
  return (
    <div
      class={`rows shows-${model.dateDetail.value} ${model.columns.value.length > 0 ? "has-columns" : ""}`}
    >
      {list.repeats.isOn.value && <RepeatsBar model={model} />}
      {model.columns.value.length > 0 && <ColumnHeads model={model} />}
      {isEmpty ? (
        <NoRows model={model} />
      ) : (
        <VirtualList
          scroll={list.scroll}
          label={list.repeats.isOn.value ? "Log records, repeats collapsed" : "Log records"}
          selectedRank={list.selectedLine.value}
          isSelected={(index) => picked.has(lines.rowAt(index)?.seq ?? -1)}
          onSelect={(index, mode) => list.selectLine(index, mode)}
          onMove={(index, mode) => list.moveTo(index, mode)}
          onSelectAll={() => list.selectLoaded()}
          onCopy={() => copyPicked(model, "text")}
          onOpen={(index) => model.outside.openSourceOf(lines.rowAt(index))}
          onHover={(index) => (hovered.value = index)}
          onContextMenu={(index, event) => openRowMenu(model, index, event)}
          rowClass={(index) => classOf(lines.at(index))}
          rowKey={(index) => keyOf(lines.at(index)) ?? `line ${index}`}
          renderRow={(index) => (
            <LineCells line={lines.at(index)} model={model} isHovered={index === hovered.value} />
          )}
        />
      )}
      {newCount > 0 && !isEmpty && (
        <Button
          class="new-rows"
          kind="primary"
          icon="arrow-down"
          onClick={() => list.scroll.follow()}
        >
          {formatCount(newCount)} new
        </Button>
      )}
      {picked.count.value > 1 && <PickedBar model={model} />}
    </div>
  );
}

function LineCells(props: {
  readonly line: Line | undefined;
  readonly model: LogsModel;
  readonly isHovered: boolean;
}) {
  const { line, model } = props;
  if (line === undefined || line.kind === "awaited")
    return <RowCells row={undefined} model={model} />;
  if (line.kind === "edge") return <ContextEdge line={line} model={model} />;
  const row = line.kind === "run" ? line.run.row : line.row;
  return (
    <>
      <RowCells row={row} model={model} />
      {line.kind === "run" && <RepeatsMark run={line.run} model={model} />}
      {props.isHovered && <RowActions row={row} model={model} />}
    </>
  );
}

function classOf(line: Line | undefined): string {
  if (line === undefined || line.kind === "awaited") return "log-row";
  if (line.kind === "edge") return `context-edge is-${line.side}`;
  const row = line.kind === "run" ? line.run.row : line.row;
  const level = `log-row level-${row.severity ?? "NONE"}`;
  if (line.kind === "run") return level;
  const kind = line.isAnchor ? "is-anchor" : line.isMatch ? "" : "is-around";
  return `${level} in-context ${kind}`;
}

/** A record has one element wherever it moves to. */
function keyOf(line: Line | undefined): string | number | undefined {
  if (line === undefined || line.kind === "awaited") return undefined;
  if (line.kind === "edge") return `${line.side} ${line.context}`;
  return line.kind === "run" ? line.run.first.seq : line.row.seq;
}

const RepeatsBar = ({ model }: { readonly model: LogsModel }) => (
  <div class="repeats-bar">
    <span class="dim ellipsis grow">Repeats are collapsed: a number opens them</span>
    <Button icon="list-flat" onClick={() => (model.list.repeats.isOn.value = false)}>
      Show All Rows
    </Button>
  </div>
);

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
