// A second generator, harder on the ranking: requests of a shop are run forward, fail by chance when a known
// cause is there and now and then without it, and come as they come from real apps. Values are skewed and
// bound to each other, durations have heavy tails, records are lost, clocks disagree, branches run at once.

import { type Calls, Clocks } from "../../../src/shared/compare/clocks";
import type { Clocked } from "../../../src/shared/timeline/serviceClocks";
import type { ComparedMetric } from "../../../src/shared/compare/metrics";
import type {
  ComparedRecord,
  ComparedRequest,
  Difference,
} from "../../../src/shared/compare/model";
import { createRandom, type FaultySet } from "./faultyRequests";
import { type FlatRecord, StoredRecords } from "./flatRecord";

/** What a request was given, and what happens in it whether it fails or not. */
interface Facts {
  readonly tenant: number;
  readonly route: number;
  readonly worker: number;
  readonly host: number;
  readonly version: number;
  readonly shard: number;
  readonly bytes: number;
  readonly discount: number;
  readonly hasSession: boolean;
  readonly retries: number;
  readonly chargeMs: number;
  readonly skipsStock: boolean;
  readonly pool: number;
  readonly isInBurst: boolean;
}

interface Conditions {
  /** Of half the requests, of failed ones and few others, or of one service, which says no more. */
  readonly spans: "all" | "some" | "of failed" | "of stock" | "none";
  readonly logs: "all" | "lossy" | "none";
  /** The worker is named in a message's text alone. */
  readonly isInText: boolean;
  readonly skewMs: number;
  /** The worker's logs have times in whole steps of so many nanoseconds. */
  readonly stepNanos: number;
  /** All that takes time takes so much of it. */
  readonly pace: number;
  /** What happens between a cause and the error: a slow connect, a warning, another try. */
  readonly hasSteps: boolean;
  /** Failed requests try again before they fail, few others do; each try says its number. */
  readonly hasTries: boolean;
  /** "job taken", "job failed": statements that are one pattern to the store. */
  readonly isAlike: boolean;
  /** A request is one record, written at its end. */
  readonly isOneRecord: boolean;
  /** Errors that passed requests got over, as many as failed ones. */
  readonly hasOtherErrors: boolean;
}

interface Hardship {
  readonly conditions?: Partial<Conditions>;
  readonly cause: (facts: Facts, shop: Shop) => boolean;
  /** Of requests with the cause, and of those without, how many fail. */
  readonly failing: number;
  readonly otherwise?: number;
  readonly isCause: (difference: Named, shop: Shop) => boolean;
}
type Named = Pick<Difference, "kind" | "field" | "value">;

const isWorker = (facts: Facts, shop: Shop) => facts.worker === shop.badWorker;
const isFieldOf =
  (name: FieldName, value: (shop: Shop) => string) =>
  ({ kind, field, value: found }: Named, shop: Shop) =>
    kind === "field" && field === shop.names[name] && found === value(shop);
const namesWorker = isFieldOf("worker", (shop) => `w${shop.badWorker}`);
const isAbove = (name: FieldName) => (difference: Named, shop: Shop) =>
  difference.kind === "range" &&
  difference.field === shop.names[name] &&
  difference.value.startsWith(">");

