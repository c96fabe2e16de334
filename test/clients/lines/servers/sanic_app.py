"""A Sanic app with its access log on; says the port that it listens on."""
import socket

from sanic import Sanic, text
from sanic.log import logger

app = Sanic("shop")


@app.get("/cart/<item:int>")
async def cart(request, item):
    logger.warning("cart is full")
    return text("full")


@app.get("/broken")
async def broken(request):
    raise ValueError("no money")


if __name__ == "__main__":
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    print(f"listening on http://127.0.0.1:{sock.getsockname()[1]}", flush=True)
    app.run(sock=sock, access_log=True, single_process=True, motd=False)
