// Invented metrics: the cards of the mock picture, and ten thousand series.

import type {
  ChartData,
  ChartLine,
  ChartQuery,
  SeriesInfo,
} from "../../../src/shared/contract/metrics";
import type { FakeApi } from "./fakeApi";

const nowMs = Date.now();
const time = new Date(nowMs + 60_000).toISOString(); // never behind the pictures' own clock

interface Shape extends Partial<Omit<SeriesInfo, "last">> {
  readonly name: string;
  readonly type: SeriesInfo["type"];
  readonly level: number;
  /** Multiples of `level`, by q. */
  readonly quantiles?: Readonly<Record<string, number>>;
  readonly last?: Partial<SeriesInfo["last"]>;
}
type FakeSeries = SeriesInfo & Pick<Shape, "level" | "quantiles">;

function aSeries(id: number, { level, last = {}, ...rest }: Shape): FakeSeries {
  const receiver = rest.receiver ?? "otlp";
  const attributes = rest.attributes ?? {};
  return {
    id,
    receiver,
    attributes,
    lastTime: time,
    ...rest,
    level,
    last: { time, receiver, attributes, seq: id, name: rest.name, type: rest.type, ...last },
  };
}

const workers = ["w7", "w2", "w1", "w4", "w3"];
const story: readonly Shape[] = [
  {
    name: "fetch.requests",
    type: "counter",
    level: 214,
    service: "fetcher",
    last: { total: 61_204 },
  },
  ...workers.map<Shape>((worker, i) => ({
    name: "fetch.duration",
    type: "histogram",
    unit: "ms",
    level: 41,
    service: "fetcher",
    attributes: { worker },
    last: {
      count: 40 - i,
      sum: 1640,
      value: 41,
      quantiles: { "0.5": 41, "0.95": 310, "0.99": 1630 },
      exemplars: [{ time, value: 1631, traceId: `4bf92f3577b34da6a3ce929d0e0e473${i}` }],
    },
  })),
  ...workers.map<Shape>((worker, i) => ({
    name: "fetch.errors",
    type: "counter",
    level: i === 0 ? 3.1 : 0.05,
    service: "fetcher",
    attributes: { worker },
    last: { total: i === 0 ? 940 : 15 },
  })),
  { name: "broker.depth", type: "gauge", level: 15, service: "broker", last: { value: 15 } },
  { name: "auth.success", type: "counter", level: 0.8, receiver: "statsd", last: { total: 1204 } },
  {
    name: "process.cpu",
    type: "gauge",
    unit: "%",
    level: 38,
    service: "fetcher",
    last: { value: 38 },
  },
  {
    name: "process.memory",
    type: "gauge",
    unit: "By",
    level: 182e6,
    service: "fetcher",
    last: { value: 182e6 },
  },
  { name: "users.active", type: "set", level: 12, receiver: "statsd", last: { value: 12 } },
];

const wave = (i: number, level: number, seed: number) =>
  level * (1 + 0.25 * Math.sin(i / 9 + seed) + 0.06 * Math.sin(i * 1.7 + seed * 3));

const timerQuantiles: Readonly<Record<string, number>> = { 0.5: 1, 0.95: 7.5, 0.99: 20 };

