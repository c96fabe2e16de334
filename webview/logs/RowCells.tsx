// One record in one line: level, time, service, message and fields, source.

import "./ansi.css";
import "./rowCells.css";
import { memo } from "./memo";
import type { LogJson } from "../../src/shared/contract/json";
import { fieldOfRecord } from "../../src/shared/files/recordField";
import { formatTime, formatTimeExactly, formatDate } from "../lib/format";
import { type DateDetail, formatDatePart } from "../lib/formatSpan";
import { serviceClass } from "../lib/serviceColors";
import { seen } from "../lib/unseen";
import { firstLine, marked, shortValue, shownAttributes, sourceLabel } from "./messageText";
import type { LogsModel } from "./model";

export function RowCells({
  row,
  model,
}: {
  readonly row: LogJson | undefined;
  readonly model: LogsModel;
}) {
  if (row === undefined) return <span class="row-awaited" role="gridcell" />;
  return (
    <Cells
      row={row}
      model={model}
      words={model.words.value}
      columns={model.columns.value}
      isUtc={model.isUtc.value}
      dates={model.dateDetail.value}
      canOpenSource={model.canOpenSource.value}
    />
  );
}

interface CellsProps {
  readonly row: LogJson;
  readonly model: LogsModel;
  readonly words: readonly string[];
  readonly columns: readonly string[];
  readonly isUtc: boolean;
  readonly dates: DateDetail;
  readonly canOpenSource: boolean;
}

const Cells = memo(function Cells(props: CellsProps) {
  const { row, model, isUtc, columns } = props;
  const { runs, moreLines } = firstLine(row);
  const { service, source } = row;
  return (
    <>
      <span class="cell-level level-letter" role="gridcell" aria-label={row.severity ?? "no level"}>
        {row.severity?.charAt(0) ?? "·"}
      </span>
      <span
        class="cell-time"
        role="gridcell"
        data-tip={`${formatDate(row.time, isUtc)} ${formatTimeExactly(row.time, isUtc)}`}
      >
        {props.dates !== "time" && (
          <span class="cell-date">{formatDatePart(row.time, props.dates, isUtc)} </span>
        )}
        {formatTime(row.time, isUtc)}
      </span>
      <span class={`cell-service ellipsis ${serviceClass(service ?? "")}`} role="gridcell">
        {seen(service ?? "")}
      </span>
      {columns.map((column) => (
        <span key={column} class="cell-column ellipsis" role="gridcell">
          {seen(columnText(row, column))}
        </span>
      ))}
      <span class="cell-message ellipsis" role="gridcell">
        {marked(runs, props.words).map((run, index) =>
          run.isMatch ? (
            <mark key={index} class={run.classes}>
              {seen(run.text)}
            </mark>
          ) : (
            <span key={index} class={run.classes}>
              {seen(run.text)}
            </span>
          ),
        )}
        {moreLines > 0 && (
          <span class="badge more-lines">+{moreLines === 1 ? "1 line" : `${moreLines} lines`}</span>
        )}
        {shownAttributes(row, columns).map(({ name, text }) => (
          <span key={name} class="attribute">
            {" "}
            {seen(name)}={seen(text)}
          </span>
        ))}
      </span>
      {source === undefined && props.canOpenSource && (
        <span class="cell-source cell-find" role="gridcell">
          <button
            type="button"
            class="link"
            tabIndex={-1}
            data-tip="Find the statement in the workspace that wrote it"
            onClick={(event) => {
              event.stopPropagation();
              model.outside.openSourceOf(row);
            }}
          >
            find source
          </button>
        </span>
      )}
      {source !== undefined && (
        <span class="cell-source" role="gridcell">
          {props.canOpenSource ? (
            <button
              type="button"
              class="link"
              tabIndex={-1}
              data-tip={`Open ${source.file}${source.line === undefined ? "" : `:${source.line}`}`}
              onClick={(event) => {
                event.stopPropagation();
                model.outside.openSourceOf(row);
              }}
            >
              {seen(sourceLabel(source))}
            </button>
          ) : (
            <span class="dim" data-tip={source.file}>
              {seen(sourceLabel(source))}
            </span>
          )}
        </span>
      )}
    </>
  );
});

function columnText(row: LogJson, column: string): string {
  const value = fieldOfRecord(row, column);
  return value === undefined ? "" : shortValue(value);
}
