// gelf-pro, as Node apps use it, over UDP and TCP.
import gelf from "gelf-pro";

const sent = (send) =>
  new Promise((resolve, reject) => send((error) => (error ? reject(error) : resolve())));
for (const adapterName of ["udp", "tcp"]) {
  gelf.setConfig({
    fields: { application: "node-shop" },
    adapterName,
    adapterOptions: { host: "127.0.0.1", port: Number(process.env.GELF_PORT) },
  });
  await sent((done) =>
    gelf.error(`hello by ${adapterName}`, { order: { id: 7 }, request_id: "req-00001234" }, done),
  );
}
