// Levels and services as toggles, each with how many records it has or would bring. Before them what else leaves rows
// out where the toolbar has no room to say so: the time range.

import "./toggles.css";
import { Chip, Icon } from "../lib/controls";
import { formatCount, formatCountShortly } from "../lib/format";
import { serviceClass } from "../lib/serviceColors";
import { seen } from "../lib/unseen";
import type { LogsModel } from "./model";
import { rangeLabel } from "./rangeLabel";

/** More than these would push the rows away; the fields list has them all. */
const mostServices = 12;

/** Where they stand in one line, an ordinary wheel moves along it. */
function alongLine(event: WheelEvent): void {
  if (!(event.currentTarget instanceof HTMLElement) || event.deltaX !== 0) return;
  const { scrollLeft } = event.currentTarget;
  event.currentTarget.scrollLeft += event.deltaY;
  if (event.currentTarget.scrollLeft !== scrollLeft) event.preventDefault();
}

export function Toggles({ model }: { readonly model: LogsModel }) {
  const levels = model.overview.levels.value;
  const services = model.overview.services.value;
  return (
    <div class="toggles" hidden={model.isKnownEmpty.value} onWheel={alongLine}>
      <RangeChip model={model} />
      <div class="chips" role="group" aria-label="Levels">
        {levels.map(({ level, count }) => {
          const isOn = !model.hiddenLevels.value.includes(level);
          return (
            <Chip
              key={level}
              class={`level-${level}`}
              isOn={isOn}
              name={`${level}, ${formatCount(count)}`}
              tip={`${level}: ${formatCount(count)} · click to ${isOn ? "hide" : "show"}, Alt+click for only this`}
              onToggle={(event) =>
                event.altKey ? model.showOnlyLevel(level) : model.toggleLevel(level)
              }
            >
              <span class="level-letter">{level.charAt(0)}</span>
              <span>{isOn ? formatCountShortly(count) : "off"}</span>
            </Chip>
          );
        })}
      </div>
      <div class="chips" role="group" aria-label="Services">
        {services.slice(0, mostServices).map(({ service, count }) => {
          const isOn = !model.hiddenServices.value.includes(service);
          const name = service === "" ? "(no service)" : service;
          return (
            <Chip
              key={service}
              class={serviceClass(service)}
              isOn={isOn}
              name={`${name}, ${formatCount(count)}`}
              tip={`${name}: ${formatCount(count)} · click to ${isOn ? "hide" : "show"}, Alt+click for only this`}
              onToggle={(event) =>
                event.altKey ? model.showOnlyService(service) : model.toggleService(service)
              }
            >
              <span class="dot" />
              <span class="chip-name">{seen(name)}</span>
            </Chip>
          );
        })}
        {services.length > mostServices && (
          <span class="dim">+{services.length - mostServices} in Fields</span>
        )}
      </div>
    </div>
  );
}

function RangeChip({ model }: { readonly model: LogsModel }) {
  const range = model.range.value;
  if (range.kind === "all") return null;
  const label = rangeLabel(range, model.isUtc.value, model.now());
  return (
    <button
      type="button"
      class="chip range-chip"
      aria-label={`${label}: show all time again`}
      data-tip="Show all time again"
      onClick={() => model.zoom({ kind: "all" })}
    >
      <Icon name="watch" /> <span>{label}</span> <Icon name="close" />
    </button>
  );
}
