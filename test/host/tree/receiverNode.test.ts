import { describe, expect, it } from "vitest";
import { receiverNode } from "../../../src/host/tree/receiverNode";
import { aReceiver } from "../builders";

describe("a receiver in the tree", () => {
  it("is closed, and has its addresses and that nothing came yet", () => {
    const node = receiverNode(aReceiver({ address: "http://127.0.0.1:4318, 127.0.0.1:4317" }));

    expect(node).toMatchObject({ isCollapsed: true, description: "127.0.0.1:4318" });
    expect(node.children).toMatchObject([
      { label: "http://127.0.0.1:4318", address: "http://127.0.0.1:4318" },
      { label: "127.0.0.1:4317", address: "127.0.0.1:4317", context: "receiver.address" },
      { label: "No record yet" },
    ]);
  });

  it("says when the last record came, at the reader's clock", () => {
    const lastTime = new Date(2026, 0, 2, 3, 4, 5).toISOString();

    const node = receiverNode(aReceiver({ received: 8, stored: 7, lastTime }));

    expect(node.children).toContainEqual(
      expect.objectContaining({
        label: "Last record at 03:04:05",
        description: "8 received, 7 stored",
      }),
    );
  });

  it("says what was refused and lost and why; a click shows what was refused", () => {
    const node = receiverNode(
      aReceiver({ refused: { "bad-protobuf": 3 }, dropped: { "queue-full": 2 } }),
    );

    expect(node.description).toBe("2 lost · 3 refused · 127.0.0.1:4318");
    expect(node.children?.slice(2)).toMatchObject([
      {
        label: "3 refused",
        description: "bad protobuf",
        command: [
          "sidelight.showRefused",
          { receiver: "otlp", title: "OpenTelemetry", reason: "bad-protobuf" },
        ],
      },
      { label: "2 records lost", description: "queue full" },
    ]);
  });

  it("tells of what was left out on purpose, and does not warn", () => {
    const node = receiverNode(aReceiver({ leftOut: { "client-telemetry": 300 } }));

    expect(node).toMatchObject({ description: "127.0.0.1:4318", icon: "broadcast" });
    expect(node.children?.at(-1)).toMatchObject({
      label: "300 left out",
      description: "client telemetry",
      icon: "eye-closed",
    });
  });

  it("that does not listen says why", () => {
    const node = receiverNode(aReceiver({ address: "", problem: "Port 8125 is taken." }));

    expect(node).toMatchObject({ description: "Port 8125 is taken.", context: "receiver" });
    expect(node.children).toMatchObject([
      { label: "Port 8125 is taken.", isFailed: true },
      { label: "No record yet" },
    ]);
  });

  it("that had to take another port has that one, and is open at the reason", () => {
    const problem = "Port 8125 is taken. It listens on 127.0.0.1:9125 instead.";

    const node = receiverNode(aReceiver({ address: "127.0.0.1:9125", problem }));

    expect(node).toMatchObject({
      description: "127.0.0.1:9125",
      address: "127.0.0.1:9125",
      icon: "warning",
      isFailed: true,
      isCollapsed: false,
    });
    expect(node.children?.[0]).toMatchObject({ label: problem });
  });
});