export const hardships = {
  "a cause of six failures in ten": {
    cause: isWorker,
    failing: 0.8,
    otherwise: 0.04,
    isCause: namesWorker,
  },
  "a cause that fails one request in three": {
    cause: isWorker,
    failing: 0.33,
    isCause: namesWorker,
  },
  "a small tenant among skewed ones": {
    cause: ({ tenant }, shop) => tenant === shop.smallTenant,
    failing: 0.8,
    isCause: isFieldOf("tenant", (shop) => `t${shop.smallTenant}`),
  },
  "a shard that tenants share": {
    cause: ({ shard }, shop) => shard === shop.badShard,
    failing: 0.7,
    isCause: isFieldOf("shard", (shop) => `s${shop.badShard}`),
  },
  "a host of several workers": {
    cause: ({ host }, shop) => host === shop.badHost,
    failing: 0.4,
    isCause: isFieldOf("host", (shop) => `h${shop.badHost}`),
  },
  "a worker beside others on its host": {
    cause: isWorker,
    failing: 0.7,
    isCause: namesWorker,
  },
  "steps between cause and error": {
    conditions: { hasSteps: true },
    cause: isWorker,
    failing: 0.8,
    isCause: namesWorker,
  },
  "a size with a heavy tail": {
    cause: ({ bytes }) => bytes > 60_000,
    failing: 0.85,
    isCause: isAbove("bytes"),
  },
  "a slow dependency with a heavy tail": {
    cause: ({ chargeMs }) => chargeMs > 900,
    failing: 0.9,
    isCause: ({ kind, field, value }) =>
      value.startsWith(">") &&
      ((kind === "duration" && field === "POST /charge") ||
        (kind === "range" && field === "charge_ms")),
  },
  "spans of some requests alone": {
    conditions: { spans: "some" },
    cause: ({ shard }, shop) => shard === shop.badShard,
    failing: 0.7,
    isCause: isFieldOf("shard", (shop) => `s${shop.badShard}`),
  },
  "logs without spans, the value in their text": {
    conditions: { spans: "none", isInText: true },
    cause: isWorker,
    failing: 0.7,
    isCause: ({ kind, value }, shop) => kind === "field" && value === `w${shop.badWorker}`,
  },
  "spans without logs": {
    conditions: { logs: "none" },
    cause: isWorker,
    failing: 0.7,
    isCause: namesWorker,
  },
  "one route of several": {
    cause: (facts, shop) => facts.route === shop.badRoute && isWorker(facts, shop),
    failing: 0.9,
    isCause: (difference, shop) =>
      namesWorker(difference, shop) ||
      isFieldOf("route", () => shop.routeName(shop.badRoute))(difference, shop),
  },
  "clocks that disagree": {
    conditions: { skewMs: 40 },
    cause: isWorker,
    failing: 0.7,
    isCause: namesWorker,
  },
  "times in whole seconds": {
    conditions: { stepNanos: 1e9 },
    cause: ({ tenant }, shop) => tenant === shop.smallTenant,
    failing: 0.8,
    isCause: isFieldOf("tenant", (shop) => `t${shop.smallTenant}`),
  },
  "times in milliseconds, all of it in one": {
    conditions: { stepNanos: 1e6, pace: 0.002 },
    cause: isWorker,
    failing: 0.7,
    isCause: namesWorker,
  },
  "tries between cause and error": {
    conditions: { hasTries: true },
    cause: isWorker,
    failing: 0.6,
    isCause: namesWorker,
  },
  "messages that are one pattern": {
    conditions: { isAlike: true },
    cause: isWorker,
    failing: 0.5,
    isCause: namesWorker,
  },
  "one record a request": {
    conditions: { isOneRecord: true, spans: "none" },
    cause: isWorker,
    failing: 0.7,
    isCause: namesWorker,
  },
  "a step that is skipped beside others": {
    cause: ({ skipsStock }) => skipsStock,
    failing: 0.9,
    // Nothing else is of that service.
    isCause: ({ kind, value }) =>
      (kind === "missing-template" && (value === "stock checked" || value === "SELECT stock")) ||
      (kind === "service" && value === "NOT stock"),
  },
  "bursts of failures": {
    cause: (facts, shop) => facts.isInBurst && isWorker(facts, shop),
    failing: 0.95,
    isCause: namesWorker,
  },
  "a metric among those that wander": {
    cause: ({ pool }) => pool > 90,
    failing: 0.8,
    isCause: ({ kind, field, value }) =>
      kind === "range" && field.startsWith("pool.used") && value.startsWith(">"),
  },
  "a field that is not there": {
    cause: ({ hasSession }) => !hasSession,
    failing: 0.7,
    isCause: ({ kind, field, value }, shop) =>
      kind === "field" && field === shop.names.session && value === "(none)",
  },
  "more tries than others": {
    cause: ({ retries }) => retries > 2,
    failing: 0.9,
    isCause: ({ kind, field }, shop) =>
      (kind === "count" && field.startsWith("trying again")) ||
      (kind === "range" && field === shop.names.attempt),
  },
  "a band of values": {
    cause: ({ discount }) => discount >= 30 && discount < 36,
    failing: 0.85,
    isCause: ({ kind, field, value }, shop) =>
      kind === "range" && field === shop.names.discount && value.includes(" to "),
  },
  "records that got lost": {
    conditions: { logs: "lossy" },
    cause: isWorker,
    failing: 0.8,
    isCause: namesWorker,
  },
  "errors that were got over": {
    conditions: { hasOtherErrors: true },
    cause: isWorker,
    failing: 0.8,
    isCause: namesWorker,
  },
  "spans of failed requests and one passed in eight": {
    conditions: { spans: "of failed" },
    cause: ({ shard }, shop) => shard === shop.badShard,
    failing: 0.7,
    isCause: isFieldOf("shard", (shop) => `s${shop.badShard}`),
  },
  "a service that is not reached, the only one with spans": {
    conditions: { spans: "of stock" },
    cause: ({ skipsStock }) => skipsStock,
    failing: 0.9,
    isCause: ({ kind, value }) =>
      (kind === "missing-template" && value === "SELECT stock") ||
      (kind === "service" && value === "NOT stock"),
  },
} as const satisfies Record<string, Hardship>;
export type HardshipName = keyof typeof hardships;

