// A third generator: faults that people spend days on. An app of three services runs forward; what is wrong with
// it is a setting of two fields at once, a message that comes again and again, letters, hours, a cold cache.

import type { ComparedMetric } from "../../../src/shared/compare/metrics";
import type {
  ComparedRecord,
  ComparedRequest,
  Difference,
} from "../../../src/shared/compare/model";
import { createRandom, type FaultySet } from "./faultyRequests";
import { type FlatRecord, StoredRecords } from "./flatRecord";

type Named = Pick<Difference, "kind" | "field" | "value">;

/** What a request is given; what happens to it follows. */
interface Facts {
  readonly tenant: string;
  readonly plan: string;
  readonly flag: boolean;
  readonly pod: number;
  readonly isMiss: boolean;
  readonly message: string;
  readonly customer: string;
  readonly client: string;
  readonly inFlight: number;
  readonly tokenAge: number;
  readonly dueAt: Date;
  readonly isLockedOut: boolean;
}

interface Fault {
  /** Of requests of which this is true so many fail. */
  readonly cause: (facts: Facts) => boolean;
  readonly failing: number;
  readonly isCause: (difference: Named) => boolean;
}

const newClient = "ios 4.2.0";
const isField = (name: string, value?: string) => (one: Named) =>
  one.kind === "field" && one.field === name && (value === undefined || one.value === value);
const isAbove = (name: string) => (one: Named) =>
  one.kind === "range" && one.field.startsWith(name) && one.value.startsWith(">");

export const everydayFaults = {
  "a cache that is cold on new pods": {
    cause: ({ isMiss }) => isMiss,
    failing: 0.7,
    isCause: (one) =>
      isField("cache", "miss")(one) ||
      (one.kind === "template" && one.value === "loaded from disk"),
  },
  "a flag for one plan of tenants": {
    cause: ({ flag, plan }) => flag && plan === "enterprise",
    failing: 0.9,
    isCause: (one) => isField("plan", "enterprise")(one) || isField("checkout.v2", "true")(one),
  },
  "a message that is delivered again and again": {
    cause: ({ message }) => message.startsWith("m-9"),
    failing: 1,
    isCause: isField("message_id", "m-900001"),
  },
  "letters beyond ASCII": {
    cause: ({ customer }) => /[^\x20-\x7e]/.test(customer),
    failing: 0.8,
    isCause: ({ field }) => field.includes("customer"),
  },
  "a text that is too long": {
    cause: ({ customer }) => customer.length > 28,
    failing: 0.9,
    isCause: ({ field, value }) => field.includes("customer") && value.startsWith(">"),
  },
  "a header that one version of a client sends": {
    cause: ({ client }) => client === newClient,
    failing: 0.6,
    isCause: (one) => isField("client", newClient)(one) || one.field === "header.x-delta",
  },
  "too many requests at once": {
    cause: ({ inFlight }) => inFlight > 24,
    failing: 0.8,
    isCause: isAbove("in_flight"),
  },
  "a token that is too old": {
    cause: ({ tokenAge }) => tokenAge > 3600,
    failing: 0.95,
    isCause: isAbove("token_age_s"),
  },
  "an hour of the day": {
    cause: ({ dueAt }) => dueAt.getUTCHours() >= 22,
    failing: 0.9,
    isCause: ({ field }) => field.includes("due_at"),
  },
  "a line at DEBUG alone": {
    cause: ({ isLockedOut }) => isLockedOut,
    failing: 0.9,
    isCause: ({ kind, value }) => kind === "template" && value.startsWith("row is locked by"),
  },
} as const satisfies Record<string, Fault>;
export type EverydayFault = keyof typeof everydayFaults;

const leastFailed = 25;
const maxRequests = 6000;

