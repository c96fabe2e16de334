"""datadog over the Unix socket that SOCKET names, by datagrams or as a stream."""
import os

import datadog

name = os.environ["NAME"]
datadog.initialize(statsd_socket_path=os.environ["SOCKET"], statsd_disable_buffering=True)
client = datadog.statsd
for _ in range(3):
    client.increment(f"py.{name}.hits", tags=["env:dev"])
client.event(f"deploy by {name}", "version 7", alert_type="warning")
client.flush()
client.close_socket()