/** With fewer failed requests no more can be said than that they are few: then there are more of all. */
const leastFailed = 20;
const maxRequests = 6000;

export function hardSet(name: HardshipName, seed: number, of?: { requests: number }): FaultySet {
  const random = createRandom(seed * 7561 + Object.keys(hardships).indexOf(name) * 15_485_863 + 11);
  const hardship: Hardship = hardships[name];
  const shop = new Shop(random, hardship.conditions);
  const count = of?.requests ?? 800 + shop.int(1200);
  const requests: ComparedRequest[] = [];
  let failed = 0;
  while (requests.length < count || (failed < leastFailed && requests.length < maxRequests)) {
    const facts = shop.facts((requests.length / count) % 1);
    const isCaused = hardship.cause(facts, shop);
    const isFailed = random() < (isCaused ? hardship.failing : (hardship.otherwise ?? 0.004));
    if (isFailed) failed++;
    requests.push(shop.request(requests.length, facts, isFailed));
  }
  shop.settle();
  return {
    requests: shop.byOneClock(requests),
    metrics: shop.metrics(),
    isCause: (difference) => hardship.isCause(difference, shop),
  };
}

/** The same shop, in which nothing is to blame. */
export function causelessShop(seed: number): FaultySet {
  const random = createRandom(seed * 9173 + 5);
  const shop = new Shop(random, { logs: seed % 3 === 0 ? "lossy" : "all" });
  const requests = Array.from({ length: 900 }, (_, i) =>
    shop.request(i, shop.facts(i / 900), random() < 0.1),
  );
  shop.settle();
  return { requests, metrics: shop.metrics(), isCause: () => false };
}

const fieldNames = [
  "tenant",
  "route",
  "worker",
  "host",
  "shard",
  "bytes",
  "discount",
  "session",
  "attempt",
] as const;
type FieldName = (typeof fieldNames)[number];
const workers = 12;
const hosts = 4;
const tenants = 40;
const shards = 8;
const routes = ["/orders", "/cart", "/search", "/account", "/returns"];

class Shop {
  readonly names: Readonly<Record<FieldName, string>>;
  readonly badWorker: number;
  readonly badHost: number;
  readonly badShard: number;
  readonly smallTenant: number;
  readonly badRoute: number;
  private readonly conditions: Conditions;
  private readonly skews = new Map<string, number>();
  private readonly noise: readonly { name: string; draw: (index: number) => string | number }[];
  private readonly failsLate: boolean;
  private readonly bursts: readonly number[];
  private readonly resources = new Map<string, FlatRecord["resource"]>();
  private readonly samples = new Map<string, number[]>();
  private readonly sampleTimes: number[] = [];
  private pool = 60;
  private clock = 1e9;
  private readonly stored = new StoredRecords();
  private readonly spans: SpanOfRequest[][] = [];

  constructor(
    private readonly random: () => number,
    conditions: Partial<Conditions> = {},
  ) {
    this.conditions = {
      spans: "all",
      logs: "all",
      isInText: false,
      skewMs: 0,
      stepNanos: 1,
      pace: 1,
      hasSteps: false,
      hasTries: false,
      isAlike: false,
      isOneRecord: false,
      hasOtherErrors: false,
      ...conditions,
    };
    const words = ["amber", "birch", "coral", "delta", "ember", "flint", "grove", "heath", "inlet"];
    this.names = Object.fromEntries(
      fieldNames.map((name, i) => [name, `${words[i] ?? ""}.${this.int(900) + 100}`]),
    ) as Record<FieldName, string>;
    this.badWorker = this.int(workers);
    this.badHost = this.int(hosts);
    this.badShard = this.int(shards);
    this.smallTenant = 4 + this.int(6);
    this.badRoute = this.int(3);
    this.failsLate = random() < 0.5;
    this.bursts = [0.15, 0.45, 0.8].map((at) => at + random() * 0.08);
    this.noise = Array.from({ length: 14 + this.int(10) }, (_, i) => this.noiseField(i));
    for (const name of ["pool.used", "cpu", "heap", "queue", "load", "io", "net", "temp"]) {
      this.samples.set(name, []);
    }
  }

