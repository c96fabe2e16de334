// What to export and as what: a card over the panel; where to is the editor's dialog, progress its own.

import { useSignal } from "@preact/signals";
import { type ExportFormat, exportFiles, exportFormats } from "../../src/shared/contract/exports";
import { Button } from "../lib/controls";
import { countOf } from "../lib/format";
import { Dialog } from "./Dialog";
import { exportRequest, listedRows, shownColumns } from "./exporting";
import type { LogsModel } from "./model";
import { pickedSelection } from "./picking";

export function ExportCard({ model }: { readonly model: LogsModel }) {
  const isOfPicked = model.exporting.value === "picked";
  const onClose = () => (model.exporting.value = "nothing");
  const isShownOnly = useSignal(false);
  const format = useSignal<ExportFormat>("jsonl");
  const { picked } = model.list;
  const rows = isOfPicked
    ? countOf(picked.count.value, "selected row")
    : countOf(model.list.total, "row");
  const isWhole = format.value === "otlp" || !isShownOnly.value;
  const run = () => {
    onClose();
    const asked = isOfPicked ? pickedSelection(model) : listedRows(model);
    model.outside.exportRecords(exportRequest(model, asked, format.peek(), isWhole));
  };
  return (
    <Dialog label="Export" onClose={onClose}>
      <h2 class="section-title">Export {rows}</h2>
      <fieldset>
        <legend class="dim">What</legend>
        <Choice
          name="what"
          isOn={isWhole}
          onChoose={() => (isShownOnly.value = false)}
          title={isOfPicked ? "All of the rows" : "All that matches"}
          note="every field of every row"
        />
        <Choice
          name="what"
          isOn={!isWhole}
          isDisabled={format.value === "otlp"}
          onChoose={() => (isShownOnly.value = true)}
          title="Exactly what is shown"
          note={`the columns ${shownColumns(model).join(", ")}`}
        />
      </fieldset>
      <fieldset>
        <legend class="dim">As</legend>
        {exportFormats.map((each) => (
          <Choice
            key={each}
            name="format"
            isOn={format.value === each}
            onChoose={() => (format.value = each)}
            title={exportFiles[each].title}
            note={notes[each]}
          />
        ))}
      </fieldset>
      <div class="card-actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="primary" onClick={run}>
          Export…
        </Button>
      </div>
    </Dialog>
  );
}

const notes: Readonly<Record<ExportFormat, string>> = {
  jsonl: "one object a line, for scripts",
  csv: "for spreadsheets; nothing in it is a formula",
  parquet: "for DuckDB, pandas and notebooks",
  otlp: "for other OpenTelemetry tools; whole records",
};

const Choice = (props: {
  readonly name: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChoose: () => void;
  readonly title: string;
  readonly note: string;
}) => (
  <label class={`choice ${props.isDisabled === true ? "dim" : ""}`}>
    <input
      type="radio"
      name={props.name}
      checked={props.isOn}
      disabled={props.isDisabled}
      onChange={props.onChoose}
    />
    <span>{props.title}</span>
    <span class="dim">{props.note}</span>
  </label>
);
