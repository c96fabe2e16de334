import logging

log = logging.getLogger("orders")


def take(order):
    log.info("order taken")
    if order.total < 0:
        log.error("order has a negative total")
    return order
