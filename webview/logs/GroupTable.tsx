// The matching records by the values of fields, in place of the rows: a table with figures and a bar for
// each group, or lines over time. A group leads back to its rows.

import "./groups.css";
import "./inPlace.css";
import { Icon } from "../lib/controls";
import { formatShare } from "../lib/format";
import { seen } from "../lib/unseen";
import { GroupBar } from "./GroupBar";
import { GroupChart } from "./GroupChart";
import { GroupsCut } from "./GroupsCut";
import { figureText, figureTitle, groupClause, groupText } from "./groupFigures";
import type { CountedGroup, Grouped, Grouping } from "./grouping";
import type { LogsModel } from "./model";

export function GroupTable({ model }: { readonly model: LogsModel }) {
  const { grouping } = model;
  return (
    <div class="in-place groups">
      <GroupBar model={model} />
      <div class="groups-scroll">
        {grouping.view.value === "chart" ? <GroupChart model={model} /> : <Table model={model} />}
      </div>
    </div>
  );
}

function Table({ model }: { readonly model: LogsModel }) {
  const { grouping } = model;
  const isAnswered = grouping.rowsOf.value !== undefined && !model.isBusy.value;
  const { by, figures, chosen } = shownOf(grouping);
  const rows = grouping.rows.value;
  const total = grouping.total.value;
  const highest = rows.reduce((most, { values }) => Math.max(most, values[chosen] ?? 0), 0);
  const sorted = grouping.sortedBy.value;
  if (rows.length === 0 && isAnswered) {
    return <p class="dim groups-none">No row matches.</p>;
  }
  return (
    <>
      <table class="code">
        <thead>
          <tr>
            {by.map((field) => (
              <Head
                key={field}
                class="group-value"
                text={field}
                isSorted={sorted === field}
                isAscending={grouping.isAscending.value}
                onClick={() => grouping.sortByField(field)}
              />
            ))}
            <th class="group-bar" aria-label="Compared" />
            {figures.map((figure, i) => (
              <Head
                key={figureTitle(figure)}
                class="group-count"
                text={figureTitle(figure)}
                isSorted={sorted === "" && i === chosen}
                isAscending={grouping.isAscending.value}
                onClick={() => {
                  const at = grouping.placeOf(figure);
                  if (at >= 0) grouping.sortByFigure(at);
                }}
              />
            ))}
            <th class="group-share" scope="col" data-tip="Of all rows that match">
              share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={JSON.stringify(row.group)}
              row={row}
              model={model}
              highest={highest}
              total={total}
            />
          ))}
        </tbody>
      </table>
      <GroupsCut
        cut={grouping.cut.value}
        shown={rows.length}
        others="Sorted by another column others come first; a query leaves fewer."
      />
    </>
  );
}

/** What the rows are of; before the first answer what they will be of. */
const shownOf = ({ rowsOf, by, figures, chosen, source }: Grouping): Grouped =>
  rowsOf.value ?? {
    by: by.value,
    figures: figures.value,
    chosen: chosen.value,
    source: source.value,
  };

/** Sorts the table by its column. */
function Head(props: {
  readonly class: string;
  readonly text: string;
  readonly isSorted: boolean;
  readonly isAscending: boolean;
  readonly onClick: () => void;
}) {
  const direction = props.isAscending ? "ascending" : "descending";
  return (
    <th class={props.class} scope="col" aria-sort={props.isSorted ? direction : "none"}>
      <button
        type="button"
        class="bare group-head"
        data-tip={`Sort by ${props.text}`}
        onClick={props.onClick}
      >
        {props.isSorted && <Icon name={props.isAscending ? "arrow-up" : "arrow-down"} />}
        <span class="ellipsis">{props.text}</span>
      </button>
    </th>
  );
}

function Row(props: {
  readonly row: CountedGroup;
  readonly model: LogsModel;
  readonly highest: number;
  readonly total: number;
}) {
  const { row, model } = props;
  const { grouping } = model;
  const { by, figures, chosen, source } = shownOf(grouping);
  const isLink = source === "logs";
  return (
    <tr>
      {by.map((field, i) => {
        const text = groupText(row.group[field] ?? null, field);
        return (
          <td key={field} class="group-value ellipsis" data-tip={text}>
            {i === 0 && isLink ? (
              <button
                type="button"
                class="link ellipsis"
                onClick={() => model.showGroup(groupClause(row.group))}
              >
                {seen(text)}
              </button>
            ) : (
              seen(text)
            )}
          </td>
        );
      })}
      <td class="group-bar">
        <Bar part={row.values[chosen] ?? 0} whole={props.highest} />
      </td>
      {figures.map((figure, i) => (
        <td key={figureTitle(figure)} class="group-count">
          {figureText(row.values[i] ?? null, figure)}
        </td>
      ))}
      <td class="group-share dim">{formatShare(row.count, props.total)}</td>
    </tr>
  );
}

const Bar = ({ part, whole }: { readonly part: number; readonly whole: number }) => (
  <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
    <rect width={whole > 0 ? Math.max(0, part / whole) * 100 : 0} height="1" />
  </svg>
);
