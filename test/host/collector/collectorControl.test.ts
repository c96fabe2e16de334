import { expect, test, vi } from "vitest";
import type { CollectorConnection } from "../../../src/host/collector/collectorConnection";
import { CollectorControl, type Tell } from "../../../src/host/collector/collectorControl";
import type { CollectorProcess, Started } from "../../../src/host/collector/collectorProcess";
import type { Failure } from "../../../src/host/errors";
import { Emitter } from "../../../src/host/lifetime";
import type { Discovery } from "../../../src/shared/contract/discovery";
import type { ConnectionState } from "../../../src/shared/contract/hostApi";

vi.useFakeTimers();

const connected: ConnectionState = { kind: "connected", endpoints: {} };

/** A window's control, a collector that runs as `state` says, and what the user is told. */
function aControl(given: {
  readonly state: ConnectionState;
  readonly answers?: boolean;
  readonly isAutoStartOn?: boolean;
  /** Of a receiver whose port was taken. */
  readonly problem?: string;
}) {
  const { state, answers = true, isAutoStartOn = false, problem } = given;
  const changes = new Emitter<ConnectionState>();
  const told: string[] = [];
  const logged: string[] = [];
  const failures: Failure[] = [];
  const world = {
    state,
    told,
    logged,
    failures,
    setState(next: ConnectionState) {
      world.state = next;
      changes.fire(next);
    },
    attaches: { kind: "attached", discovery: {} as Discovery } as Started,
  };
  const shutdown = async () => {
    if (!answers) return await new Promise<void>(() => undefined);
    world.setState({ kind: "stopped" });
  };
  const stats = { receivers: [{}, { problem }] };
  const connection = {
    get state() {
      return world.state;
    },
    get client() {
      return world.state.kind === "connected" ? { shutdown, stats: async () => stats } : undefined;
    },
    onDidChangeState: changes.event,
    start: () => undefined,
  } as unknown as CollectorConnection;
  const collector = {
    start: async () => world.attaches,
    end: async (tell: Tell) => {
      tell("it is ended by force…");
      world.setState({ kind: "stopped" });
    },
  } as unknown as CollectorProcess;
  const control = new CollectorControl(connection, collector, {
    isAutoStartOn: () => isAutoStartOn,
    wasKilled: async () => false,
    show: (failure) => void failures.push(failure),
    progress: async (work) => {
      const result = await work((doing) => void told.push(doing));
      told.push("(done)");
      return result;
    },
    log: (message) => void logged.push(message),
  });
  return { control, world };
}

test("what is waited for is told from the moment that the collector is to end", async () => {
  const { control, world } = aControl({ state: connected, answers: false });

  const stopped = control.stop();
  expect(world.told).toEqual(["the collector writes what it holds, and ends…"]);
  await vi.advanceTimersByTimeAsync(10_000);
  await stopped;

  expect(world.told.slice(1)).toEqual(["it is ended by force…", "(done)"]);
});

test("one that turns out not to answer is not waited for any longer", async () => {
  const { control, world } = aControl({ state: connected, answers: false });
  const stopped = control.stop();

  world.setState({ kind: "failed", message: "It hangs." });
  await vi.advanceTimersByTimeAsync(0);
  await stopped;

  expect(world.told).toContain("it is ended by force…");
});

test("one that ends when it is asked is left to it", async () => {
  const { control, world } = aControl({ state: connected });

  await control.stop();

  expect(world.told).toEqual(["the collector writes what it holds, and ends…", "(done)"]);
});

test("one that runs and cannot be talked to is told at once, and can be restarted from there", async () => {
  const message = "A collector of another Sidelight version (0.1.0) is running.";
  const { control, world } = aControl({ state: { kind: "failed", message } });

  const hasStarted = await control.start();

  expect(hasStarted).toBe(false);
  expect(world.failures).toEqual([
    {
      message: `Sidelight could not connect to the collector: ${message}`,
      actions: ["Restart Collector", "Show Log"],
    },
  ]);
});

test("one that was just started is waited for, whatever was wrong with the one before", async () => {
  const { control, world } = aControl({ state: { kind: "failed", message: "It hangs." } });
  world.attaches = { kind: "started", discovery: {} as Discovery };

  const started = control.start();
  await vi.advanceTimersByTimeAsync(3_000);
  world.setState(connected);

  expect(await started).toBe(true);
  expect(world.failures).toEqual([]);
});

const problem = "Port 4318 (http) is used by node (process 7): 4319 is used in its place.";
const noFolder: Failure = { message: "The data folder cannot be written.", actions: ["Show Log"] };

test.each([
  { when: "a port was taken", given: { state: connected, problem } },
  { when: "it cannot start", given: { state: { kind: "stopped" } as const, failure: noFolder } },
])("used, it says nothing when $when; asked for, it does", async ({ given }) => {
  const { control, world } = aControl({ ...given, isAutoStartOn: true });
  const failure = "failure" in given ? given.failure : undefined;
  if (failure !== undefined) world.attaches = { kind: "failed", failure };

  control.use();
  await vi.advanceTimersByTimeAsync(20_000);
  const whenUsed = [...world.failures];
  await control.start();

  expect(whenUsed).toEqual([]);
  expect(world.failures).toHaveLength(1);
  expect(JSON.stringify(world.failures)).toContain(failure?.message ?? "Port 4318 (http)");
  expect(world.logged).toEqual(failure === undefined ? [] : [failure.message]);
});