export function everydaySet(name: EverydayFault, seed: number): FaultySet {
  const random = createRandom(seed * 6841 + Object.keys(everydayFaults).indexOf(name) * 32_452_843);
  const fault: Fault = everydayFaults[name];
  const app = new App(random, name);
  const requests: ComparedRequest[] = [];
  const count = 400 + app.int(1200);
  let failed = 0;
  while (requests.length < count || (failed < leastFailed && requests.length < maxRequests)) {
    const facts = app.facts(requests.length);
    const isFailed = random() < (fault.cause(facts) ? fault.failing : 0.004);
    if (isFailed) failed++;
    requests.push(app.request(requests.length, facts, isFailed));
  }
  app.settle();
  return { requests, metrics: app.metrics(), isCause: fault.isCause };
}

const first = ["Ada", "Bruno", "Carl", "Dora", "Emil", "Frida", "Gil", "Hanna", "Ivo", "Jana"];
const last = ["Berg", "Castle", "Dorn", "Engel", "Frost", "Graf", "Hill", "Imhof", "Jung", "Kern"];
const beyond = ["Łukasz", "Zoë", "José", "Søren", "Jürgen", "Анна", "美咲", "Nuñez"];
const clients = ["web 2026.1", "web 2026.2", "ios 4.1.9", newClient, "android 4.2.0", "cli 0.9"];
const pods = 12;
const coldPods = 3;

class App {
  private readonly stored = new StoredRecords();
  private readonly resources = new Map<string, FlatRecord["resource"]>();
  private readonly noise: readonly { name: string; draw: (index: number) => string | number }[];
  private readonly times: number[] = [];
  private readonly loads: number[] = [];
  private clock = 1e9;
  private load = 12;

  constructor(
    private readonly random: () => number,
    private readonly fault: EverydayFault,
  ) {
    this.noise = Array.from({ length: 12 }, (_, i) => {
      const size = 20 + this.int(900);
      const draws = [
        () => `v${this.int(size)}`,
        () => Math.round(size * Math.exp(this.normal())),
        (index: number) => `id-${index}-${this.int(1e6)}`,
        () => `e${this.skewed(6)}`,
        () => `some text of ${this.int(size)} words ${"x".repeat(this.int(30))}`,
      ];
      return { name: `n${i}.${this.int(1000)}`, draw: draws[this.int(draws.length)] ?? (() => "") };
    });
  }

