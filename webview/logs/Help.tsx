// Keys and the query language on one card.

import { useEffect, useRef } from "preact/hooks";
import { Button } from "../lib/controls";

const keys = [
  ["/", "to the query; Esc back to the rows"],
  ["f", "follow new rows, or pause"],
  ["↑ ↓ PgUp PgDn Home End", "move"],
  ["Enter", "go to source"],
  ["Esc", "close the record"],
  ["Ctrl+Space", "complete; ↓ in the query: history"],
  ["Alt+click on a chip", "only this level or service"],
  ["drag over the histogram", "zoom; double click: all time"],
  ["?", "this help"],
] as const;

const language = [
  ["timeout", "in the message or any value"],
  ['"timed out"', "these words together"],
  ["message:retry", "in the message only"],
  ["worker:w7", "a field's whole value"],
  ["path:/api/* user:a?c", "wildcards"],
  ["path:/v[0-9]+/", "a regular expression"],
  ["level:>=warn", "levels are ordered"],
  ["took_ms:>300", "numbers: > >= < <="],
  ["status:[500 TO 599]", "a range; { } leave its ends out"],
  ["_exists_:user", "has the field"],
  ["a OR b", "side by side is AND"],
  ["NOT a", "also -a and !a"],
  ["time:[now-5m TO now]", "by time"],
] as const;

export function Help({ onClose }: { readonly onClose: () => void }) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.focus(), []);
  return (
    <div class="help-screen" onPointerDown={onClose}>
      <div
        ref={card}
        class="help"
        role="dialog"
        aria-label="Keys and query language"
        tabIndex={-1}
        onPointerDown={(event) => event.stopPropagation()}
      >
        <Button class="help-close" kind="quiet" icon="close" tip="Close" onClick={onClose} />
        <Table title="Keys" rows={keys} />
        <Table title="Query" rows={language} />
      </div>
    </div>
  );
}

const Table = (props: {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}) => (
  <section>
    <h2 class="section-title">{props.title}</h2>
    <dl>
      {props.rows.map(([term, meaning]) => (
        <div key={term}>
          <dt class="code">{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </section>
);
