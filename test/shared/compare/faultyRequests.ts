// A generator of faulty request sets: an app of four services that fails for one known reason (or two), with
// all that follows from it. Names of fields and values are drawn by the seed, so that no rule can know them.

import type { CarriedMetric } from "../../../src/shared/compare/carried";
import type { ComparedMetric } from "../../../src/shared/compare/metrics";
import { type FlatRecord, StoredRecords } from "./flatRecord";
import type {
  ComparedRecord,
  ComparedRequest,
  Difference,
} from "../../../src/shared/compare/model";

export const faultKinds = [
  "bad worker",
  "payload size",
  "retry count",
  "tenant",
  "missing step",
  "swapped order",
  "slow dependency",
  "two causes",
  "noise fields",
  "cause in passed requests",
] as const;
/** Beyond those that requests are told apart by in their own records. */
export const furtherFaultKinds = [
  "metric range",
  "number in a message",
  "resource alone",
  "downstream span's field",
  "downstream span's duration",
  "mixture",
  "another service",
  "service not reached",
  "metric of the request",
] as const;
export type FaultKind = (typeof faultKinds)[number] | (typeof furtherFaultKinds)[number];

export interface FaultySet {
  readonly requests: readonly ComparedRequest[];
  readonly metrics: readonly ComparedMetric[];
  readonly carried?: readonly CarriedMetric[];
  /** Is this difference the true cause, or one of the two? */
  readonly isCause: (difference: Pick<Difference, "kind" | "field" | "value">) => boolean;
}

/** Mulberry32: small, seeded, good enough to draw requests. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type SimpleFault =
  | "worker"
  | "payload"
  | "retry"
  | "tenant"
  | "missing"
  | "order"
  | "slow"
  | "metric"
  | "message"
  | "zone"
  | "shard"
  | "query"
  | "detour"
  | "skip"
  | "cart";
const simpleFaults: readonly SimpleFault[] = [
  "worker",
  "payload",
  "retry",
  "tenant",
  "missing",
  "order",
  "slow",
];
const faultOf: Readonly<Partial<Record<FaultKind, SimpleFault>>> = {
  "bad worker": "worker",
  "payload size": "payload",
  "retry count": "retry",
  tenant: "tenant",
  "missing step": "missing",
  "swapped order": "order",
  "slow dependency": "slow",
  "metric range": "metric",
  "number in a message": "message",
  "resource alone": "zone",
  "downstream span's field": "shard",
  "downstream span's duration": "query",
  "another service": "detour",
  "service not reached": "skip",
  "metric of the request": "cart",
};
const allKinds: readonly FaultKind[] = [...faultKinds, ...furtherFaultKinds];

interface Sizes {
  readonly bad?: number;
  readonly good?: number;
}

export function faultySet(kind: FaultKind, seed: number, sizes: Sizes = {}): FaultySet {
  const random = createRandom(seed * 7919 + allKinds.indexOf(kind) * 104_729 + 1);
  const isFurther = furtherFaultKinds.some((further) => further === kind);
  const app = new App(
    random,
    kind === "noise fields" ? 40 : 8 + Math.floor(random() * 8),
    isFurther,
  );
  const first = faultOf[kind] ?? app.pick(simpleFaults);
  const faults = [first];
  if (kind === "mixture") {
    const others: readonly SimpleFault[] = ["metric", "message", "zone", "shard", "query"];
    faults.push(app.pick(others));
  }
  if (kind === "two causes") faults.push(app.pick(simpleFaults.filter((fault) => fault !== first)));
  const bad = sizes.bad ?? 20 + Math.floor(random() * 180);
  const good = sizes.good ?? bad * (1 + Math.floor(random() * 15));
  const leak = kind === "cause in passed requests" ? 0.03 : random() < 0.5 ? 0 : 0.01;
  const covered = faults.length > 1 ? 1 : 0.92 + random() * 0.08;
  const groups = [...Array<boolean>(bad).fill(true), ...Array<boolean>(good).fill(false)];
  app.shuffle(groups);
  let turn = 0;
  const requests = groups.map((isBad, i) => {
    const own = faults[turn % faults.length] ?? first;
    if (isBad) turn++;
    const hasCause = random() < (isBad ? covered : leak);
    return app.request(i, isBad, hasCause ? own : undefined, faults);
  });
  app.settle();
  return {
    requests,
    metrics: app.metrics(),
    carried: app.carried(),
    isCause: (difference) => faults.some((fault) => app.isCause(fault, difference)),
  };
}

/** Requests that fail by the throw of a die: nothing but symptoms tells them apart. */
export function causelessSet(seed: number): readonly ComparedRequest[] {
  const random = createRandom(seed * 6151 + 3);
  const app = new App(random, 30);
  const requests = Array.from({ length: 600 }, (_, i) =>
    app.request(i, random() < 0.15, undefined, []),
  );
  app.settle();
  return requests;
}