  int = (below: number) => Math.floor(this.random() * below);
  routeName = (route: number) => routes[route] ?? "";
  private normal = () =>
    Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
  private long = (median: number, spread = 0.8) => median * Math.exp(this.normal() * spread);
  /** Of many few are frequent. */
  private skewed = (count: number) => Math.floor(count * this.random() ** 2.5);

  private noiseField(i: number): { name: string; draw: (index: number) => string | number } {
    const name = `x${i}.${this.int(1000)}`;
    const size = 50 + this.int(900);
    const draws: readonly ((index: number) => string | number)[] = [
      () => `v${this.int(size)}`,
      () => `v${this.skewed(size)}`,
      () => Math.round(this.long(size, 1.5)),
      () => (this.int(2) === 1 ? "on" : "off"),
      (index) => `id-${index}-${this.int(1e6)}`,
      () => `e${this.skewed(6)}`,
    ];
    return { name, draw: draws[this.int(draws.length)] ?? (() => "") };
  }

  /** `at`: 0..1 of the time that all requests take. */
  facts(at: number): Facts {
    this.clock += (0.2 + this.random() * 1.6) * 1e9;
    this.sample();
    const worker = this.int(workers);
    const tenant = this.skewed(tenants);
    return {
      tenant,
      worker,
      host: worker % hosts,
      version: worker % hosts < 2 ? 1 : 2,
      shard: (tenant * 7 + 3) % shards,
      route: this.skewed(routes.length),
      bytes: Math.round(this.long(4000, 1.5)),
      discount: this.int(100),
      hasSession: this.random() < 0.93,
      retries: Math.min(5, Math.floor(-Math.log(1 - this.random()) * 0.9)),
      chargeMs: this.long(60, 1.4),
      skipsStock: this.random() < 0.05,
      pool: this.pool,
      isInBurst: this.bursts.some((from) => at >= from && at < from + 0.1),
    };
  }

  /** Every five seconds: the pool goes up and down around its middle, the others wander. */
  private sample(): void {
    const last = this.sampleTimes.at(-1) ?? 0;
    if (this.clock - last < 5e9) return;
    this.sampleTimes.push(this.clock - 1e6);
    this.pool = Math.max(0, 60 + (this.pool - 60) * 0.8 + this.normal() * 13);
    for (const [name, values] of this.samples) {
      values.push(name === "pool.used" ? this.pool : (values.at(-1) ?? 50) + this.normal());
    }
  }

  metrics(): ComparedMetric[] {
    return [...this.samples].map(([name, values]) => ({
      name,
      service: "shop",
      attributes: {},
      times: this.sampleTimes,
      values,
    }));
  }

  /** To be called when there are all requests. */
  settle = () => this.stored.settle();

  /** As the store gives them. */
  byOneClock(requests: readonly ComparedRequest[]): readonly ComparedRequest[] {
    const clocks = new Clocks(callsOf(this.spans));
    return requests.map((request) => ({
      ...request,
      records: request.records
        .map((record) => ({
          ...record,
          timeNanos: record.timeNanos + clocks.correctionOf(record.statement),
        }))
        .sort((a, b) => a.timeNanos - b.timeNanos || a.seq - b.seq),
    }));
  }

