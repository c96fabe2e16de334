"""fluent-logger as apps use it: the sender, with and without nanoseconds, the asynchronous one, logging's handler."""
import logging
import os

from fluent import asyncsender, event, handler, sender

host, port = "127.0.0.1", int(os.environ["FLUENT_PORT"])

plain = sender.FluentSender("py.plain", host=host, port=port)
assert plain.emit("order", {"message": "hello by seconds", "request_id": "req-fluent-py", "amount": 1.5})
plain.close()

exact = sender.FluentSender("py.exact", host=host, port=port, nanosecond_precision=True)
assert exact.emit_with_time(None, sender.EventTime(1700000000.123456), {"message": "hello by nanoseconds"})
exact.close()

sender.setup("py.event", host=host, port=port)
event.Event("follow", {"message": "hello by event", "nested": {"a": [1, 2]}, "big": 2**60})
sender.close()

queued = asyncsender.FluentSender("py.queued", host=host, port=port)
for number in range(100):
    queued.emit(None, {"message": f"hello by queue {number}"})
queued.close()

log = logging.getLogger("shop.pay")
log.setLevel(logging.INFO)
handling = handler.FluentHandler("py.handler", host=host, port=port)
handling.setFormatter(
    handler.FluentRecordFormatter(
        {"level": "%(levelname)s", "host": "%(hostname)s", "pathname": "%(pathname)s", "lineno": "%(lineno)d"}
    )
)
log.addHandler(handling)
log.warning("card %s was refused", "visa")


def pay():
    raise ValueError("no money")


try:
    pay()
except ValueError:
    log.exception("payment failed")
handling.close()

plain_handler = handler.FluentHandler("py.default", host=host, port=port)
plain_handler.setFormatter(handler.FluentRecordFormatter())
other = logging.getLogger("shop.default")
other.addHandler(plain_handler)
other.error({"message": "a dictionary", "order_id": 7})
plain_handler.close()
