"""structlog (JSON, key-value, console), the standard library and python-json-logger, on stdout and stderr."""
import logging
import sys

import structlog
from pythonjsonlogger.json import JsonFormatter

REQUEST = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b"

call_site = structlog.processors.CallsiteParameterAdder(
    [
        structlog.processors.CallsiteParameter.PATHNAME,
        structlog.processors.CallsiteParameter.LINENO,
        structlog.processors.CallsiteParameter.FUNC_NAME,
    ]
)
base = [structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), call_site]


def use(renderer, *processors):
    structlog.configure(processors=[*base, *processors, renderer], logger_factory=structlog.PrintLoggerFactory(sys.stdout))
    return structlog.get_logger()


def fail():
    return 1 / 0


log = use(structlog.processors.JSONRenderer(), structlog.processors.format_exc_info)
log.warning("from structlog json", request_id=REQUEST, items=3)
try:
    fail()
except ZeroDivisionError:
    log.exception("structlog exception")
use(structlog.processors.KeyValueRenderer(key_order=["event"])).info("from structlog kv", request_id=REQUEST)
use(structlog.processors.LogfmtRenderer()).info("from structlog logfmt", request_id=REQUEST)
use(structlog.dev.ConsoleRenderer(colors=True)).error("from structlog console", request_id=REQUEST)
sys.stdout.flush()

handler = logging.StreamHandler(sys.stderr)
handler.setFormatter(logging.Formatter("%(asctime)s - %(process)d - %(levelname)s - %(name)s - %(message)s"))
plain = logging.getLogger("plain")
plain.addHandler(handler)
plain.propagate = False
plain.error("from logging")
try:
    fail()
except ZeroDivisionError:
    plain.exception("logging exception")

json_handler = logging.StreamHandler(sys.stderr)
json_handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s %(pathname)s %(lineno)d"))
structured = logging.getLogger("structured")
structured.addHandler(json_handler)
structured.propagate = False
structured.critical("from python-json-logger", extra={"request_id": REQUEST})
