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
  readonly last?: Partial<SeriesInfo["last"]>;
}

function aSeries(id: number, { level, last = {}, ...rest }: Shape): SeriesInfo & { level: number } {
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

function line(label: string, type: ChartLine["type"], level: number, query: ChartQuery): ChartLine {
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
    ...(type === "histogram"
      ? {
          quantiles: [
            { q: 0.5, values: scaled(1) },
            { q: 0.95, values: scaled(7.5) },
            { q: 0.99, values: scaled(20) },
          ],
        }
      : {}),
    total: type === "gauge" ? 0 : values.reduce((sum, value) => sum + value, 0),
    min: Math.min(...values),
    max: Math.max(...values),
    last: values.at(-1) ?? null,
  };
}

function api(series: readonly (SeriesInfo & { level: number })[]): FakeApi {
  const byId = new Map(series.map((one) => [one.id, one] as const));
  return {
    series: () => Promise.resolve([...series]),
    chart: (query) => {
      const groups = new Map<string, { type: ChartLine["type"]; level: number }>();
      for (const id of query.series) {
        const one = byId.get(id);
        if (one === undefined) continue;
        const { by } = query;
        const label =
          by === undefined ? JSON.stringify(one.attributes) : String(one.attributes[by] ?? "");
        const group = groups.get(label);
        const level = one.type === "counter" ? (group?.level ?? 0) + one.level : one.level;
        groups.set(label, { type: one.type, level });
      }
      const lines = [...groups].map(([label, { type, level }]) => line(label, type, level, query));
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

export const noMetrics = () => api([]);
