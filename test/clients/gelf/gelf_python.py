"""graypy and pygelf, as apps use them, over every transport that they have."""
import logging
import os
import time
from urllib.parse import urlparse

import graypy
import pygelf

host, port = "127.0.0.1", int(os.environ["GELF_PORT"])
http_port = urlparse(os.environ["SIDELIGHT_HTTP"]).port

handlers = {
    "graypy.udp": graypy.GELFUDPHandler(host, port),
    "graypy.tcp": graypy.GELFTCPHandler(host, port),
    "graypy.http": graypy.GELFHTTPHandler(host, http_port),
    "pygelf.udp": pygelf.GelfUdpHandler(host, port, debug=True, include_extra_fields=True),
    "pygelf.tcp": pygelf.GelfTcpHandler(host, port, debug=True, include_extra_fields=True),
    "pygelf.http": pygelf.GelfHttpHandler(
        host, http_port, debug=True, include_extra_fields=True, compress=True
    ),
}


def pay():
    raise ValueError("no money")


for name, handler in handlers.items():
    log = logging.getLogger(name)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(handler)
    log.warning("hello from %s", name, extra={"request_id": "req-0000" + name[-4:], "amount": 1.5})
    try:
        pay()
    except ValueError:
        log.exception("failed in %s", name)
    if name.endswith("udp"):
        log.info("long from %s %s", name, os.urandom(9000).hex())  # several chunks
    time.sleep(0.05)
    handler.close()