  int = (below: number) => Math.floor(this.random() * below);
  private pick = <T>(items: readonly T[]): T => items[this.int(items.length)] as T;
  private skewed = (count: number) => Math.floor(count * this.random() ** 2.5);
  private normal = () =>
    Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());

  facts(index: number): Facts {
    this.clock += this.random() * 2e9;
    this.load = Math.max(1, 12 + (this.load - 12) * 0.9 + this.normal() * 3);
    this.times.push(this.clock - 1e6);
    this.loads.push(Math.round(this.load * 4) / 4);
    const tenant = this.skewed(30);
    const pod = this.int(pods);
    const isPoisoned = this.fault.startsWith("a message") && this.random() < 0.04;
    const names = [this.pick(first), this.pick(last)];
    if (this.random() < 0.1) names[this.int(2)] = this.pick(beyond);
    if (this.random() < 0.1) names.push("of", this.pick(last), "and", this.pick(last), "Brothers");
    return {
      tenant: `t${tenant}`,
      plan: tenant % 7 === 3 ? "enterprise" : tenant % 3 === 0 ? "team" : "free",
      flag: this.random() < 0.4,
      pod,
      isMiss: this.random() < (pod < coldPods ? 0.5 : 0.03),
      // Of four messages that cannot be read one is tried most often.
      message: `m-${isPoisoned ? 900_001 + (this.random() < 0.7 ? 0 : this.int(4)) : 100_000 + index}`,
      customer: `${names.join(" ")} ${this.int(1000)}`,
      client: this.pick(clients),
      inFlight: Math.max(1, Math.round(this.load + this.normal() * 6)),
      tokenAge: Math.round(900 * Math.exp(this.normal() * 0.9)),
      dueAt: new Date(
        Date.UTC(2026, 2, 1 + this.int(28), this.int(24), this.int(60), this.int(60)),
      ),
      isLockedOut: this.random() < 0.06,
    };
  }

  metrics(): ComparedMetric[] {
    return [
      { name: "load", service: "api", attributes: {}, times: this.times, values: this.loads },
    ];
  }

  settle = () => this.stored.settle();

  request(index: number, facts: Facts, isFailed: boolean): ComparedRequest {
    const start = this.clock;
    const records: ComparedRecord[] = [];
    let now = start;
    const add = (told: Omit<FlatRecord, keyof FlatRecord> & Partial<FlatRecord>) => {
      const service = told.service ?? "api";
      const resource = this.resource(service, facts.pod);
      const base = {
        signal: "logs",
        service,
        text: "",
        timeNanos: Math.round(now),
        resource,
      } as const;
      records.push(this.stored.record({ ...base, ...told }));
    };
    const log = (service: string, text: string, own: object = {}, severityNumber = 9) =>
      add({ service, text, attributes: { ...own }, severityNumber });
    const pass = (ms: number) => (now += ms * Math.exp(this.normal() * 0.5) * 1e6);
    const within = (service: string, text: string, own: object, body: () => void) => {
      const from = now;
      body();
      add({
        signal: "spans",
        service,
        text,
        timeNanos: Math.round(from),
        durationNanos: Math.round(now - from),
        attributes: { ...own },
        isErrorSpan: isFailed && service !== "db",
      });
    };

    within("api", "POST /orders", { "http.status": isFailed ? 500 : 200 }, () => {
      log("api", "order received", this.given(index, facts));
      pass(1);
      log("api", "token checked", { token_age_s: facts.tokenAge });
      pass(2);
      if (facts.flag) log("api", "new checkout is used");
      within("worker", "handle order", {}, () => {
        log("worker", "message taken", { message_id: facts.message });
        pass(3);
        log("worker", "cache asked", { cache: facts.isMiss ? "miss" : "hit" });
        if (facts.isMiss) {
          within("db", "SELECT catalogue", {}, () => pass(facts.pod < coldPods ? 240 : 200));
          log("worker", "loaded from disk", { rows: 100 + this.int(900) });
        }
        within("db", "INSERT order", {}, () => pass(12));
        const isSeen = this.fault === "a line at DEBUG alone" && facts.isLockedOut;
        if (isSeen) log("db", `row is locked by ${this.int(90_000)}, going on`, {}, 5);
        pass(2);
        if (isFailed) log("worker", `order ${index} is given up`, { reason: "internal" }, 17);
        else log("worker", "order stored", { rows: 1 + this.int(4) });
      });
      pass(1);
      log("api", "answered", {
        status: isFailed ? 500 : 200,
        took_ms: Math.round((now - start) / 1e6),
      });
    });
    records.sort((a, b) => a.timeNanos - b.timeNanos || a.seq - b.seq);
    const matchedSeq = records.find(({ statement }) => statement.severityNumber >= 17)?.seq;
    return { id: `r${index}`, field: "request_id", isBad: isFailed, matchedSeq, records };
  }

  private given(index: number, facts: Facts): FlatRecord["attributes"] {
    return {
      "tenant.id": facts.tenant,
      plan: facts.plan,
      "checkout.v2": facts.flag,
      "customer.name": facts.customer,
      client: facts.client,
      ...(facts.client === newClient ? { "header.x-delta": "1" } : {}),
      in_flight: facts.inFlight,
      due_at: facts.dueAt.toISOString().slice(0, 19) + "Z",
      ...Object.fromEntries(this.noise.map(({ name, draw }) => [name, draw(index)])),
    };
  }

  private resource(service: string, pod: number): FlatRecord["resource"] {
    const key = service === "db" ? service : `${service} ${pod}`;
    const known = this.resources.get(key) ?? {
      "service.name": service,
      ...(service === "db"
        ? {}
        : { "k8s.pod.name": `${service}-7d9f-${pod}`, "pod.age": pod < coldPods ? "new" : "old" }),
    };
    this.resources.set(key, known);
    return known;
  }
}
