// fluent-logger and @fluent-org/logger, as Node apps use them, in every mode, waiting for acknowledgements.
import { FluentClient } from "@fluent-org/logger";
import fluentLogger from "fluent-logger";

const port = Number(process.env.FLUENT_PORT);

for (const eventMode of ["Message", "PackedForward", "CompressedPackedForward"]) {
  const sender = fluentLogger.createFluentSender("node.old", {
    host: "127.0.0.1",
    port,
    timeout: 60,
    requireAckResponse: true,
    eventMode,
    flushInterval: 50,
  });
  const sent = (number) =>
    new Promise((resolve, reject) =>
      sender.emit(
        eventMode,
        { message: `hello by fluent-logger ${eventMode} ${number}` },
        (error) => (error ? reject(error) : resolve()),
      ),
    );
  await Promise.all([sent(1), sent(2), sent(3)]);
  await new Promise((resolve) => sender.end(null, null, resolve));
}

for (const eventMode of ["Message", "Forward", "PackedForward", "CompressedPackedForward"]) {
  const client = new FluentClient("node.new", {
    eventMode,
    ack: { ackTimeout: 60_000 },
    socket: { host: "127.0.0.1", port, timeout: 60_000 },
  });
  const hello = (number) =>
    client.emit(eventMode, {
      message: `hello by @fluent-org ${eventMode} ${number}`,
      request_id: "req-fluent-node",
    });
  await Promise.all([hello(1), hello(2), hello(3)]); // resolves when acknowledged
  await client.disconnect();
}
