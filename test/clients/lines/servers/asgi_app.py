"""What uvicorn serves."""


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    if scope["path"] == "/broken":
        raise ValueError("no money")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"full"})
