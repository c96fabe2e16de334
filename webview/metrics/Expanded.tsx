// An opened card: its series by their tags, largest first, and the requests its exemplars lead to.

import { percent } from "../../src/shared/percent";
import { withClause } from "../../src/shared/query/withClause";
import type { Connection } from "../lib/connection";
import { formatCount, formatTime } from "../lib/format";
import { openMenu } from "../lib/menu";
import { clauseFor } from "../lib/valueActions";
import { exemplarsOf, type MetricCard } from "./cards";
import type { MetricsPanelModel } from "./model";
import { maxSeriesRows, type SeriesRow, seriesRows } from "./seriesTable";
import { valueText } from "./units";

export interface ExpandedProps {
  readonly model: MetricsPanelModel;
  readonly card: MetricCard;
  readonly connection: Connection;
}

const maxExemplars = 10;

export function Expanded({ model, card, connection }: ExpandedProps) {
  const rows = seriesRows(card);
  const more = card.series.length - rows.length;
  const exemplars = exemplarsOf(card, maxExemplars);
  return (
    <div class="expanded-body">
      {card.description !== "" && <p class="dim">{card.description}</p>}
      <table class="series">
        <caption class="visually-hidden">Series of {card.name}</caption>
        <thead class="visually-hidden">
          <tr>
            <th>Tags</th>
            <th>Share</th>
            <th>Latest</th>
            <th>At</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} model={model} connection={connection} />
          ))}
        </tbody>
      </table>
      {more > 0 && (
        <p class="dim">
          {formatCount(more)} more series; the {maxSeriesRows} largest are shown.
        </p>
      )}
      {exemplars.length > 0 && (
        <div class="exemplars">
          <h3 class="section-title">Requests behind it</h3>
          {exemplars.map((exemplar) => (
            <p key={`${exemplar.time} ${exemplar.traceId ?? ""}`}>
              <span class="dim code">{formatTime(exemplar.time)}</span>{" "}
              {valueText(exemplar.value, card.unit)}{" "}
              <button
                type="button"
                class="link code"
                onClick={() => void model.openTimeline(exemplar.traceId ?? "")}
              >
                {exemplar.traceId}
              </button>
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

interface RowProps {
  readonly row: SeriesRow;
  readonly model: MetricsPanelModel;
  readonly connection: Connection;
}

function Row({ row, model, connection }: RowProps) {
  return (
    <tr>
      <td class="tags">
        {row.labels.length === 0 && <span class="dim">no tags</span>}
        {row.labels.map(([name, value]) => (
          <button
            key={name}
            type="button"
            class="bare tag"
            onClick={(event) => openMenu(event, name, tagMenu(name, value, model, connection))}
          >
            <span class="dim">{name}=</span>
            {value}
          </button>
        ))}
      </td>
      <td class="share-cell">
        {row.share !== undefined && (
          <>
            <span class="share">
              <span class="share-bar" style={{ width: `${row.share * 100}%` }} />
            </span>
            <span class="dim">{percent(row.share)}</span>
          </>
        )}
      </td>
      <td class="series-value">{row.value}</td>
      <td class="dim code series-time">{formatTime(row.lastTime).slice(0, 8)}</td>
    </tr>
  );
}

function tagMenu(name: string, value: string, model: MetricsPanelModel, { host }: Connection) {
  const clause = clauseFor(name, value);
  const add = (piece: string) => model.setQuery(withClause(model.query.peek(), piece));
  return [
    { label: "Filter For Value", icon: "add", run: () => add(clause) },
    { label: "Filter Out Value", icon: "remove", run: () => add(`NOT ${clause}`) },
    {
      label: "Show Its Logs",
      icon: "list-flat",
      run: () => void host.openPanel({ panel: "logs", query: clause }),
    },
    "separator" as const,
    { label: "Copy Value", icon: "copy", run: () => void host.copy({ text: value }) },
  ];
}
