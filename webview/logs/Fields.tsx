// The fields of what matches: how many records have each, what its values are, what its numbers say.

import "./fields.css";
import type { FieldInfo, ValueCount } from "../../src/shared/contract/fields";
import { Button } from "../lib/controls";
import { countOf, formatCount, formatDuration, formatNumber, formatShare } from "../lib/format";
import { openMenu } from "../lib/menu";
import { seen } from "../lib/unseen";
import { clauseFor, countedValue, escapeField, valueMenu } from "../lib/valueActions";
import type { LogsModel } from "./model";
import type { ResultFields } from "./resultFields";

export function Fields({ model }: { readonly model: LogsModel }) {
  const fields = model.resultFields.list.value;
  const { rows, counting, isWaiting, isBehind } = model.resultFields;
  const isEstimate = fields.some((field) => model.resultFields.isEstimate(field));
  const count = fields.length > 0 ? rows.value : model.list.total;
  const stateText = () => {
    if (!model.hasLoaded.value) return "\u00a0"; // nothing is asked yet, and the line keeps its place
    if (isWaiting.value) return "looking at the rows…";
    if (counting.value !== undefined) return countingText(counting.value, isEstimate);
    if (isBehind.value) return fields.length > 0 ? "of the rows before" : "could not be counted";
    return isEstimate
      ? `≈ of the newest ${formatCount(count)} rows`
      : `of ${countOf(count, "row")}`;
  };
  return (
    <nav class="fields" aria-label="Fields">
      <div class="fields-title">
        <span class="section-title ellipsis grow">Fields</span>
        <Button
          kind="quiet"
          icon="layout-sidebar-left"
          tip="Hide fields"
          onClick={() => (model.isFieldsOpen.value = false)}
        />
      </div>
      {/* Always there, so that the list stays where it is while the words change. */}
      <div
        class="fields-state dim ellipsis"
        role={isEstimate || isWaiting.value || counting.value !== undefined ? "status" : undefined}
      >
        {stateText()}
      </div>
      <div class="fields-list">
        {fields.map((field) => (
          <Field key={field.name} field={field} model={model} />
        ))}
        {fields.length === 0 && !isBehind.value && (
          <p class="dim fields-none">
            {(model.stats.value?.rows.logs ?? 0) === 0 ? "No fields yet." : "No rows, no fields."}
          </p>
        )}
      </div>
    </nav>
  );
}

/** Fields that are not counted yet may be missing, whether or not those that are shown are exact. */
function countingText(
  { total, done, of }: NonNullable<ResultFields["counting"]["value"]>,
  isEstimate: boolean,
): string {
  const counted = `counting ${formatCount(total)} rows: ${formatShare(done, of)}`;
  return isEstimate ? `≈ ${counted}` : counted;
}

