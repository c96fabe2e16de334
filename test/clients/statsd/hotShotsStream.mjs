// hot-shots over a stream that it is given, to a Unix socket.
import { connect } from "node:net";
import { once } from "node:events";
import { StatsD } from "hot-shots";

const stream = connect(process.env.SOCKET);
await once(stream, "connect");
const client = new StatsD({ protocol: "stream", stream });
const sent = (send) =>
  new Promise((resolve, reject) => send((error) => (error ? reject(error) : resolve())));
await sent((done) => client.increment("node.stream.hits", 2, undefined, done));
await sent((done) => client.increment("node.stream.hits", 3, undefined, done));
await new Promise((resolve) => client.close(resolve));
stream.end();
