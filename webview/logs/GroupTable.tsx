// The matching records counted by the values of one field, the most frequent first: in place of the rows. A
// value leads back to its rows.

import type { GroupRow } from "../../src/shared/contract/collectorApi";
import { Button } from "../lib/controls";
import { formatCount, formatShare } from "../lib/format";
import { clauseFor } from "../lib/valueActions";
import type { LogsModel } from "./model";

export function GroupTable({ model }: { readonly model: LogsModel }) {
  const field = model.groupBy.value;
  const groups = model.groups.value;
  const total = model.scroll.total.value;
  const highest = groups.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
  return (
    <div class="groups">
      <div class="groups-title">
        <h2 class="section-title grow">Rows by {field}</h2>
        <Button icon="list-flat" onClick={() => (model.groupBy.value = "")}>
          Show Rows
        </Button>
      </div>
      <table class="code">
        <thead class="visually-hidden">
          <tr>
            <th>{field}</th>
            <th>rows</th>
            <th>share</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Group
              key={JSON.stringify(group.group)}
              group={group}
              model={model}
              highest={highest}
              total={total}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Group(props: {
  readonly group: GroupRow;
  readonly model: LogsModel;
  readonly highest: number;
  readonly total: number;
}) {
  const { model } = props;
  const field = model.groupBy.value;
  const value = props.group.group[field] ?? null;
  const count = props.group.value ?? 0;
  return (
    <tr>
      <td class="group-value ellipsis">
        <button type="button" class="link ellipsis" onClick={() => showRowsOf(model, field, value)}>
          {value === null ? `(no ${field})` : value === "" ? "(empty)" : String(value)}
        </button>
      </td>
      <td class="group-bar">
        <svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
          <rect width={props.highest > 0 ? (count / props.highest) * 100 : 0} height="1" />
        </svg>
      </td>
      <td class="group-count">{formatCount(count)}</td>
      <td class="group-count dim">{formatShare(count, props.total)}</td>
    </tr>
  );
}

function showRowsOf(model: LogsModel, field: string, value: string | number | null): void {
  model.groupBy.value = "";
  model.addClause(value === null ? `NOT _exists_:${field}` : clauseFor(field, value));
}