  request(index: number, facts: Facts, isFailed: boolean): ComparedRequest {
    const { conditions, names } = this;
    if (conditions.isOneRecord) return this.oneRecord(index, facts, isFailed);
    const hasSpans = this.hasSpans(isFailed);
    const hasLogs = conditions.logs !== "none";
    const start = this.clock;
    let now = start;
    const records: ComparedRecord[] = [];
    const resource = (service: string) => this.resource(service, facts);
    const isOfStock = conditions.spans === "of stock";
    const log = (at: number, service: string, text: string, own: object = {}, level = 9) => {
      if (isOfStock && service === "stock") return undefined;
      if (!hasLogs || (conditions.logs === "lossy" && this.random() < 0.12)) return undefined;
      const timeNanos = this.told(at, service);
      const fields = { signal: "logs", service, text, timeNanos, severityNumber: level } as const;
      const record = this.stored.record({
        ...fields,
        attributes: { ...own },
        resource: resource(service),
      });
      records.push(record);
      return record.seq;
    };
    const spans: SpanOfRequest[] = [];
    const root = "root";
    const work = "process order";
    const span = (
      from: number,
      to: number,
      service: string,
      text: string,
      { own = {}, id = text, parent = work }: { own?: object; id?: string; parent?: string } = {},
    ) => {
      if (!hasSpans || (isOfStock && service !== "stock")) return;
      const { isErrorSpan = false, ...attributes } = own as { isErrorSpan?: boolean };
      const fields = { signal: "spans", service, text, isErrorSpan, attributes } as const;
      const timeNanos = this.clockOf(from, service);
      const record = this.stored.record({
        ...fields,
        timeNanos,
        durationNanos: to - from,
        resource: resource(service),
      });
      records.push(record);
      spans.push({ record, id, parent });
    };
    const pass = (ms: number) => (now += ms * 1e6 * conditions.pace);

    log(now, "gateway", "request received", this.given(index, facts));
    const authFrom = now;
    pass(this.long(3));
    span(authFrom, now, "auth", "verify token", { parent: root });
    pass(this.long(5));
    const taken = now;
    const ofWorker = { [names.worker]: `w${facts.worker}` };
    if (conditions.isInText) log(now, "work", `job taken by w${facts.worker} at once`);
    else log(now, "work", "job taken", ofWorker);
    if (conditions.isAlike)
      for (const done of ["begun", "checked", "saved"]) log(now, "work", `job ${done}`);

    // Three branches at once: their records come in any order.
    const branches = [this.long(4), this.long(10), this.long(8)].map((ms) => ms * conditions.pace);
    const [cacheMs = 0, stockMs = 0, priceMs = 0] = branches;
    span(now, now + cacheMs * 1e6, "cache", "GET", {
      own: { [names.shard]: `s${facts.shard}` },
    });
    log(now + cacheMs * 1e6, "work", this.random() < 0.7 ? "cache hit" : "cache miss");
    if (!facts.skipsStock) {
      span(now, now + stockMs * 1e6, "stock", "SELECT stock");
      log(now + stockMs * 1e6, "stock", "stock checked", { rows: 1 + this.int(9) });
    }
    span(now, now + priceMs * 1e6, "pricing", "price");
    log(now + priceMs * 1e6, "pricing", "price computed");
    now += Math.max(...branches) * 1e6;
    if (conditions.hasOtherErrors && this.random() < 0.1) {
      log(now, "work", "cache cannot be written, going on", {}, 17);
    }
    for (let i = 1; i <= facts.retries; i++) {
      pass(this.long(20));
      log(now, "work", `trying again, ${i} of 5`, { [names.attempt]: i }, 13);
    }
    const isStuck = conditions.hasSteps && (isFailed ? this.random() < 0.97 : this.random() < 0.01);
    if (isStuck) {
      const from = now;
      pass(this.long(1200, 0.3));
      span(from, now, "work", "connect");
      log(
        now,
        "work",
        "no connection yet, waiting",
        { waited_ms: Math.round((now - from) / 1e6) },
        13,
      );
    }
    if (conditions.hasTries && (isFailed || this.random() < 0.03)) {
      for (let i = 1; i < 3; i++)
        log(now, "work", "no connection, trying again", { attempt: i }, 13);
    }
    const charge = () => {
      const from = now;
      pass(facts.chargeMs);
      span(from, now, "payments", "POST /charge");
      log(now, "work", "charge answered", { charge_ms: Math.round(facts.chargeMs) });
    };
    const isLate = this.failsLate || facts.chargeMs > 900;
    if (!isFailed || isLate) charge();
    let matchedSeq: number | undefined;
    if (isFailed) {
      pass(this.long(4));
      const text = conditions.isAlike ? "job failed" : `order ${index} failed: no answer in time`;
      matchedSeq = log(now, "work", text, { "error.type": "Timeout" }, 17);
    } else {
      pass(this.long(4));
      log(now, "store", "order written", { rows: 1 + this.int(5) });
    }
    const isError = isFailed ? { isErrorSpan: true } : {};
    span(taken, now, "work", work, { own: { ...ofWorker, ...isError }, parent: root });
    pass(this.long(2));
    const status = isFailed ? 500 : 200;
    log(now, "gateway", "responded", { status, took_ms: Math.round((now - start) / 1e6) });
    span(start, now, "gateway", `POST ${this.routeName(facts.route)}`, {
      ...{ own: { status, ...isError }, id: root, parent: "" },
    });
    this.spans.push(spans);
    records.sort((a, b) => a.timeNanos - b.timeNanos || a.seq - b.seq);
    return {
      id: `r${index}`,
      field: "request_id",
      isBad: isFailed,
      matchedSeq,
      records,
    };
  }

