"""statsd and datadog, as apps use them."""
import os
import time

import datadog
import statsd

host, port = os.environ["STATSD_HOST"], int(os.environ["STATSD_PORT"])

plain = statsd.StatsClient(host, port, prefix="talk")
for _ in range(3):
    plain.incr("auth.success")
plain.timing("login.timer", 320)
plain.gauge("queue", 7)
with plain.pipeline() as pipe:
    pipe.incr("piped", 2)
    pipe.set("users", "ann")

datadog.initialize(statsd_host=host, statsd_port=port, statsd_disable_buffering=True)
client = datadog.statsd
client.increment("index.response.total", tags=["code=200", "env:dev"])
client.histogram("index.size", 12.5)
client.distribution("index.latency", 33, tags=["env:dev"])
client.event("deploy", "version 7 is out\nsecond line", alert_type="warning", tags=["env:dev"])
client.service_check("pycon", datadog.DogStatsd.CRITICAL, message="it is down")
client.flush()
time.sleep(0.05)
