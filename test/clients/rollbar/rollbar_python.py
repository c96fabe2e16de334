"""rollbar, as apps use it, pointed at the collector."""
import logging
import os
from urllib.parse import urlparse

import rollbar
from rollbar.logger import RollbarHandler

port = urlparse(os.environ["SIDELIGHT_HTTP"]).port
rollbar.init(
    "token",
    environment="dev",
    handler="blocking",
    endpoint=f"http://127.0.0.1:{port}/api/1/",
    root=os.path.dirname(__file__),
    code_version="1.2.3",
)


def charge(amount):
    raise ValueError(f"no money for {amount}")


def pay(order):
    try:
        charge(order["amount"])
    except ValueError as error:
        raise RuntimeError(f"order {order['id']} failed") from error


rollbar.report_message(
    "hello from rollbar (Python)", "warning", extra_data={"request_id": "req-rollbar-py", "left": 2}
)
try:
    pay({"id": 7, "amount": 12.5})
except RuntimeError:
    rollbar.report_exc_info(extra_data={"request_id": "req-rollbar-py"})

log = logging.getLogger("shop.log")
log.addHandler(RollbarHandler())
log.error("card %s was refused", "visa", extra={"extra_data": {"amount": 3}})
rollbar.wait()