function Field({ field, model }: { readonly field: FieldInfo; readonly model: LogsModel }) {
  const isOpen = model.openField.value === field.name;
  const isColumn = model.columns.value.includes(field.name);
  const isEstimate = model.resultFields.isEstimate(field);
  return (
    <div class={`field ${isOpen ? "open" : ""}`}>
      <div class="field-head">
        <button
          type="button"
          class="bare field-name"
          aria-expanded={isOpen}
          data-tip={`${field.name}: ${field.type}, ${countOf(field.count, "record")}, ${countOf(field.distinct, "value")}${isEstimate ? `, of the newest ${formatCount(field.total)}` : ""}`}
          onClick={() => (model.openField.value = isOpen ? "" : field.name)}
        >
          <span class="ellipsis">{seen(field.name)}</span>
          {field.type === "number" && <span class="dim field-type">123</span>}
          {isColumn && <span class="dim field-type">column</span>}
          <span class="grow" />
          <span class="dim field-share">
            {isEstimate ? "≈ " : ""}
            {formatShare(field.count, field.total)}
          </span>
        </button>
        <Button
          class="field-more"
          kind="quiet"
          icon="ellipsis"
          tip={`Actions for ${field.name}`}
          hasMenu
          onClick={(event) =>
            openMenu(
              event.currentTarget instanceof Element ? event.currentTarget : event,
              field.name,
              [
                {
                  label: "Group Rows by It",
                  icon: "group-by-ref-type",
                  run: () => model.grouping.groupBy(field.name),
                },
                ...(model.grouping.isOn.peek()
                  ? [
                      {
                        label: "Group by It as Well",
                        icon: "group-by-ref-type",
                        run: () => model.grouping.addField(field.name),
                      },
                    ]
                  : []),
                {
                  label: "Split Histogram by It",
                  icon: "graph",
                  isChecked: model.histogramBy.peek() === field.name,
                  run: () => (model.histogramBy.value = field.name),
                },
                {
                  label: "Show as Column",
                  isChecked: isColumn,
                  run: () => model.toggleColumn(field.name),
                },
                {
                  label: "Filter for Rows With This Field",
                  icon: "filter",
                  run: () => model.addClause(`_exists_:${escapeField(field.name)}`),
                },
                {
                  label: "Filter for Rows Without It",
                  icon: "filter",
                  run: () => model.addClause(`NOT _exists_:${escapeField(field.name)}`),
                },
                { label: "Copy Name", icon: "copy", run: () => model.outside.copy(field.name) },
              ],
            )
          }
        />
      </div>
      <Share part={field.count} whole={field.total} />
      {isOpen && (
        <div class="field-values">
          {field.stats !== undefined && <NumberLine field={field} />}
          {field.top.map((value) => (
            <Value key={value.value} field={field} value={value} model={model} />
          ))}
          {field.distinct > field.top.length && (
            <div class="dim field-rest">
              {isEstimate ? "at least " : ""}
              {countOf(field.distinct - field.top.length, "more value")}
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** A thin bar; an SVG, because widths in percent are not to be written into HTML. */
const Share = ({ part, whole }: { readonly part: number; readonly whole: number }) => (
  <svg class="share" aria-hidden="true" viewBox="0 0 100 2" preserveAspectRatio="none">
    <rect class="share-rest" width="100" height="2" />
    <rect class="share-part" width={whole > 0 ? (part / whole) * 100 : 0} height="2" />
  </svg>
);

const shownStats = ["p50", "p95", "p99", "min", "avg", "max", "stddev"] as const;

function NumberLine({ field }: { readonly field: FieldInfo }) {
  const { stats } = field;
  if (stats === undefined) return null;
  const show = (value: number) =>
    field.name === "duration" ? formatDuration(value) : formatNumber(value);
  return (
    <dl class="code dim field-stats">
      {shownStats.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{show(stats[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Value(props: {
  readonly field: FieldInfo;
  readonly value: ValueCount;
  readonly model: LogsModel;
}) {
  const { field, value, model } = props;
  const counted = countedValue(value.value);
  const clause = clauseFor(field.name, counted);
  const share = field.count > 0 ? (value.count / field.count) * 100 : 0;
  return (
    <div
      class="value code"
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(
          event,
          field.name,
          valueMenu({ field: field.name, value: counted }, handlers(model)),
        );
      }}
    >
      <svg class="value-bar" aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">
        <rect width={share} height="1" />
      </svg>
      <button
        type="button"
        class="bare value-name ellipsis"
        data-tip={`${value.value}: ${formatCount(value.count)}; filter for it`}
        onClick={() => model.addClause(clause)}
      >
        {value.value === "" ? "(empty)" : seen(value.value)}
      </button>
      <Button
        class="value-out"
        kind="quiet"
        icon="remove"
        tip={`Filter out ${value.value}`}
        onClick={() => model.addClause(`NOT ${clause}`)}
      />
      <span class="value-share">{formatShare(value.count, field.count)}</span>
    </div>
  );
}

/** What a value's menu does in this panel. */
export const handlers = (model: LogsModel) => ({
  onFilter: (clause: string) => model.addClause(clause),
  onCopy: (text: string) => model.outside.copy(text),
  onTopValues: (field: string) => model.showTopValues(field),
});
