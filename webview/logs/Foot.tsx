// The counters that are always in sight: what is shown, what arrives, what was lost or refused and why; and
// what was left out on purpose, which is no loss and has no colour.

import "./foot.css";
import type { ReceiverStats } from "../../src/shared/contract/stats";
import { formatBytes, formatCount, formatCountShortly, formatRate } from "../lib/format";
import { type MenuEntry, openMenu } from "../lib/menu";
import type { LogsModel } from "./model";

export function Foot({ model }: { readonly model: LogsModel }) {
  const stats = model.stats.value;
  const isConnected = model.state.kind === "connected";
  const shown = model.list.total;
  const stored = Math.max(shown, stats?.rows.logs ?? 0);
  const lost = sum(stats?.receivers, "dropped");
  const refused = sum(stats?.receivers, "refused");
  const leftOut = sum(stats?.receivers, "leftOut");
  const evicted = Object.values(stats?.evicted ?? {}).reduce((all, count) => all + count, 0);
  return (
    <footer class="foot" aria-live="off">
      <span>
        <strong>{formatCount(shown)}</strong>
        <span class="wide"> of {formatCount(stored)}</span> rows
      </span>
      <span class="foot-rate ellipsis">
        {formatRate(isConnected ? (stats?.recordsPerSecond ?? 0) : 0).replace("/s", "")}
        <span class="foot-unit"> records</span>/s
      </span>
      <Loss
        model={model}
        label="received"
        isWide
        count={(stats?.receivers ?? []).reduce((all, each) => all + each.received, 0)}
        entries={() =>
          reasons(stats?.receivers, (each) => ({ received: each.received, stored: each.stored }))
        }
      />
      <Loss
        model={model}
        label="lost"
        isBad
        count={lost}
        entries={() => reasons(stats?.receivers, (each) => each.dropped)}
      />
      <Loss
        model={model}
        label="refused"
        isBad
        count={refused}
        entries={() => reasons(stats?.receivers, (each) => each.refused)}
      />
      {leftOut > 0 && (
        <Loss
          model={model}
          label="left out"
          isWide
          count={leftOut}
          entries={() => reasons(stats?.receivers, (each) => each.leftOut)}
        />
      )}
      {evicted > 0 && (
        <Loss
          model={model}
          label="aged out"
          isWide
          count={evicted}
          entries={() =>
            Object.entries(stats?.evicted ?? {}).map(([reason, count]) => entry(reason, count))
          }
        />
      )}
      <span class="grow" />
      {stats !== undefined && (
        <span class="wide" data-tip={`Stored on disk, of ${formatBytes(stats.diskLimitBytes)}`}>
          {formatBytes(stats.diskBytes)} on disk
        </span>
      )}
    </footer>
  );
}

function Loss(props: {
  readonly model: LogsModel;
  readonly label: string;
  readonly count: number;
  readonly isBad?: boolean;
  readonly isWide?: boolean;
  readonly entries: () => readonly MenuEntry[];
}) {
  const isLoss = props.isBad === true && props.count > 0;
  const text = props.count < 100_000 ? formatCount(props.count) : formatCountShortly(props.count);
  return (
    <button
      type="button"
      class={`foot-button ${isLoss ? "is-loss" : ""} ${props.isWide === true ? "wide" : ""}`}
      aria-haspopup="menu"
      data-tip={`${formatCount(props.count)} ${props.label}: by receiver and reason`}
      onClick={(event) => {
        const entries = props.entries();
        openMenu(
          event.currentTarget,
          `${props.label} by receiver and reason`,
          entries.length > 0
            ? entries
            : [{ label: `Nothing was ${props.label}`, icon: "check", run: () => undefined }],
        );
      }}
    >
      {text} {props.label}
    </button>
  );
}

function reasons(
  receivers: readonly ReceiverStats[] | undefined,
  countsOf: (receiver: ReceiverStats) => Readonly<Record<string, number>>,
): MenuEntry[] {
  return (receivers ?? []).flatMap((receiver) =>
    Object.entries(countsOf(receiver))
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => entry(`${receiver.title}: ${reason}`, count)),
  );
}

const entry = (label: string, count: number): MenuEntry => ({
  label,
  hint: formatCount(count),
  run: () => undefined,
});

function sum(
  receivers: readonly ReceiverStats[] | undefined,
  kind: "dropped" | "refused" | "leftOut",
): number {
  return (receivers ?? [])
    .flatMap((receiver) => Object.values(receiver[kind]))
    .reduce((all, count) => all + count, 0);
}
