// What metrics measured of the request: its own samples, each at its time, and what their points tell in all.

import { offsetText } from "../../src/shared/timeline/duration";
import { shortNumber } from "../../src/shared/timeline/metricsDuring";
import type { MetricDuring, MetricSample, TimelineModel } from "../../src/shared/timeline/model";
import type { Connection } from "../lib/connection";
import { formatCount, formatDate, formatTime } from "../lib/format";
import { seen } from "../lib/unseen";
import type { TimelinePanelModel } from "./model";

export interface MetricsDuringProps {
  readonly timeline: TimelineModel;
  readonly model: TimelinePanelModel;
  readonly connection: Connection;
}

/** More are a list that nobody reads here; the text document of the panel counts them, too. */
const maxSamples = 20;

export function MetricsDuring({ timeline, model, connection }: MetricsDuringProps) {
  if (timeline.metrics.length === 0) return null;
  return (
    <div class="field-group">
      <h3 class="section-title">Metrics during this request</h3>
      {timeline.metrics.map((metric) => (
        <div key={`${metric.name} ${metric.label}`} class="metric-line">
          <button
            type="button"
            class="link code"
            onClick={() =>
              void connection.host.openPanel({ panel: "metrics", metric: metric.name })
            }
          >
            {seen(metric.name)}
          </button>
          {metric.label !== "" && <span class="dim code">{seen(`{${metric.label}}`)}</span>}{" "}
          <Measured metric={metric} model={model} />
        </div>
      ))}
    </div>
  );
}

function Measured({ metric, model }: { metric: MetricDuring; model: TimelinePanelModel }) {
  const { samples, change, unit, type } = metric;
  if (samples.length === 0) {
    return (
      <>
        {change} <span class="dim">{unit}</span>
      </>
    );
  }
  const of = type === "histogram" || type === "summary" ? "of " : "in all ";
  return (
    <>
      <span class="dim">
        {of}
        {change} {unit}
      </span>
      <ul class="metric-samples" aria-label={`Samples of ${metric.name}`}>
        {samples.slice(0, maxSamples).map((sample, index) => (
          <li key={index}>
            {shortNumber(sample.value)} <span class="dim">{`${unit} at`.trim()}</span>{" "}
            <When sample={sample} model={model} />
          </li>
        ))}
        {samples.length > maxSamples && (
          <li class="dim">{formatCount(samples.length - maxSamples)} more</li>
        )}
      </ul>
    </>
  );
}

/** Where its span is known, a way to it. */
function When({ sample, model }: { sample: MetricSample; model: TimelinePanelModel }) {
  const { spanIndex, offsetNanos, time } = sample;
  const text =
    offsetNanos === undefined ? `${formatDate(time)} ${formatTime(time)}` : offsetText(offsetNanos);
  if (spanIndex === undefined) return <span class="dim">{text}</span>;
  return (
    <button
      type="button"
      class="link"
      data-tip="Show the span during which it was measured"
      onClick={() => model.reveal(spanIndex)}
    >
      {text}
    </button>
  );
}