interface Told extends CarriedMetric {
  readonly requests: number[];
  readonly times: number[];
  readonly values: number[];
}

class App {
  private readonly names: Record<string, string> = {};
  private readonly badWorker: number;
  private readonly badTenant: number;
  private readonly largePayload: number;
  private readonly retriesToFail: number;
  private readonly missingStep: number;
  private readonly slowStep: number;
  private readonly hasSpans: boolean;
  private readonly workers: number;
  private readonly noise: readonly { name: string; kind: string; size: number }[];
  private readonly isDownstream: boolean;
  private readonly poolTimes: number[] = [];
  private readonly poolValues: number[] = [];
  private readonly loadValues: number[] = [];
  /** By name. */
  private readonly told = new Map<string, Told>();
  private readonly stored = new StoredRecords();
  private clock = 0;

  constructor(
    private readonly random: () => number,
    noiseFields: number,
    isDownstream = false,
  ) {
    this.isDownstream = isDownstream;
    const pool = ["lane", "pool", "zone", "unit", "kin", "gate", "cell", "ring", "slot", "dock"];
    this.shuffle(pool);
    for (const role of ["worker", "host", "tenant", "region", "payload", "try"]) {
      this.names[role] = `${pool.pop() ?? ""}.${Math.floor(random() * 90) + 10}`;
    }
    this.workers = 6 + this.int(8);
    this.badWorker = this.int(this.workers);
    this.badTenant = this.int(20);
    this.largePayload = 2 ** (13 + this.int(6));
    this.retriesToFail = 2 + this.int(2);
    this.missingStep = 2 + this.int(2);
    this.slowStep = this.int(3);
    this.hasSpans = random() < 0.7 || isDownstream;
    this.noise = Array.from({ length: noiseFields }, (_, i) => ({
      name: `n${i}.${this.int(1000)}`,
      kind: this.pick(["values", "values", "number", "id", "few"]),
      size: 100 + this.int(800),
    }));
  }

