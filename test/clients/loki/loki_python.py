"""python-logging-loki in both versions of its body."""
import logging
import os

import logging_loki


def pay():
    raise ValueError("no money")


for version in ("0", "1"):
    handler = logging_loki.LokiHandler(
        url=os.environ["SIDELIGHT_HTTP"] + "/loki/api/v1/push",
        tags={"application": "shop"},
        version=version,
    )
    # It prints what went wrong and goes on; here that ends the test.
    handler.handleError = lambda record: os._exit(1)
    log = logging.getLogger(f"shop.v{version}")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(handler)
    log.warning(
        "hello from python %s", version, extra={"tags": {"request_id": f"req-0000000{version}"}}
    )
    try:
        pay()
    except ValueError:
        log.exception("failed in python %s", version)
