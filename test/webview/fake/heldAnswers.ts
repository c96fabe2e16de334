// Stands before what answers a panel, and holds the answers back that a test wants to give itself.

import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import { type Rpc, RpcError, type Server } from "../../../src/shared/contract/rpc";
import type { FakeEnd } from "./fakeServer";

type Call = (params: unknown, signal: AbortSignal) => unknown;

/** A question that waits for its answer. */
export interface Held {
  readonly params: unknown;
  /** Aborted once the panel no longer wants the answer. */
  readonly signal: AbortSignal;
  /** Lets it have what the stand-in says. */
  answer(): void;
  fail(message: string): void;
}

export class HeldAnswers implements FakeEnd {
  /** Questions of each kind that is held, in their order. */
  private readonly asked = new Map<string, Held[]>();

  constructor(public end: FakeEnd) {}

  /** From now on, questions of these kinds wait. */
  hold(...names: (keyof CollectorApi)[]): void {
    for (const name of names) this.asked.set(name, []);
  }

  /** Those of these kinds that still wait. */
  waiting(...names: (keyof CollectorApi)[]): Held[] {
    const all = names.flatMap((name) => this.asked.get(name) ?? []);
    return all.filter(({ signal }) => !signal.aborted);
  }

  /** What waits is answered, and no more is held. */
  release(): void {
    const held = [...this.asked.values()].flat();
    this.asked.clear();
    for (const one of held) one.answer();
  }

  serve(rpc: Rpc): void {
    this.end.serve({
      ...rpc,
      serve: (server, decoders) => {
        const calls = Object.entries(server).map(([name, call]) => [
          name,
          (params: unknown, signal: AbortSignal) => this.ask(name, call as Call, params, signal),
        ]);
        rpc.serve(Object.fromEntries(calls) as Server<CollectorApi>, decoders as never);
      },
    });
  }

  private ask(name: string, call: Call, params: unknown, signal: AbortSignal): unknown {
    const held = this.asked.get(name);
    if (held === undefined) return call(params, signal);
    return new Promise((resolve, reject) => {
      // As the collector does, whose database stops the question.
      const cancelled = () => reject(new RpcError({ kind: "cancelled", message: "Cancelled." }));
      signal.addEventListener("abort", cancelled);
      held.push({
        params,
        signal,
        answer: () => {
          // Nobody would take the answer, nor its failure.
          if (!signal.aborted) resolve(call(params, signal));
        },
        fail: (message) => reject(new RpcError({ kind: "internal", message })),
      });
    });
  }
}
