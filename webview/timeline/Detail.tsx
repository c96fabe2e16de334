// The selected row in full, and beside it where it failed or where the request's time went.

import { durationText } from "../../src/shared/timeline/duration";
import type { TimelineModel } from "../../src/shared/timeline/model";
import { percent } from "../../src/shared/percent";
import type { Connection } from "../lib/connection";
import { Button } from "../lib/controls";
import { countOf } from "../lib/format";
import { openMenu } from "../lib/menu";
import { serviceClass } from "../lib/serviceColors";
import { seen } from "../lib/unseen";
import { clauseFor, valueText } from "../lib/valueActions";
import { detailOf, type Field, stackText } from "./detailFields";
import type { Layout } from "./layout";
import { MetricsDuring } from "./MetricsDuring";
import type { TimelinePanelModel } from "./model";
import { Stack } from "./Stack";

export interface DetailProps {
  readonly model: TimelinePanelModel;
  readonly layout: Layout;
  readonly connection: Connection;
}

export function Detail({ model, layout, connection }: DetailProps) {
  const node = model.selected.value;
  const usual = model.usual.text.value;
  const timeline = model.timeline.value;
  if (timeline === undefined) return null;
  const stack = node === undefined ? "" : stackText(node);
  const isOffered = ({ action }: Field) =>
    action?.kind !== "statement" || model.canOpenSource.value;
  return (
    <section class="detail" aria-label="Details" style={{ height: `${layout.detailPx.value}px` }}>
      <div class="detail-part">
        {node === undefined ? (
          <p class="dim">Select a row to see all that is known of it.</p>
        ) : (
          detailOf(node, timeline).map((group, at) => (
            <div key={group.title} class="field-group">
              <h3 class={`section-title ${at === 0 ? "of-data" : ""}`}>{seen(group.title)}</h3>
              <dl class="fields">
                {group.fields.filter(isOffered).map((field, index) => (
                  <FieldRow
                    key={index}
                    field={field}
                    note={field.name === "duration" && usual.key === node.key ? usual.text : ""}
                    model={model}
                    connection={connection}
                  />
                ))}
              </dl>
            </div>
          ))
        )}
      </div>
      <div class="detail-part">
        {stack !== "" && <Stack text={stack} node={node} connection={connection} />}
        <MetricsDuring timeline={timeline} model={model} connection={connection} />
        <ServiceTimes timeline={timeline} model={model} />
      </div>
      <Button
        class="detail-close"
        kind="quiet"
        icon="close"
        tip="Close details (d)"
        onClick={() => (model.isDetailOpen.value = false)}
      />
    </section>
  );
}

interface FieldRowProps {
  readonly field: Field;
  readonly note: string;
  readonly model: TimelinePanelModel;
  readonly connection: Connection;
}

function FieldRow({ field, note, model, connection }: FieldRowProps) {
  const text = valueText(field.value);
  const { action } = field;
  return (
    <>
      <dt data-tip={field.name}>{seen(field.name)}</dt>
      <dd class={field.isError === true ? "error-text" : ""}>
        {action === undefined ? (
          <span class="value">{seen(text)}</span>
        ) : (
          <button
            type="button"
            class={`value ${action.kind === "filter" ? "bare plain-value" : "link"}`}
            onClick={(event) => run(field, event, model, connection)}
          >
            {seen(text)}
          </button>
        )}
        {note !== "" && <span class="dim"> {note}</span>}
      </dd>
    </>
  );
}

function run(
  { action, value }: Field,
  event: MouseEvent,
  model: TimelinePanelModel,
  { host }: Connection,
): void {
  switch (action?.kind) {
    case "source":
      void host.openSource(action.source);
      break;
    case "statement":
      void model.outside.openSource(model.selected.peek());
      break;
    case "reveal":
      model.reveal(action.index);
      break;
    case "timeline":
      model.openRequest(action.id);
      break;
    case "filter": {
      const clause = clauseFor(action.field, value);
      openMenu(event, "Value", [
        {
          label: "Filter for Value in Logs",
          icon: "add",
          run: () => void host.openPanel({ panel: "logs", query: clause }),
        },
        {
          label: "Filter for Value in This Request's Logs",
          icon: "filter",
          run: () => void model.outside.openLogs(clause),
        },
        {
          label: "Filter Out Value in This Request's Logs",
          icon: "remove",
          run: () => void model.outside.openLogs(`NOT ${clause}`),
        },
        "separator",
        {
          label: "Copy Value",
          icon: "copy",
          run: () => void host.copy({ text: valueText(value) }),
        },
        { label: "Copy as Filter", icon: "copy", run: () => void host.copy({ text: clause }) },
      ]);
      break;
    }
    case undefined:
      break;
  }
}

function ServiceTimes({ timeline, model }: { timeline: TimelineModel; model: TimelinePanelModel }) {
  return (
    <div class="field-group">
      <h3 class="section-title">
        {timeline.summary.spanCount === 0 ? "Logs per service" : "Time per service"}
      </h3>
      <div class="service-times">
        {timeline.services.map((time) => (
          <div key={time.service} class={`service-time ${serviceClass(time.service)}`}>
            <span class="dot" />
            <button
              type="button"
              class="bare plain-value ellipsis"
              onClick={() => void model.outside.openLogs(clauseFor("service", time.service))}
            >
              {seen(time.service) || "(no service)"}
            </button>
            <span class={time.spanCount > 0 ? "share" : ""}>
              <span class="share-bar" style={{ width: `${time.share * 100}%` }} />
            </span>
            <span class="took">
              {time.spanCount > 0 ? durationText(time.selfNanos) : countOf(time.logCount, "log")}
            </span>
            <span class="took dim">{time.spanCount > 0 ? percent(time.share) : ""}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
