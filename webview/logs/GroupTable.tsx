// The matching records by the values of fields, in place of the rows: a table with a figure and a bar for
// each group, or lines over time. A group leads back to its rows.

import "./groups.css";
import "./inPlace.css";
import { formatCount, formatShare } from "../lib/format";
import { GroupBar } from "./GroupBar";
import { GroupChart } from "./GroupChart";
import { figureText, figureTitle, groupClause, groupText } from "./groupFigures";
import type { CountedGroup } from "./grouping";
import type { LogsModel } from "./model";

export function GroupTable({ model }: { readonly model: LogsModel }) {
  const { grouping } = model;
  return (
    <div class="in-place groups">
      <GroupBar model={model} />
      {grouping.view.value === "chart" ? <GroupChart model={model} /> : <Table model={model} />}
    </div>
  );
}

function Table({ model }: { readonly model: LogsModel }) {
  const { grouping } = model;
  const by = grouping.by.value;
  const [figure, of] = [grouping.figure.value, grouping.of.value];
  const rows = grouping.rows.value;
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const highest = rows.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
  if (rows.length === 0 && !grouping.isLoading.value) {
    return <p class="dim groups-none">No row matches.</p>;
  }
  return (
    <table class="code">
      <thead>
        <tr>
          {by.map((field) => (
            <th key={field} class="group-value ellipsis" scope="col">
              {field}
            </th>
          ))}
          <th class="group-bar" aria-label="Compared" />
          {figure !== "count" && (
            <th class="group-count" scope="col">
              {figureTitle(figure, of)}
            </th>
          )}
          <th class="group-count" scope="col">
            rows
          </th>
          <th class="group-share" scope="col">
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
  const [figure, of] = [grouping.figure.value, grouping.of.value];
  const isLink = grouping.source.value === "logs";
  return (
    <tr>
      {grouping.by.value.map((field, i) => {
        const text = groupText(row.group[field] ?? null, field);
        return (
          <td key={field} class="group-value ellipsis" data-tip={text}>
            {i === 0 && isLink ? (
              <button
                type="button"
                class="link ellipsis"
                onClick={() => model.showGroup(groupClause(row.group))}
              >
                {text}
              </button>
            ) : (
              text
            )}
          </td>
        );
      })}
      <td class="group-bar">
        <Bar part={row.value ?? 0} whole={props.highest} />
      </td>
      {figure !== "count" && <td class="group-count">{figureText(row.value, figure, of)}</td>}
      <td class="group-count">{formatCount(row.count)}</td>
      <td class="group-share dim">{formatShare(row.count, props.total)}</td>
    </tr>
  );
}

const Bar = ({ part, whole }: { readonly part: number; readonly whole: number }) => (
  <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
    <rect width={whole > 0 ? Math.max(0, part / whole) * 100 : 0} height="1" />
  </svg>
);
