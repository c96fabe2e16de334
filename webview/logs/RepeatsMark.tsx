// On a line that stands for repeats: how many, in how long; a click shows them.

import { parseRfc3339 } from "../../src/shared/time";
import { formatCount, formatDuration, formatTime } from "../lib/format";
import type { LogsModel } from "./model";
import { mostOpened } from "./repeats";
import { goesOn, type Run } from "./runs";

export function RepeatsMark({ run, model }: { readonly run: Run; readonly model: LogsModel }) {
  const { count, first, row } = run;
  if (count === 1) return null;
  const isUtc = model.isUtc.value;
  const lasted = formatDuration(nanosOf(row.time) - nanosOf(first.time));
  const span = `${formatTime(first.time, isUtc)} to ${formatTime(row.time, isUtc)}`;
  const { loader, scroll } = model.list;
  const mayGoOn = goesOn(run, loader.held.value, scroll.isMoving.value ? 0 : loader.total.value);
  const repeats = `${mayGoOn ? "at least " : ""}${formatCount(count)}`;
  const shown = count > mostOpened ? `the newest ${mostOpened} of them` : "them";
  return (
    <span class="repeats-cell" role="gridcell">
      <button
        type="button"
        class="badge repeats"
        tabIndex={-1}
        data-tip={`${repeats} rows from ${span}: show ${shown}`}
        onClick={(event) => {
          event.stopPropagation();
          model.list.repeats.open(run);
        }}
      >
        <span class="visually-hidden">{`${repeats} repeats in ${lasted}; show ${shown}`}</span>
        <span aria-hidden="true">
          ×{formatCount(count)}
          {mayGoOn && "+"}
          <span class="repeats-span"> in {lasted}</span>
        </span>
      </button>
    </span>
  );
}

const nanosOf = (time: string) => parseRfc3339(time) ?? 0n;
