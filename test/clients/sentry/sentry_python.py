"""sentry-sdk as apps use it: by DSN, without one by SENTRY_SPOTLIGHT alone, by both, or launched.
The argument names the way."""
import logging
import os
import sys
from urllib.parse import urlparse

import sentry_sdk
from sentry_sdk import crons
from sentry_sdk import logger as sentry_logger

way = sys.argv[1]
port = urlparse(os.environ.get("SIDELIGHT_HTTP", "")).port
dsn = None
if way in ("spotlight", "both"):
    os.environ["SENTRY_SPOTLIGHT"] = f"http://127.0.0.1:{port}/stream"
if way in ("dsn", "both"):
    dsn = f"http://00000000000000000000000000000001@127.0.0.1:{port}/1"

sentry_sdk.init(
    dsn=dsn,
    release=None if way == "launched" else "shop@1.2.3",
    environment="dev",
    traces_sample_rate=1.0,
    enable_logs=True,
    send_default_pii=True,
)


def charge(amount):
    card = "none"
    raise ValueError(f"no money for {amount} by {way}, card {card}")


def pay(order):
    try:
        charge(order["amount"])
    except ValueError as error:
        raise RuntimeError(f"order {order['id']} failed by {way}") from error


sentry_sdk.set_tag("request_id", f"req-python-{way}")
sentry_sdk.set_tag("tenant", "acme")
sentry_sdk.set_user({"id": "42", "email": "ann@example.org"})
sentry_sdk.add_breadcrumb(category="cart", message="item added", level="info", data={"item": 7})

with sentry_sdk.start_transaction(op="http.server", name=f"GET /python/{way}"):
    with sentry_sdk.start_span(op="db", name="SELECT order") as span:
        span.set_data("db.system", "sqlite")
    with sentry_sdk.start_span(op="task", name="charge"):
        try:
            pay({"id": 7, "amount": 12.5})
        except RuntimeError:
            sentry_sdk.capture_exception()
    sentry_logger.warning("stock of {item} is low", item="tea", attributes={"left": 2})

logging.getLogger("shop.log").error("card %s was refused by %s", "visa", way, extra={"amount": 3})
sentry_sdk.capture_message(f"hello from python by {way}", level="info")
if way != "spotlight":
    check_in = crons.capture_checkin(monitor_slug="nightly", status="in_progress")
    crons.capture_checkin(
        monitor_slug="nightly", check_in_id=check_in, status="error", duration=1.5
    )
sentry_sdk.flush(timeout=60)
