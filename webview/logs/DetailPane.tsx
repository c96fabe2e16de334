// The selected record: every field with its actions at the left, its stack or JSON at the right.

import "./ansi.css";
import "./detail.css";
import type { LogJson } from "../../src/shared/contract/json";
import { Button } from "../lib/controls";
import { formatDate, formatTimeExactly } from "../lib/format";
import { openMenu } from "../lib/menu";
import { seen } from "../lib/unseen";
import { valueMenu, valueText } from "../lib/valueActions";
import { type DetailField, fieldsOf, stackOf, type Tab } from "./detail";
import { handlers } from "./Fields";
import { ansiRuns } from "./ansi";
import { marked, sourceLabel } from "./messageText";
import type { LogsModel } from "./model";
import { PatternLine } from "./PatternLine";
import { recordMenu } from "./rowMenu";
import { Stack } from "./Stack";

export function DetailPane({ model }: { readonly model: LogsModel }) {
  const chosen = model.detail.tab;
  const record = model.detail.record.value;
  if (record === undefined) return null;
  const stack = stackOf(record);
  const tabs: readonly Tab[] = stack === "" ? ["json"] : ["stack", "json"];
  const tab = tabs.includes(chosen.value) ? chosen.value : "json";
  const isUtc = model.isUtc.value;
  const time = `${formatDate(record.time, isUtc)} ${formatTimeExactly(record.time, isUtc)}`;
  const heading = `${record.severity ?? "Record"} · ${record.service ?? record.receiver} · ${time}`;
  return (
    <section
      class={`detail ${stack === "" ? "" : "has-stack"} ${stack === record.body && tab === "stack" ? "shows-body" : ""}`}
      aria-label="Record"
    >
      <div class="detail-left">
        <div class="detail-title">
          <h2 class="section-title of-data ellipsis grow" data-tip={heading}>
            {seen(heading)}
          </h2>
          <Button
            kind="quiet"
            icon="unfold"
            tip="Context: the rows around it, in the list (C)"
            onClick={() => model.showContext(record)}
          />
          <Button
            kind="quiet"
            icon="ellipsis"
            tip="Record actions"
            hasMenu
            onClick={(event) =>
              openMenu(
                event.currentTarget instanceof Element ? event.currentTarget : event,
                "Record actions",
                recordMenu(model, record),
              )
            }
          />
          <Button
            class="detail-close-narrow"
            kind="quiet"
            icon="close"
            tip="Close (Esc)"
            onClick={() => model.list.unselect()}
          />
        </div>
        {model.detail.isGone.value && (
          <p class="dim detail-gone">No longer stored: what the row showed is all there is.</p>
        )}
        <Message record={record} words={model.words.value} />
        <dl class="detail-fields code">
          <Source record={record} model={model} />
          <PatternLine record={record} model={model} />
          {fieldsOf(record).map((field) => (
            <FieldLine key={`${field.group} ${field.name}`} field={field} model={model} />
          ))}
        </dl>
      </div>
      <div class="detail-right">
        <div class="detail-title">
          <div class="detail-tabs" role="tablist" aria-label="More of the record">
            {tabs.map((each) => (
              <button
                key={each}
                type="button"
                role="tab"
                class="detail-tab section-title"
                aria-selected={each === tab}
                onClick={() => (chosen.value = each)}
              >
                {tabTitles[each]}
              </button>
            ))}
          </div>
          <span class="grow" />
          <Button
            kind="quiet"
            icon="close"
            tip="Close (Esc)"
            onClick={() => model.list.unselect()}
          />
        </div>
        {tab === "stack" && <Stack text={stack} model={model} />}
        {tab === "json" && (
          <pre class="detail-json code" tabIndex={0} aria-label="The record as JSON">
            {seen(JSON.stringify(record, undefined, 2))}
          </pre>
        )}
      </div>
    </section>
  );
}

const tabTitles: Readonly<Record<Tab, string>> = {
  stack: "Stack",
  json: "JSON",
};

function Message(props: { readonly record: LogJson; readonly words: readonly string[] }) {
  const { record } = props;
  const runs = ansiRuns(record.display ?? record.body);
  return (
    <div class="detail-message code">
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
    </div>
  );
}

function Source({ record, model }: { readonly record: LogJson; readonly model: LogsModel }) {
  const { source } = record;
  if (source === undefined) {
    if (!model.canOpenSource.value) return null;
    return (
      <div class="detail-field">
        <dt>source</dt>
        <dd>
          <button
            type="button"
            class="link"
            data-tip="The record names no call site: look in the workspace for the statement with this text"
            onClick={() => model.outside.openSourceOf(record)}
          >
            find the statement
          </button>
        </dd>
      </div>
    );
  }
  const place = source.line === undefined ? source.file : `${source.file}:${source.line}`;
  return (
    <div
      class="detail-field"
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event, "file", valueMenu({ field: "file", value: source.file }, handlers(model)));
      }}
    >
      <dt>source</dt>
      <dd>
        {model.canOpenSource.value ? (
          <button
            type="button"
            class="link"
            data-tip={`Open ${sourceLabel(source)}`}
            onClick={() => model.outside.openSourceOf(record)}
          >
            {seen(place)}
          </button>
        ) : (
          <span class="detail-value">{seen(place)}</span>
        )}
        {source.function !== undefined && <span class="dim"> {seen(source.function)}</span>}
      </dd>
    </div>
  );
}

const requestFields = new Set(["request_id", "trace_id", "span_id"]);

function FieldLine({ field, model }: { readonly field: DetailField; readonly model: LogsModel }) {
  const text = valueText(field.value);
  const target = { field: field.name, value: field.value };
  const [filterFor, filterOut] = valueMenu(target, handlers(model));
  return (
    <div
      class={`detail-field ${field.group}`}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event, field.name, valueMenu(target, handlers(model)));
      }}
    >
      <dt
        class="ellipsis"
        data-tip={field.group === "resource" ? `${field.name} (resource)` : undefined}
      >
        {seen(field.name)}
      </dt>
      <dd>
        {requestFields.has(field.name) ? (
          <button
            type="button"
            class="link"
            data-tip="Open its timeline"
            onClick={() => model.outside.openTimeline(text)}
          >
            {seen(text)}
          </button>
        ) : (
          <span class="detail-value">{text === "" ? "(empty)" : seen(text)}</span>
        )}
        <span class="detail-actions">
          {[filterFor, filterOut].map(
            (entry) =>
              entry !== undefined &&
              entry !== "separator" && (
                <Button
                  key={entry.label}
                  kind="quiet"
                  icon={entry.icon ?? "add"}
                  tip={`${entry.label}: ${field.name}`}
                  onClick={entry.run}
                />
              ),
          )}
          <Button
            kind="quiet"
            icon="copy"
            tip={`Copy ${field.name}`}
            onClick={() => model.outside.copy(text)}
          />
          <Button
            kind="quiet"
            icon="graph"
            tip={`Top values of ${field.name}`}
            onClick={() => model.showTopValues(field.name)}
          />
        </span>
      </dd>
    </div>
  );
}
