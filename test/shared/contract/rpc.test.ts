import "vscode-jsonrpc/node";
import { describe, expect, it } from "vitest";
import { properties, text } from "../../../src/shared/contract/params";
import { type Channel, createRpc, RpcError } from "../../../src/shared/contract/rpc";

interface Api {
  double(n: number): Promise<number>;
  echo(value: { readonly text: string }): Promise<string>;
  nothing(): Promise<void>;
  wait(): Promise<string>;
  fail(): Promise<void>;
}
interface Events {
  ping(n: { readonly n: number }): void;
}

/** Two ends of one pipe; messages cross as JSON, like on a socket. */
function aPair(): [Channel, Channel] {
  const ends = [0, 1].map(() => ({
    message: [] as ((m: unknown) => void)[],
    close: [] as (() => void)[],
  }));
  const close = () => ends.forEach((end) => end.close.forEach((listener) => listener()));
  const channel = (mine: number): Channel => ({
    send: (message) => {
      const text = JSON.stringify(message);
      setImmediate(() => ends[1 - mine]!.message.forEach((listener) => listener(JSON.parse(text))));
    },
    onMessage: (listener) => ends[mine]!.message.push(listener),
    onClose: (listener) => ends[mine]!.close.push(listener),
    close,
  });
  return [channel(0), channel(1)];
}

function aConnection(over: Partial<{ wait: (signal: AbortSignal) => Promise<string> }> = {}) {
  const [a, b] = aPair();
  const server = createRpc(a);
  server.serve<Api>({
    double: (n) => Promise.resolve(n * 2),
    echo: ({ text }) => Promise.resolve(text),
    nothing: () => Promise.resolve(),
    wait: (_params, signal) => over.wait?.(signal) ?? new Promise<string>(() => undefined),
    fail: () => {
      throw new RpcError({ kind: "query", message: "wrong", position: 3, expected: "a value" });
    },
  });
  const client = createRpc(b);
  return { server, client, api: client.client<Api>(), close: () => a.close() };
}

describe("a frame that no client of the contract sends", () => {
  it.each([
    { method: "$/cancelRequest", params: null },
    { method: "$/cancelRequest" },
    { method: "$/cancelRequest", params: { id: {} } },
    { method: "$/progress", params: null },
    { method: "$/setTrace" },
    { method: 5, id: 1 },
    { method: "double", id: {} },
    { id: 1, result: null },
    { id: null, error: 1 },
    { id: 1, error: null },
    {},
    [],
    null,
    "text",
  ])("%j ends nothing", async (frame) => {
    const [a, b] = aPair();
    createRpc(a).serve<Pick<Api, "double">>({ double: (n) => Promise.resolve(n * 2) });
    const client = createRpc(b).client<Api>();

    const thrown: unknown[] = []; // past everybody, it would end a collector
    const onThrown = (error: unknown) => thrown.push(error);
    process.on("uncaughtException", onThrown);

    const isObject = typeof frame === "object" && frame !== null && !Array.isArray(frame);
    b.send(isObject ? { jsonrpc: "2.0", ...frame } : frame);

    expect(await client.double(21)).toBe(42);
    process.off("uncaughtException", onThrown);
    expect(thrown).toEqual([]);
  });
});

describe("a call", () => {
  it("is answered, with any kind of parameter and result", async () => {
    const { api } = aConnection();

    expect(await api.double(21)).toBe(42);
    expect(await api.echo({ text: "ü" })).toBe("ü");
    expect(await api.nothing()).toBeUndefined();
  });

  it("fails with what the server said, position included", async () => {
    const { api } = aConnection();

    await expect(api.fail()).rejects.toMatchObject({
      failure: { kind: "query", message: "wrong", position: 3, expected: "a value" },
    });
  });

  it("with other parameters than its server takes is refused before it is made", async () => {
    const [a, b] = aPair();
    const made: unknown[] = [];
    createRpc(a).serve<Pick<Api, "echo">>(
      { echo: ({ text }) => Promise.resolve(String(made.push(text))) },
      { echo: properties<{ readonly text: string }>({ text: text(10) }) },
    );
    const client = createRpc(b).client<Record<"echo", (value: unknown) => Promise<string>>>();

    await expect(client.echo({ text: 5 })).rejects.toMatchObject({
      failure: { kind: "params", message: "text has to be a text, not 5." },
    });
    expect(await client.echo({ text: "once" })).toBe("1");
    expect(made).toEqual(["once"]);
  });

  it("that is cancelled while it waits for its turn is not begun", async () => {
    let begun = 0;
    const { api } = aConnection({
      wait: () => {
        begun++;
        return Promise.resolve("answered");
      },
    });
    const controller = new AbortController();

    const calls = Array.from({ length: 4 }, () => api.wait(controller.signal));
    controller.abort();

    const ended = await Promise.allSettled(calls);
    expect(ended.map(({ status }) => status)).toEqual(calls.map(() => "rejected"));
    expect(begun).toBeLessThanOrEqual(1); // the first may have had its turn
  });

  it("whose caller is gone is stopped at the server", async () => {
    let stop: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { api, close } = aConnection({
      wait: (signal) => {
        begin();
        signal.addEventListener("abort", stop);
        return new Promise(() => undefined);
      },
    });
    const call = expect(api.wait()).rejects.toMatchObject({ failure: { kind: "closed" } });
    await begun;

    close();

    await stopped;
    await call;
  });

  it("that is cancelled settles, and the server sees it", async () => {
    let wasAborted = false;
    const { api } = aConnection({
      wait: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            wasAborted = true;
            reject(new Error("stopped"));
          });
        }),
    });
    const controller = new AbortController();

    const call = api.wait(controller.signal);
    setTimeout(() => controller.abort(), 5);

    await expect(call).rejects.toMatchObject({ failure: { kind: "cancelled" } });
    expect(wasAborted).toBe(true);
  });

  it("that waits settles when the channel closes, and later ones fail at once", async () => {
    const { api, close } = aConnection();

    const waiting = api.wait();
    setTimeout(close, 5);

    await expect(waiting).rejects.toMatchObject({ failure: { kind: "closed" } });
    await expect(api.double(1)).rejects.toMatchObject({ failure: { kind: "closed" } });
  });
});

describe("an event", () => {
  it("reaches the other side", async () => {
    const { server, client } = aConnection();
    const seen: unknown[] = [];
    client.on<Events>({ ping: (value) => seen.push(value) });

    server.events<Events>().ping({ n: 1 });

    await expect.poll(() => seen).toEqual([{ n: 1 }]);
  });
});
