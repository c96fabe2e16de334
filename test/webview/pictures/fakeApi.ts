// A collector that answers with invented data, and only the calls that a test needs: any other call
// fails with a clear error.

import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import type { Rpc, Server } from "../../../src/shared/contract/rpc";

export type FakeApi = Partial<Server<CollectorApi>>;

const hello: FakeApi["hello"] = () =>
  Promise.resolve({
    version: "0.2.0",
    protocol: 1,
    pid: 1,
    startTime: "2026-11-22T10:00:00Z",
    endpoints: { http: "http://127.0.0.1:4318", statsd: "127.0.0.1:8125" },
    ui: "",
    dataPath: "/data",
  });

/** What answers can be replaced at any time, also under an open panel. */
export class FakeAnswers {
  /** Names of the calls made, in their order. */
  readonly calls: string[] = [];

  constructor(public api: FakeApi = {}) {}

  serve(rpc: Rpc): void {
    const names = [
      "hello",
      "timeline",
      "requests",
      "groups",
      "series",
      "chart",
      "services",
      "compare",
    ] as const;
    const answers = names.map((name) => [
      name,
      (params: never, signal: AbortSignal) => {
        this.calls.push(name);
        const answer = { hello, ...this.api }[name] as
          ((params: never, signal: AbortSignal) => unknown) | undefined;
        if (answer === undefined) throw new Error(`The fake collector has no ${name}.`);
        return answer(params, signal);
      },
    ]);
    rpc.serve(Object.fromEntries(answers) as Server<CollectorApi>);
  }
}
