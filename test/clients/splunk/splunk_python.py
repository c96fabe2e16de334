"""splunk_handler, as apps use it: formatted text, and records as objects."""
import logging
import os
from urllib.parse import urlparse

from splunk_handler import SplunkHandler

http = urlparse(os.environ["SIDELIGHT_HTTP"])


def logger(name, **options):
    handler = SplunkHandler(
        host=http.hostname, port=http.port, token="any", index="main", protocol="http",
        flush_interval=60, retry_count=0, **options
    )
    log = logging.getLogger(name)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(handler)
    return log, handler


def pay():
    raise ValueError("no money")


text, text_handler = logger("shop.text")
text_handler.setFormatter(
    logging.Formatter("%(asctime)s %(levelname)s [%(name)s] %(message)s")
)
text.warning("hello from python with request_id=req-00001234")
try:
    pay()
except ValueError:
    text.exception("failed in python")
text_handler.force_flush()
text_handler.shutdown()
