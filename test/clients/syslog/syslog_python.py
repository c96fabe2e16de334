"""The standard library's SysLogHandler and rfc5424-logging-handler over UDP and TCP."""
import logging
import logging.handlers
import os
import socket
import time

from rfc5424logging import Rfc5424SysLogHandler

address = ("127.0.0.1", int(os.environ["SYSLOG_PORT"]))
kinds = {"udp": socket.SOCK_DGRAM, "tcp": socket.SOCK_STREAM}

for name, kind in kinds.items():
    handler = logging.handlers.SysLogHandler(address, socktype=kind)
    handler.ident = "shop[77]: "
    log = logging.getLogger("std." + name)
    log.setLevel(logging.DEBUG)
    log.addHandler(handler)
    log.critical("critical by std.%s", name)
    log.info("größe by std.%s", name)
    time.sleep(0.05)
    handler.close()

for name, kind in kinds.items():
    for framing in (1, 2) if name == "tcp" else (None,):
        handler = Rfc5424SysLogHandler(
            address,
            socktype=kind,
            framing=framing,
            appname="shop",
            procid=88,
            enterprise_id=32473,
            structured_data={"ctx@32473": {"request_id": "req-00005424"}},
        )
        log = logging.getLogger(f"rfc.{name}.{framing}")
        log.setLevel(logging.DEBUG)
        log.addHandler(handler)
        log.error("error by rfc.%s.%s", name, framing, extra={"msgid": "pay"})
        log.info("two\nlines by rfc.%s.%s", name, framing)
        time.sleep(0.05)
        handler.close()