  int = (below: number) => Math.floor(this.random() * below);
  pick = <T>(items: readonly T[]): T => items[this.int(items.length)] as T;
  shuffle(items: unknown[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
  }
  /** Most are short, few are very long. */
  private long = (typical: number) => typical * Math.exp((this.random() + this.random() - 1) * 1.5);

  isCause(
    fault: SimpleFault,
    { kind, field, value }: Pick<Difference, "kind" | "field" | "value">,
  ) {
    switch (fault) {
      case "worker":
        return field === this.names.worker && value === `w${this.badWorker}`;
      case "tenant":
        return field === this.names.tenant && value === `t${this.badTenant}`;
      case "payload":
        return field === this.names.payload && kind === "range" && value.startsWith(">");
      case "retry":
        return (
          (kind === "count" && field.startsWith("trying again")) ||
          (kind === "range" && field === this.names.try && value.startsWith(">"))
        );
      case "missing":
        return kind === "missing-template" && value === this.stepText(this.missingStep);
      case "order":
        return kind === "order" && field === "stock reserved" && value === "before card checked";
      case "slow":
        return (
          (kind === "duration" && field === `call ${this.dependency()}`) ||
          (kind === "range" && field === `${this.dependency()}_ms`)
        );
      case "metric":
        return kind === "range" && field.startsWith("pool.open") && value.startsWith(">");
      case "message":
        return kind === "range" && field.startsWith("basket of") && value.startsWith(">");
      case "zone":
        return field === "cloud.zone" && value === "z9";
      case "shard":
        return field === "db.shard" && value === "s9";
      case "detour":
        return kind === "service" && value === "legacy";
      case "skip":
        return kind === "service" && value === "NOT risk";
      case "cart":
        return kind === "range" && field === "cart.items" && value.startsWith(">");
      case "query":
        return kind === "duration" && field === "SELECT stock" && value.startsWith(">");
    }
  }

  private dependency = () => ["ledger", "search", "mailer"][this.slowStep] ?? "";
  private stepText = (step: number) =>
    ["request accepted", "queued", "rights looked up", "limits read", "price found"][step] ?? "";

  request(
    index: number,
    isBad: boolean,
    cause: SimpleFault | undefined,
    faults: readonly SimpleFault[],
  ): ComparedRequest {
    const has = (fault: SimpleFault) => cause === fault;
    const not = (fault: SimpleFault) => faults.includes(fault) && cause !== fault;
    const records: ComparedRecord[] = [];
    const start = (this.clock += 1e9 + this.int(1e9));
    let time = start;
    const other = (count: number, but: number) => {
      const drawn = this.int(count - 1);
      return drawn >= but ? drawn + 1 : drawn;
    };
    const worker = has("worker")
      ? this.badWorker
      : not("worker")
        ? other(this.workers, this.badWorker)
        : this.int(this.workers);
    const tenant = has("tenant")
      ? this.badTenant
      : not("tenant")
        ? other(20, this.badTenant)
        : this.int(20);
    const payload = Math.round(
      has("payload")
        ? this.largePayload * (1 + this.random() * 4)
        : not("payload")
          ? this.largePayload * (0.02 + 0.9 * this.random() ** 3)
          : this.long(this.largePayload),
    );
    const retries = has("retry")
      ? this.retriesToFail + this.int(2)
      : not("retry")
        ? this.random() < 0.15
          ? 1
          : 0
        : this.random() < 0.1
          ? 1
          : 0;
    const slowMs = has("slow") ? this.long(2500) + 800 : this.long(60);
    const service = { zone: "" };
    const resource = (name: string) => this.resources(name, worker, service.zone);
    const log = (service: string, text: string, attributes: object = {}, severityNumber = 9) => {
      time += this.int(2e6) + 1000;
      records.push(
        this.stored.record({
          signal: "logs",
          service,
          text,
          timeNanos: time,
          severityNumber,
          attributes: { ...attributes },
          resource: resource(service),
        }),
      );
    };
    const span = (
      service: string,
      text: string,
      from: number,
      isErrorSpan: boolean,
      attributes: object = {},
    ) => {
      if (!this.hasSpans) return;
      records.push(
        this.stored.record({
          signal: "spans",
          service,
          text,
          timeNanos: from,
          durationNanos: time - from,
          isErrorSpan,
          attributes: { ...attributes },
          resource: resource(service),
        }),
      );
    };
    const { names } = this;
    this.sample(start, has("metric"));
    log("edge", this.stepText(0), {
      [names.tenant ?? ""]: `t${tenant}`,
      [names.region ?? ""]: `r${tenant % 4}`,
      [names.payload ?? ""]: payload,
      ...this.noiseOf(index),
    });
    if (this.isDownstream) {
      log("edge", `basket of ${has("message") ? 900 + this.int(300) : 1 + this.int(600)} items`);
    }
    log("queue", this.stepText(1), { depth: this.int(12) });
    const worked = time;
    log("work", "taken up", { [names.worker ?? ""]: `w${worker}` });
    for (const step of [2, 3, 4]) {
      if (!(has("missing") && step === this.missingStep)) log("work", this.stepText(step));
    }
    for (let i = 0; i < retries; i++) {
      time += 3e7;
      log("work", `trying again, ${i + 1} of 5`, { [names.try ?? ""]: i + 1 }, 13);
    }
    const pair = ["card checked", "stock reserved"];
    if (has("order")) pair.reverse();
    for (const text of pair) log("work", text, { [names.worker ?? ""]: `w${worker}` });
    if (this.isDownstream) {
      const from = time;
      time += 1e6 * (has("query") ? this.long(2500) + 900 : this.long(30));
      span("stock", "SELECT stock", from, false, {
        "db.shard": has("shard") ? "s9" : `s${this.int(8)}`,
      });
      service.zone = has("zone") ? "z9" : `z${this.int(4)}`;
      log("pricing", "prices read");
    }
    // What a service says differs from request to request: no message of it is always there.
    if (has("detour")) {
      log("legacy", this.pick(["old rates used", "table joined", "values copied"]));
    } else if (faults.includes("detour")) {
      log(this.pick(["north", "south", "east"]), "rates used");
    }
    if (faults.includes("skip") && !has("skip")) {
      log("risk", this.pick(["rules applied", "score taken", "known customer", "list read"]));
    }
    const called = ["ledger", "search", "mailer"];
    called.forEach((name, i) => {
      const from = time;
      const ms = i === this.slowStep ? slowMs : this.long(40);
      time += ms * 1e6;
      log("work", `${name} answered`, { [`${name}_ms`]: Math.round(ms) });
      span("work", `call ${name}`, from, false);
    });
    const failed = isBad;
    if (failed) {
      time += 5e7;
      log(
        "work",
        `giving up on ${index}: no answer in time`,
        { "error.type": "Timeout", [names.worker ?? ""]: `w${worker}` },
        17,
      );
    } else {
      log("store", "rows written", { rows: 1 + this.int(5) });
    }
    span("work", "do work", worked, failed, { [names.worker ?? ""]: `w${worker}` });
    log("edge", "responded", {
      status: failed ? 500 : 200,
      took_ms: Math.round((time - start) / 1e6),
    });
    span("edge", "POST /orders", start, failed, {
      "http.response.status_code": failed ? 500 : 200,
    });
    if (faults.includes("cart")) this.tell(index, time, has("cart"), failed);
    records.sort((a, b) => a.timeNanos - b.timeNanos || a.seq - b.seq);
    return { id: `request-${index}`, field: "request_id", isBad, matchedSeq: undefined, records };
  }

  private readonly known = new Map<string, FlatRecord["resource"]>();
  private resources(service: string, worker: number, zone: string): FlatRecord["resource"] {
    // Two or three workers share a host.
    const host = service === "work" ? `h${worker % 4}` : `h-${service}`;
    const ofZone = service === "pricing" ? { "cloud.zone": zone } : {};
    const key = `${service} ${host} ${service === "pricing" ? zone : ""}`;
    const known = this.known.get(key) ?? {
      "service.name": service,
      [this.names.host ?? ""]: host,
      ...ofZone,
    };
    this.known.set(key, known);
    return known;
  }

  /** What a pool and the load said just before a request began. */
  private sample(start: number, isFull: boolean): void {
    if (!this.isDownstream) return;
    this.poolTimes.push(start - 1e6);
    this.poolValues.push(isFull ? 90 + this.int(30) : this.int(80));
    this.loadValues.push(this.long(1));
  }

  /** What was said with the request's id, and told when it had ended; some of it is lost. */
  private tell(request: number, timeNanos: number, isLarge: boolean, isFailed: boolean): void {
    const say = (name: string, type: CarriedMetric["type"], value: number, zone = "") => {
      if (this.random() < 0.03) return;
      const attributes = zone === "" ? {} : { zone };
      const known: Told = this.told.get(`${name} ${zone}`) ?? {
        ...{ name, type, unit: type === "histogram" ? "ms" : "", service: "work", attributes },
        ...{ idLabels: ["request_id"], isExample: false, requests: [], times: [], values: [] },
      };
      this.told.set(`${name} ${zone}`, known);
      known.requests.push(request);
      known.times.push(timeNanos + 1e9);
      known.values.push(value);
    };
    const items = isLarge ? 60 + this.int(60) : 1 + this.int(55);
    say("cart.items", "gauge", items, this.pick(["", "eu", "us"]));
    say("rows.read", "counter", 1 + this.int(40));
    say("rows.read", "counter", 1 + this.int(40));
    say("db.query", "histogram", this.long(30));
    say("heap.used", "gauge", this.long(100));
    say("request.time", "histogram", this.long(isFailed ? 400 : 200));
    if (isFailed) say("orders.declined", "counter", 1);
    else say("orders.stored", "counter", 1);
  }

  carried = (): CarriedMetric[] => [...this.told.values()];

  metrics(): ComparedMetric[] {
    const common = { service: "stock", attributes: {}, times: this.poolTimes };
    return [
      { ...common, name: "pool.open", values: this.poolValues },
      { ...common, name: "load", values: this.loadValues },
    ];
  }

  /** To be called when there are all requests. */
  settle = () => this.stored.settle();

  private noiseOf(index: number): Record<string, string | number> {
    return Object.fromEntries(
      this.noise.map(({ name, kind, size }) => {
        if (kind === "values") return [name, `v${this.int(size)}`];
        if (kind === "number") return [name, Math.round(this.long(size) * 10) / 10];
        if (kind === "id") return [name, `id-${index}-${this.int(1e6)}`];
        return [name, `f${this.int(4)}`];
      }),
    );
  }
}
