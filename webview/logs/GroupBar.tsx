// Above the groups: by which fields, with which figures, as table or chart, and the way back to the rows.

import { Button, Icon } from "../lib/controls";
import { type MenuEntry, openMenu } from "../lib/menu";
import { figureTitle, groupsAsCsv } from "./groupFigures";
import { figures, mostFields, mostFigures } from "./grouping";
import type { LogsModel } from "./model";

export function GroupBar({ model }: { readonly model: LogsModel }) {
  const { grouping } = model;
  const by = grouping.by.value;
  const isSpans = grouping.source.value === "spans";
  const isChart = grouping.view.value === "chart";
  return (
    <div class="in-place-title" role="toolbar" aria-label="Groups">
      <span class="section-title">{isSpans ? "Server spans by" : "Rows by"}</span>
      {by.map((field) => (
        <button
          key={field}
          type="button"
          class="chip on"
          data-tip={`Do not group by ${field}`}
          onClick={() => grouping.removeField(field)}
        >
          <span class="ellipsis">{field}</span>
          <Icon name="close" />
        </button>
      ))}
      {by.length < mostFields && !isSpans && (
        <Button
          kind="quiet"
          icon="add"
          tip="Group by another field as well"
          hasMenu
          onClick={(event) =>
            open(
              event,
              "Group by",
              fieldEntries(model, (field) => grouping.addField(field), by),
            )
          }
        />
      )}
      <Figures model={model} />
      <span class="grow" />
      <Button
        kind="quiet"
        icon="table"
        tip="As table"
        isPressed={!isChart}
        onClick={() => (grouping.view.value = "table")}
      />
      <Button
        kind="quiet"
        icon="graph-line"
        tip="As chart over time"
        isPressed={isChart}
        onClick={() => (grouping.view.value = "chart")}
      />
      <Button
        kind="quiet"
        icon="save"
        tip="Save the table as CSV"
        isDisabled={isChart}
        onClick={() => saveTable(model)}
      />
      <Button icon="list-flat" onClick={() => grouping.close()}>
        Show Rows
      </Button>
    </div>
  );
}

/** The columns of figures; the one that bars and chart show stands out. */
function Figures({ model }: { readonly model: LogsModel }) {
  const { grouping } = model;
  const shown = grouping.figures.value;
  const chosen = grouping.chosen.value;
  return (
    <span class="group-figures" role="group" aria-label="Figures">
      {shown.map((figure, i) => {
        const title = figureTitle(figure);
        return (
          <span key={title} class={`chip figure-chip ${i === chosen ? "on" : ""}`}>
            <button
              type="button"
              class="bare ellipsis"
              aria-pressed={i === chosen}
              data-tip={`Compare the groups by ${title}`}
              onClick={() => {
                if (i !== chosen) grouping.sortByFigure(i);
              }}
            >
              {title}
            </button>
            {shown.length > 1 && (
              <button
                type="button"
                class="bare"
                aria-label={`Remove ${title}`}
                data-tip={`Remove ${title}`}
                onClick={() => grouping.removeFigure(i)}
              >
                <Icon name="close" />
              </button>
            )}
          </span>
        );
      })}
      {shown.length < mostFigures && (
        <Button
          kind="quiet"
          icon="add"
          tip="Add a figure"
          hasMenu
          onClick={(event) => open(event, "Figure", figureMenu(model, event))}
        />
      )}
    </span>
  );
}

function figureMenu(model: LogsModel, event: MouseEvent): MenuEntry[] {
  const { grouping } = model;
  const at = elementOf(event);
  const shown = grouping.figures.peek();
  return figures.map(({ name, title, of }) => ({
    label: title,
    isChecked: shown.some((figure) => figure.name === name),
    run: () => {
      if (!of) return grouping.addFigure(name);
      const isNumber = name !== "distinct";
      const entries = fieldEntries(model, (field) => grouping.addFigure(name, field), [], isNumber);
      // After the menu that is closing now.
      setTimeout(() => openMenu(at, title, entries), 0);
    },
  }));
}

/** Fields that were seen, but for those of `except`; only those with numbers where a figure is of numbers. */
function fieldEntries(
  model: LogsModel,
  run: (field: string) => void,
  except: readonly string[],
  isNumber = false,
): MenuEntry[] {
  if (model.grouping.source.peek() === "spans") {
    return ["duration"].map((field) => ({ label: field, run: () => run(field) }));
  }
  const entries = model.resultFields.list
    .peek()
    .filter(
      ({ name, type, stats }) =>
        !except.includes(name) && (!isNumber || type === "number" || stats !== undefined),
    )
    .map(({ name }) => ({ label: name, run: () => run(name) }));
  if (entries.length > 0) return entries;
  return [
    {
      label: isNumber ? "No field has numbers" : "No more fields",
      isDisabled: true,
      run: () => undefined,
    },
  ];
}

function saveTable(model: LogsModel): void {
  const { grouping } = model;
  const of = grouping.rowsOf.peek();
  if (of === undefined) return;
  const name = of.by.join("-").replace(/[^\w.-]/g, "_");
  model.outside.saveFile(`${name}.csv`, groupsAsCsv(of.by, of.figures, grouping.rows.peek()));
}

const open = (event: MouseEvent, label: string, entries: readonly MenuEntry[]) =>
  openMenu(elementOf(event), label, entries);

const elementOf = (event: MouseEvent): Element | MouseEvent =>
  event.currentTarget instanceof Element ? event.currentTarget : event;
