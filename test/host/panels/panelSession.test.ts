import { afterEach, expect, test } from "vitest";
import { readFrame, type Frame } from "../../../src/host/panels/frames";
import { PanelSession } from "../../../src/host/panels/panelSession";
import { controlProtocol } from "../../../src/shared/contract/collectorApi";
import type { HostApi, PanelStart } from "../../../src/shared/contract/hostApi";
import type { CollectorSocket } from "../../../src/host/collector/openSocket";
import type { Server } from "../../../src/shared/contract/rpc";

/** A collector's socket that remembers what the panel sent. */
function aSocket() {
  const sent: unknown[] = [];
  const message: ((message: unknown) => void)[] = [];
  const closed: (() => void)[] = [];
  const channel: CollectorSocket = {
    send: (frame) => void sent.push(frame),
    onMessage: (listener) => void message.push(listener),
    onClose: (listener) => void closed.push(listener),
    close: () => {
      for (const listener of closed) listener();
    },
    ping: () => undefined,
    onAlive: () => undefined,
  };
  return { channel, sent, say: (frame: unknown) => message.forEach((listener) => listener(frame)) };
}

function aPanel() {
  const sockets: ReturnType<typeof aSocket>[] = [];
  const posted: Frame[] = [];
  const places = {
    find: async () => ({
      pid: 1,
      version: "1",
      protocol: controlProtocol,
      endpoints: { http: "http://127.0.0.1:1" },
      token: "t",
      ui: "",
    }),
    open: async () => {
      const socket = aSocket();
      sockets.push(socket);
      return socket.channel;
    },
  };
  const session = new PanelSession(
    places,
    (frame) => void posted.push(frame),
    (connect) =>
      ({
        ready: async (): Promise<PanelStart> => ({
          panel: "logs",
          canOpenSource: true,
          connection: connect(),
        }),
        openSource: async () => true,
      }) as unknown as Server<HostApi>,
  );
  sessions.push(session);
  return { session, sockets, posted };
}
const sessions: PanelSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});

const aCall = (id: number, method: string) => ({ jsonrpc: "2.0", id, method, params: [null] });

test("the collector's frames pass unread, both ways", async () => {
  const { session, sockets, posted } = aPanel();
  await expect.poll(() => sockets).toHaveLength(1);
  const question = aCall(7, "stats");

  session.receive({ to: "collector", message: question });
  sockets[0]!.say({ jsonrpc: "2.0", id: 7, result: 1 });

  expect(sockets[0]!.sent).toEqual([question]);
  expect(posted).toContainEqual({ to: "collector", message: { jsonrpc: "2.0", id: 7, result: 1 } });
});

test("the editor's calls are answered here", async () => {
  const { session, sockets, posted } = aPanel();

  session.receive({ to: "host", message: aCall(1, "openSource") });

  await expect
    .poll(() => posted)
    .toContainEqual({ to: "host", message: { jsonrpc: "2.0", id: 1, result: true } });
  expect(sockets.flatMap(({ sent }) => sent)).toEqual([]);
});

test("the panel is told how the connection stands", async () => {
  const { posted } = aPanel();

  await expect
    .poll(() => posted.map(({ message }) => message))
    .toContainEqual(
      expect.objectContaining({
        method: "connection",
        params: expect.objectContaining({ kind: "connected" }),
      }),
    );
});

test("a page that is loaded again gets a socket of its own", async () => {
  const { session, sockets, posted } = aPanel();
  session.receive({ to: "host", message: aCall(1, "ready") });
  const answered = expect.objectContaining({ id: 1, result: expect.anything() });
  await expect.poll(() => posted).toContainEqual({ to: "host", message: answered });
  await expect.poll(() => sockets).toHaveLength(1);

  session.receive({ to: "host", message: aCall(1, "ready") });

  await expect.poll(() => sockets).toHaveLength(2);
});

test("after the end nothing is passed on", async () => {
  const { session, sockets, posted } = aPanel();
  await expect.poll(() => sockets).toHaveLength(1);

  session.dispose();
  posted.length = 0;
  sockets[0]!.say({ jsonrpc: "2.0", method: "rows", params: {} });
  session.receive({ to: "collector", message: aCall(1, "stats") });

  expect(posted).toEqual([]);
  expect(sockets[0]!.sent).toEqual([]);
});

test.each([
  undefined,
  null,
  1,
  "x",
  {},
  { to: "host" },
  { to: "shell", message: {} },
  { to: "host", message: 1 },
])("%j is no frame", (data) => {
  expect(readFrame(data)).toBeUndefined();
});
