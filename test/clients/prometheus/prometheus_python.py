# prometheus_client: `serve` exposes by HTTP until its input ends, `push` pushes to the gateway's paths.
import sys
import os
import time
from urllib.parse import urlparse

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Enum,
    Gauge,
    Histogram,
    Info,
    Summary,
    delete_from_gateway,
    push_to_gateway,
    pushadd_to_gateway,
    start_http_server,
)

TRACE = "5b8efff798038103d269b633813fc60c"


def serve():
    registry = CollectorRegistry()
    orders = Counter("py_orders", "Orders that were placed.", ["shop"], registry=registry)
    orders.labels("north").inc(3, exemplar={"trace_id": TRACE, "span_id": "eee19b7ec3c1b174"})
    Gauge("py_queue_depth", "Waiting.", registry=registry).set(7)
    took = Histogram(
        "py_request_seconds", "How long.", ["path"], buckets=(0.1, 0.5, 1), registry=registry
    )
    for seconds in (0.05, 0.2, 0.3, 2):
        took.labels("/orders").observe(seconds, exemplar={"trace_id": TRACE})
    Summary("py_reply", "Size.", unit="bytes", registry=registry).observe(30)
    Info("py_build", "Build.", registry=registry).info({"version": "1.2"})
    Enum("py_state", "State.", states=["on", "off"], registry=registry).state("off")
    Counter("py.dotted", "UTF-8.", ["http.method"], registry=registry).labels("GET").inc()
    server, _ = start_http_server(0, addr="127.0.0.1", registry=registry)
    print(server.server_port, flush=True)
    for line in sys.stdin:
        orders.labels("north").inc(int(line))
        print("done", flush=True)


def push():
    gateway = urlparse(os.environ["SIDELIGHT_HTTP"]).netloc
    registry = CollectorRegistry()
    Counter("batch_records", "Records.", ["table"], registry=registry).labels("orders").inc(500)
    Histogram("batch_seconds", "How long.", buckets=(0.5, 1), registry=registry).observe(0.7)
    group = {"instance": "w1", "path": "/var/tmp"}
    push_to_gateway(gateway, job="nightly/import", grouping_key=group, registry=registry)
    pushadd_to_gateway(gateway, job="nightly add", registry=registry)
    delete_from_gateway(gateway, job="nightly add")
    wrong = CollectorRegistry()
    Gauge("g", "G.", registry=wrong).set(1)
    try:
        push_to_gateway(gateway, job="a", grouping_key={"__x": "b"}, registry=wrong)
    except OSError as error:
        print(error)


serve() if sys.argv[1:] == ["serve"] else push()
