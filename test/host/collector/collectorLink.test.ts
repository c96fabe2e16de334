import { afterEach, expect, test, vi } from "vitest";
import { CollectorLink } from "../../../src/host/collector/collectorLink";
import { controlProtocol } from "../../../src/shared/contract/collectorApi";
import type { CollectorSocket } from "../../../src/host/collector/openSocket";
import type { Discovery } from "../../../src/shared/contract/discovery";

const aDiscovery = (given: Partial<Discovery> = {}): Discovery => ({
  pid: 1,
  version: "1.0.0",
  protocol: controlProtocol,
  endpoints: { http: "http://127.0.0.1:4318" },
  token: "t",
  ui: "",
  ...given,
});

class FakeSocket implements CollectorSocket {
  isClosed = false;
  /** A process that is suspended keeps its sockets, and takes up what came when it goes on. */
  isHung = false;
  private hasPing = false;
  private onSign: () => void = () => undefined;
  private readonly listeners: (() => void)[] = [];
  send = () => undefined;
  onMessage = () => undefined;
  onClose = (listener: () => void) => void this.listeners.push(listener);
  close = () => {
    this.isClosed = true;
    for (const listener of this.listeners) listener();
  };
  onAlive = (listener: () => void) => void (this.onSign = listener);
  ping = () => {
    if (this.isHung) this.hasPing = true;
    else this.onSign();
  };
  goOn = () => {
    this.isHung = false;
    if (this.hasPing) this.onSign();
  };
}

/** A collector that can come and go. */
function aPlace(discovery: Discovery | undefined) {
  const place = {
    discovery,
    opened: [] as FakeSocket[],
    refuses: false,
    find: async () => place.discovery,
    open: async () => {
      if (place.refuses) throw new Error("connect ECONNREFUSED");
      const socket = new FakeSocket();
      place.opened.push(socket);
      return socket;
    },
  };
  return place;
}

const links: CollectorLink[] = [];
function aLink(place: ReturnType<typeof aPlace>) {
  const link = new CollectorLink(place);
  const states: string[] = [];
  link.onDidChangeState(({ kind }) => states.push(kind));
  links.push(link);
  return { link, states };
}

vi.useFakeTimers();
afterEach(() => {
  for (const link of links.splice(0)) link.dispose();
});

test("connects to the collector that is there", async () => {
  const { link, states } = aLink(aPlace(aDiscovery()));

  link.start();
  await vi.advanceTimersByTimeAsync(0);

  expect(states).toEqual(["connecting", "connected"]);
  expect(link.state).toMatchObject({ endpoints: { http: "http://127.0.0.1:4318" } });
});

test("finds a collector that another window starts later", async () => {
  const place = aPlace(undefined);
  const { link } = aLink(place);
  link.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(link.state.kind).toBe("stopped");

  place.discovery = aDiscovery();
  await vi.advanceTimersByTimeAsync(1_000);

  expect(link.state.kind).toBe("connected");
});

test("comes back after the socket broke, by a new channel", async () => {
  const place = aPlace(aDiscovery());
  const { link, states } = aLink(place);
  link.start();
  await vi.advanceTimersByTimeAsync(0);

  place.opened[0]!.close();
  await vi.advanceTimersByTimeAsync(500);

  expect(place.opened).toHaveLength(2);
  expect(states).toEqual(["connecting", "connected", "connecting", "connected"]);
});

test("says that nobody answers only when it lasts", async () => {
  const place = aPlace(aDiscovery());
  place.refuses = true;
  const { link } = aLink(place);

  link.start();
  await vi.advanceTimersByTimeAsync(300);
  expect(link.state.kind).toBe("connecting");
  await vi.advanceTimersByTimeAsync(10_000);

  expect(link.state).toEqual({
    kind: "failed",
    message: "The collector does not answer: connect ECONNREFUSED",
  });
});

test("does not talk to a collector of another contract", async () => {
  const place = aPlace(aDiscovery({ protocol: controlProtocol + 1, version: "9.0.0" }));
  const { link } = aLink(place);

  link.start();
  await vi.advanceTimersByTimeAsync(0);

  expect(link.state).toMatchObject({ kind: "failed" });
  expect(place.opened).toHaveLength(0);
});

test("stopped while it connects, it keeps nothing open", async () => {
  const place = aPlace(aDiscovery());
  const { link } = aLink(place);

  link.start();
  link.stop();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(link.state.kind).toBe("stopped");
  expect(place.opened.filter((channel) => !channel.isClosed)).toHaveLength(0);
});

test("started twice, it has one socket", async () => {
  const place = aPlace(aDiscovery());
  const { link } = aLink(place);

  link.start();
  link.start();
  await vi.advanceTimersByTimeAsync(5_000);

  expect(place.opened.filter((channel) => !channel.isClosed)).toHaveLength(1);
});

test("a collector that keeps its socket and says nothing does not count as connected", async () => {
  const place = aPlace(aDiscovery({ pid: 77 }));
  const { link } = aLink(place);
  link.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(link.state.kind).toBe("connected");

  place.opened[0]!.isHung = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(link.state.kind).toBe("connected");
  await vi.advanceTimersByTimeAsync(6_000);

  expect(link.state).toMatchObject({ kind: "failed" });
  expect(JSON.stringify(link.state)).toContain("process 77");
});

test("when it goes on, all begins anew on another socket, without asking it over and over before", async () => {
  const place = aPlace(aDiscovery());
  const { link, states } = aLink(place);
  link.start();
  await vi.advanceTimersByTimeAsync(0);
  place.opened[0]!.isHung = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(place.opened).toHaveLength(1);

  place.opened[0]!.goOn();
  await vi.advanceTimersByTimeAsync(500);

  expect(states).toEqual(["connecting", "connected", "failed", "connecting", "connected"]);
  expect(place.opened.map(({ isClosed }) => isClosed)).toEqual([true, false]);
});

test("a collector that does not answer is not said to be connecting at each attempt", async () => {
  const place = aPlace(aDiscovery());
  place.refuses = true;
  const { link, states } = aLink(place);

  link.start();
  await vi.advanceTimersByTimeAsync(30_000);

  expect(states).toEqual(["connecting", "failed"]);
});
