// syslog-client, as Node apps use it, in both forms over UDP and TCP.
import syslog from "syslog-client";

for (const [name, transport] of [
  ["udp", syslog.Transport.Udp],
  ["tcp", syslog.Transport.Tcp],
]) {
  for (const rfc3164 of [true, false]) {
    const client = syslog.createClient("127.0.0.1", {
      port: Number(process.env.SYSLOG_PORT),
      transport,
      rfc3164,
      appName: "node-shop",
    });
    await new Promise((resolve, reject) =>
      client.log(
        `hello by ${name} ${rfc3164 ? "3164" : "5424"}`,
        { severity: syslog.Severity.Warning },
        (error) => (error ? reject(error) : resolve()),
      ),
    );
    client.close();
  }
}