function line(
  label: string,
  { type, level, quantiles = timerQuantiles }: Pick<FakeSeries, "type" | "level" | "quantiles">,
  query: ChartQuery,
): ChartLine {
  const from = Date.parse(query.from);
  const count = 60;
  const stepMs = (Date.parse(query.to) - from) / count;
  const times = Array.from({ length: count }, (_, i) => from + i * stepMs);
  const values = times.map((_, i) => wave(i, level, level));
  const scaled = (factor: number) => times.map((_, i) => wave(i, level * factor, factor));
  return {
    label,
    type,
    timesMs: times,
    values,
    ...(type === "histogram" || type === "summary"
      ? {
          quantiles: Object.entries(quantiles)
            .map(([q, factor]) => ({ q: Number(q), values: scaled(factor) }))
            .sort((a, b) => a.q - b.q),
        }
      : {}),
    total: type === "gauge" ? 0 : values.reduce((sum, value) => sum + value, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    last: values.at(-1) ?? null,
  };
}

function api(series: readonly FakeSeries[]): FakeApi {
  const byId = new Map(series.map((one) => [one.id, one] as const));
  return {
    series: () => Promise.resolve([...series]),
    chart: (query) => {
      const groups = new Map<string, FakeSeries>();
      for (const id of query.series) {
        const one = byId.get(id);
        if (one === undefined) continue;
        const { by } = query;
        const label =
          by === undefined ? JSON.stringify(one.attributes) : String(one.attributes[by] ?? "");
        const group = groups.get(label);
        const level = one.type === "counter" ? (group?.level ?? 0) + one.level : one.level;
        groups.set(label, { ...one, level });
      }
      const lines = [...groups].map(([label, group]) => line(label, group, query));
      const data: ChartData = { stepNanos: "5000000000", lines };
      return Promise.resolve(data);
    },
  };
}

export const storyMetrics = () => api(story.map((shape, i) => aSeries(i + 1, shape)));

export const manyMetrics = () =>
  api(
    Array.from({ length: 10_000 }, (_, i) =>
      aSeries(i + 1, {
        name: `app.metric_${String(i % 4000).padStart(4, "0")}`,
        type: i % 3 === 0 ? "gauge" : "counter",
        level: 1 + (i % 90),
        service: `service-${i % 12}`,
        attributes: { shard: String(i % 31) },
        last: { value: i % 90, total: i },
      }),
    ),
  );

/** A few metrics of many series each: what a service with routes, codes and instances sends. */
export const thousandSeries = () =>
  api(
    Array.from({ length: 1_000 }, (_, i) => {
      const shape = manyTagged[i % manyTagged.length] ?? manyTagged[0];
      return aSeries(i + 1, {
        ...shape,
        level: shape.level * (1 + (i % 17)),
        service: `service-${i % 4}`,
        attributes: {
          "http.route": `/api/v1/orders/{id}/items/${Math.floor(i / 40)}`,
          "http.response.status_code": 200 + 100 * (i % 4),
          instance: `10.0.0.${i % 40}:9090`,
        },
      });
    }),
  );
const manyTagged = [
  {
    name: "http.server.request.duration",
    type: "histogram",
    unit: "s",
    level: 0.04,
    last: { count: 120, sum: 5.1, value: 0.042, quantiles: { "0.5": 0.041, "0.95": 0.31 } },
  },
  {
    name: "http.server.requests",
    type: "counter",
    unit: "{request}",
    level: 3,
    last: { total: 81 },
  },
  { name: "process.memory.usage", type: "gauge", unit: "By", level: 31e6, last: { value: 182e6 } },
  { name: "db.client.connections", type: "gauge", level: 4, last: { value: 12 } },
  { name: "net.io", type: "counter", unit: "By", level: 51e3, last: { total: 8.2e9 } },
] as const satisfies readonly Shape[];

/** Of each kind one, that last came before the time shown. */
export const silentMetrics = (): FakeApi => {
  const shown = api(story.map((shape, i) => aSeries(i + 1, shape)));
  return { ...shown, chart: () => Promise.resolve({ stepNanos: "5000000000", lines: [] }) };
};

/** What percentiles are not those of a timer: of Prometheus' clients, of Go's runtime, of none at all. */
export const otherQuantiles = () =>
  api(
    [
      ...["/orders", "/pay", "/users"].map<Shape>((route, i) => ({
        name: "rpc.duration",
        type: "summary",
        unit: "s",
        level: 0.02 * (i + 1),
        quantiles: { 0.5: 1, 0.9: 3.1, 0.99: 9 },
        service: "shop",
        attributes: { route },
        last: {
          count: 40 - i,
          sum: 2.4,
          value: 0.06,
          quantiles: { 0.5: 0.04, 0.9: 0.12, 0.99: 0.36 },
        },
      })),
      {
        name: "go_gc_duration_seconds",
        type: "summary" as const,
        unit: "s",
        level: 41e-6,
        quantiles: { 0: 0.5, 0.25: 0.8, 0.5: 1, 0.75: 1.4, 1: 3 },
        last: {
          count: 12,
          sum: 6e-4,
          value: 5e-5,
          quantiles: { 0: 2e-5, 0.25: 3e-5, 0.5: 4.1e-5, 0.75: 6e-5, 1: 1.2e-4 },
        },
      },
      ...["mail", "thumbnails"].map<Shape>((job, i) => ({
        name: "job.duration",
        type: "histogram",
        unit: "ms",
        level: 3 + 4 * i,
        quantiles: {},
        attributes: { job },
        last: { count: 7, sum: 2130, value: 304 },
      })),
    ].map((shape, i) => aSeries(i + 1, shape)),
  );

export const noMetrics = () => api([]);