  private hasSpans(isFailed: boolean): boolean {
    switch (this.conditions.spans) {
      case "none":
        return false;
      case "some":
        return this.random() < 0.5;
      case "of failed":
        return isFailed || this.random() < 1 / 8;
      default:
        return true;
    }
  }

  private given(index: number, facts: Facts): FlatRecord["attributes"] {
    const { names } = this;
    return {
      [names.tenant]: `t${facts.tenant}`,
      [names.route]: this.routeName(facts.route),
      [names.bytes]: facts.bytes,
      [names.discount]: facts.discount,
      ...(facts.hasSession ? { [names.session]: `id-${index}` } : {}),
      ...Object.fromEntries(this.noise.map(({ name, draw }) => [name, draw(index)])),
    };
  }

  private oneRecord(index: number, facts: Facts, isFailed: boolean): ComparedRequest {
    const { names } = this;
    const record = this.stored.record({
      signal: "logs",
      service: "gateway",
      text: "request",
      timeNanos: this.clock,
      severityNumber: isFailed ? 17 : 9,
      attributes: {
        ...this.given(index, facts),
        [names.worker]: `w${facts.worker}`,
        [names.shard]: `s${facts.shard}`,
        status: isFailed ? 500 : 200,
        took_ms: Math.round(isFailed ? this.long(900) : this.long(90)),
        ...(isFailed ? { "error.type": "Timeout" } : {}),
      },
      resource: this.resource("gateway", facts),
    });
    const name = { id: `r${index}`, field: "request_id" };
    return { ...name, isBad: isFailed, matchedSeq: record.seq, records: [record] };
  }

  /** The time that a record of a service has. */
  private told(at: number, service: string): number {
    const time = this.clockOf(at, service);
    const { stepNanos } = this.conditions;
    return service === "work" ? Math.floor(time / stepNanos) * stepNanos : time;
  }
  private clockOf(at: number, service: string): number {
    const { skewMs } = this.conditions;
    if (skewMs === 0) return Math.round(at);
    const skew = this.skews.get(service) ?? (this.random() * 2 - 1) * skewMs * 1e6;
    this.skews.set(service, skew);
    return Math.round(at + skew + this.normal() * 1e5);
  }

  private resource(service: string, { host, version }: Facts): FlatRecord["resource"] {
    const isWork = service === "work";
    const key = isWork ? `${service} ${host}` : service;
    const known = this.resources.get(key) ?? {
      "service.name": service,
      [this.names.host]: isWork ? `h${host}` : `h-${service}`,
      ...(isWork ? { "service.version": `1.${version}` } : {}),
    };
    this.resources.set(key, known);
    return known;
  }
}

interface SpanOfRequest {
  readonly record: ComparedRecord;
  readonly id: string;
  /** "" for none. */
  readonly parent: string;
}

/** As the store counts them: of all calls of one service by another, but for the odd ones. */
function callsOf(requests: readonly (readonly SpanOfRequest[])[]): Calls[] {
  const pairs = new Map<
    string,
    { caller: Clocked; callee: Clocked; lower: number[]; upper: number[] }
  >();
  for (const spans of requests) {
    for (const { record: child, parent } of spans) {
      const caller = spans.find(({ id }) => id === parent)?.record;
      if (caller === undefined || caller.statement.service === child.statement.service) continue;
      const key = `${caller.statement.service} ${child.statement.service}`;
      const pair = pairs.get(key) ?? {
        caller: caller.statement,
        callee: child.statement,
        lower: [],
        upper: [],
      };
      pairs.set(key, pair);
      pair.lower.push(caller.timeNanos - child.timeNanos);
      pair.upper.push(endOf(caller) - endOf(child));
    }
  }
  return [...pairs.values()].map(({ lower, upper, ...pair }) => ({
    ...pair,
    lower: lower.sort((a, b) => b - a)[Math.floor(lower.length / 50)] ?? -Infinity,
    upper: upper.sort((a, b) => a - b)[Math.floor(upper.length / 50)] ?? Infinity,
  }));
}

const endOf = ({ timeNanos, durationNanos }: ComparedRecord) => timeNanos + durationNanos;
