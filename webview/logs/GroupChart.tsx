// The figures of the largest groups over time, a line each; the legend names them, with what the pointer is at.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { dashAt } from "../lib/dashes";
import { formatStep, formatTick } from "../lib/format";
import { formatSpan } from "../lib/formatSpan";
import { useHighContrast } from "../lib/highContrast";
import { LineSample } from "../lib/LineSample";
import { seen } from "../lib/unseen";
import { GroupsCut } from "./GroupsCut";
import { figureText, figureTitle, groupClause, groupLabel, isWhole } from "./groupFigures";
import { layoutOfGroups } from "./groupChartLayout";
import { ticksOf } from "./histogramLayout";
import type { LogsModel } from "./model";

const heightPx = 220;
const axisPx = 64;
/** Of the frame, both sides. */
const paddingPx = 20;

export function GroupChart({ model }: { readonly model: LogsModel }) {
  const { grouping } = model;
  const frame = useRef<HTMLDivElement>(null);
  const widthPx = useSignal(0);
  const hovered = useSignal(-1);
  const pointed = useSignal(-1);
  const isHigh = useHighContrast();
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const measure = () => (widthPx.value = Math.max(0, element.clientWidth - paddingPx - axisPx));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [widthPx]);
  const chart = grouping.chart.value;
  const of = grouping.chartOf.value;
  const figure = of?.figures[of.chosen] ?? grouping.chosenFigure.value;
  const isOfLogs = (of?.source ?? grouping.source.value) === "logs";
  const layout =
    chart === undefined
      ? undefined
      : layoutOfGroups(chart, { widthPx: widthPx.value, heightPx, isWhole: isWhole(figure) });
  const count = chart?.timesMs.length ?? 0;
  const at = Math.min(count - 1, hovered.value);
  const isUtc = model.isUtc.value;
  const stepMs = Number(chart?.intervalNanos ?? 0) / 1e6;
  return (
    <div class="group-chart" ref={frame}>
      {chart !== undefined && layout !== undefined && (
        <>
          <div class="dim group-chart-unit">
            {`${figureTitle(figure)}, each ${formatStep(stepMs)}${isUtc ? ", times in UTC" : ""}`}
          </div>
          <svg
            class="group-chart-lines"
            width={widthPx.value + axisPx}
            height={heightPx + 24}
            role="img"
            aria-label={`${figureTitle(figure)} over time of ${chart.lines.length} groups`}
            onPointerMove={(event) => {
              const px = event.offsetX - axisPx;
              hovered.value = px < 0 ? -1 : Math.floor((px / widthPx.peek()) * count);
            }}
            onPointerLeave={() => (hovered.value = -1)}
          >
            {layout.marks.map(({ value, y }) => (
              <g key={value} transform={`translate(${axisPx}, ${y + 6})`}>
                <line x2={widthPx.value} class="chart-grid" />
                <text x={-6} y={4} text-anchor="end">
                  {figureText(value, figure)}
                </text>
              </g>
            ))}
            {ticksOf(layout, widthPx.value, 100, isUtc).map(({ ms, leftPx, stepMs: tickMs }) => (
              <text key={ms} x={axisPx + leftPx} y={heightPx + 22}>
                {formatTick(ms, tickMs, isUtc)}
              </text>
            ))}
            {layout.lines.map((line, i) => (
              <g
                key={i}
                class={`chart-line service-${i % 8} ${lineClass(i, pointed.value)}`}
                transform={`translate(${axisPx}, 6)`}
              >
                <path d={line.path} stroke-dasharray={dashAt(i, isHigh).join(" ")} />
                {line.dots.map(({ x, y }) => (
                  <circle key={x} cx={x} cy={y} r={2} />
                ))}
              </g>
            ))}
            {at >= 0 && (
              <line
                class="chart-at"
                x1={axisPx + ((at + 0.5) / count) * widthPx.value}
                x2={axisPx + ((at + 0.5) / count) * widthPx.value}
                y1={6}
                y2={heightPx + 6}
              />
            )}
          </svg>
          <GroupsCut
            cut={grouping.cut.value}
            shown={chart.lines.length}
            others="The table has more of them."
          />
          <div class="group-legend code" role="status">
            <div class="dim">
              {at < 0
                ? "over all"
                : formatSpan(
                    [chart.timesMs[at] ?? 0, chart.timesMs[at + 1] ?? chart.endMs],
                    stepMs,
                    {
                      isUtc,
                      nowMs: model.now(),
                    },
                  )}
            </div>
            {chart.lines.map((line, i) => (
              <button
                key={groupLabel(line.group)}
                type="button"
                class={`bare legend-line service-${i % 8}`}
                aria-disabled={!isOfLogs}
                onClick={() => {
                  if (isOfLogs) model.showGroup(groupClause(line.group));
                }}
                onPointerEnter={() => (pointed.value = i)}
                onPointerLeave={() => (pointed.value = -1)}
                onFocus={() => (pointed.value = i)}
                onBlur={() => (pointed.value = -1)}
              >
                <LineSample color="var(--service)" dash={dashAt(i, isHigh)} />
                <span class="ellipsis grow">{seen(groupLabel(line.group))}</span>
                <span>{figureText(at < 0 ? line.value : (line.values[at] ?? null), figure)}</span>
              </button>
            ))}
          </div>
        </>
      )}
      {chart !== undefined && chart.lines.length === 0 && (
        <p class="dim groups-none">No row matches.</p>
      )}
    </div>
  );
}

/** While the legend's line is pointed at, the others step back. */
const lineClass = (index: number, pointed: number) =>
  pointed < 0 ? "" : index === pointed ? "is-pointed" : "is-other";
