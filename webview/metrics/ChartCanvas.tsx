// One chart.js line chart: made when it comes into sight, fed in place, gone when it leaves. A linear
// axis with own tick text; the data arrives reduced.

import {
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
  Tooltip,
} from "chart.js";
import { useEffect, useRef } from "preact/hooks";
import { formatTick, formatTime } from "../lib/format";
import { type ChartTheme, chartTheme, colorOf } from "./chartTheme";
import { dashOf } from "./dashes";
import type { DrawnChart } from "./lines";
import { scaledText, scaleFor, valueText } from "./units";

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip);

export interface ChartCanvasProps {
  readonly chart: DrawnChart;
  readonly fromMs: number;
  readonly toMs: number;
  /** The chart in words. */
  readonly label: string;
  readonly onPick: (timeMs: number) => void;
}

type LineChart = Chart<"line", { x: number; y: number | null }[]>;

export function ChartCanvas(props: ChartCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const made = useRef<LineChart | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const theme = chartTheme.value;

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const chart: LineChart = new Chart(canvas.current, emptyConfiguration(latest));
    made.current = chart;
    return () => {
      made.current = undefined;
      chart.destroy();
    };
  }, []);
  useEffect(() => {
    if (made.current === undefined || theme === undefined) return;
    feed(made.current, props, theme);
    made.current.update("none");
  });
  return (
    <div class="chart">
      <canvas
        ref={canvas}
        role="img"
        tabIndex={0}
        aria-label={props.label}
        onKeyDown={(event) => onKey(event, made.current, latest.current)}
        onClick={(event) => {
          const timeMs = timeAt(made.current, event.offsetX);
          if (timeMs !== undefined) props.onPick(timeMs);
        }}
      />
    </div>
  );
}

function emptyConfiguration(latest: {
  readonly current: ChartCanvasProps;
}): ChartConfiguration<"line", { x: number; y: number | null }[]> {
  return {
    type: "line",
    data: { datasets: [] },
    plugins: [crosshair],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      spanGaps: false,
      interaction: { mode: "index", intersect: false, axis: "x" },
      elements: { point: { radius: 0, hitRadius: 8, hoverRadius: 3 }, line: { borderWidth: 1.5 } },
      scales: {
        x: {
          type: "linear",
          grid: { display: false },
          border: { display: false },
          afterBuildTicks: (axis) => {
            // Start, middle and end tell enough; they never touch each other.
            axis.ticks = [axis.min, (axis.min + axis.max) / 2, axis.max].map((value) => ({
              value,
            }));
          },
          ticks: {
            align: "inner",
            maxRotation: 0,
            autoSkip: false,
            callback: (value) => {
              const { fromMs, toMs } = latest.current;
              return formatTick(Number(value), toMs - fromMs <= 180_000 ? 1_000 : 60_000);
            },
          },
        },
        y: {
          beginAtZero: true,
          border: { display: false },
          grace: "5%",
          ticks: {
            maxTicksLimit: 4,
            callback(value) {
              const { unit, lines } = latest.current.chart;
              // Of an empty chart the scale is of nothing.
              if (lines.every(({ last }) => last === null)) return "";
              return scaledText(Number(value), scaleFor(this.max, unit));
            },
          },
        },
      },
      plugins: {
        tooltip: {
          animation: false,
          displayColors: true,
          boxWidth: 8,
          boxHeight: 8,
          callbacks: {
            title: (items) =>
              [formatTime(items[0]?.parsed.x ?? 0).slice(0, 8), latest.current.chart.measure]
                .filter(Boolean)
                .join(" · "),
            label: (item) =>
              ` ${item.dataset.label ?? ""} ${valueText(item.parsed.y, latest.current.chart.unit)}`,
          },
        },
      },
    },
  };
}

function feed(
  chart: LineChart,
  { chart: drawn, fromMs, toMs }: ChartCanvasProps,
  theme: ChartTheme,
) {
  chart.data.datasets = drawn.lines.map((line, index) => ({
    label: line.label,
    data: [...line.points],
    borderColor: colorOf(line, theme),
    backgroundColor: colorOf(line, theme),
    borderDash: dashOf(drawn.lines, index, theme.isHighContrast),
    pointRadius: line.points.length < 3 ? 2 : 0,
  }));
  const { x, y } = chart.options.scales ?? {};
  const font = { family: theme.font, size: 11 };
  if (x !== undefined) Object.assign(x, { min: fromMs, max: toMs });
  for (const axis of [x, y])
    if (axis?.ticks !== undefined) Object.assign(axis.ticks, { color: theme.text, font });
  if (y !== undefined) y.grid = { color: theme.grid, tickLength: 4 };
  const tooltip = chart.options.plugins?.tooltip;
  if (tooltip === undefined) return;
  Object.assign(tooltip, {
    backgroundColor: theme.tipBackground,
    borderColor: theme.tipBorder,
    borderWidth: 1,
    titleColor: theme.tipText,
    bodyColor: theme.tipText,
    titleFont: font,
    bodyFont: font,
  });
}

/** A line through the moment that the pointer or the keys are at. */
const crosshair: Plugin<"line"> = {
  id: "crosshair",
  afterDatasetsDraw: ({ ctx, chartArea, tooltip }) => {
    const active = tooltip?.getActiveElements()[0];
    const theme = chartTheme.peek();
    if (active === undefined || theme === undefined) return;
    ctx.save();
    ctx.strokeStyle = theme.text;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(active.element.x, chartArea.top);
    ctx.lineTo(active.element.x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};

function timeAt(chart: LineChart | undefined, offsetX: number): number | undefined {
  const value = chart?.scales["x"]?.getValueForPixel(offsetX);
  return value === undefined || !Number.isFinite(value) ? undefined : value;
}

/** Arrows move from point to point, Enter shows the logs there. */
function onKey(event: KeyboardEvent, chart: LineChart | undefined, props: ChartCanvasProps): void {
  const points = props.chart.lines[0]?.points ?? [];
  if (chart === undefined || points.length === 0) return;
  const at = chart.tooltip?.getActiveElements()[0]?.index ?? points.length;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(points.length - 1, at + 1),
    Home: 0,
    End: points.length - 1,
  };
  const to = moves[event.key];
  if (to !== undefined) {
    const active = chart.data.datasets.flatMap((dataset, datasetIndex) =>
      dataset.data.length > to ? [{ datasetIndex, index: to }] : [],
    );
    chart.setActiveElements(active);
    chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    chart.update("none");
  } else if (event.key === "Enter") {
    const point = points[Math.min(at, points.length - 1)];
    if (point !== undefined) props.onPick(point.x);
  } else return;
  event.preventDefault();
}
