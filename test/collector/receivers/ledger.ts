// A context whose intake stores at once, so that what became of one input is known to the unit when its
// answer is: records, refusals, losses, and what was left out on purpose.

import { Counters } from "../../../src/collector/pipeline/counters";
import type { Intake } from "../../../src/collector/pipeline/intake";
import { Roles } from "../../../src/collector/pipeline/roles";
import type { ReceiverContext } from "../../../src/collector/pipeline/receiver";
import type {
  LogRecord,
  MetricPoint,
  Resource,
  Series,
  SpanRecord,
} from "../../../src/shared/record";
import { startUnixNano } from "./aContext";

/** What became of an input, in records, points, spans and counts. */
export interface Account {
  readonly kept: number;
  readonly refused: number;
  readonly dropped: number;
  readonly leftOut: number;
}

/** Interned objects that are remembered; inputs make up names without end. */
const maxInterned = 5000;

export class Ledger implements ReceiverContext {
  readonly roles = new Roles();
  readonly counters = new Counters();
  readonly logs: LogRecord[] = [];
  readonly spans: SpanRecord[] = [];
  readonly points: MetricPoint[] = [];
  /** Nanoseconds since the epoch. */
  clock = startUnixNano;
  private readonly resources = new Map<string, Resource>();
  private readonly streams = new Map<string, Series>();
  private nextId = 1;

  constructor(
    private readonly receiver: string,
    readonly settings: Readonly<Record<string, unknown>> = {},
  ) {}

  readonly intake: Intake = {
    counters: this.counters,
    resource: (key) =>
      this.intern(this.resources, [key.service, key.attributes, key.run], (id) => ({ id, ...key })),
    series: (key) =>
      this.intern(this.streams, [{ ...key, resource: key.resource.id }], (id) => ({ id, ...key })),
    hasRoom: () => true,
    accept: (receiver, records) => {
      this.intake.offer(receiver, records, 0);
      return Promise.resolve();
    },
    offer: (_receiver, { logs = [], spans = [], points = [] }) => {
      this.logs.push(...logs);
      this.spans.push(...spans);
      this.points.push(...points);
      return true;
    },
  };

  now(): bigint {
    return this.clock;
  }

  /** Of all since the last `clear`. */
  get account(): Account {
    const { refused, dropped, leftOut } = this.counters.of(this.receiver);
    return {
      kept: this.logs.length + this.spans.length + this.points.length,
      refused: sumOf(refused),
      dropped: sumOf(dropped),
      leftOut: sumOf(leftOut),
    };
  }

  clear(): void {
    const { refused, dropped, leftOut } = this.counters.of(this.receiver);
    for (const counts of [refused, dropped, leftOut]) counts.clear();
    this.logs.length = this.spans.length = this.points.length = 0;
  }

  private intern<T>(known: Map<string, T>, key: readonly unknown[], make: (id: number) => T): T {
    const text = JSON.stringify(key);
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= maxInterned) known.clear();
    const made = make(this.nextId++);
    known.set(text, made);
    return made;
  }
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
