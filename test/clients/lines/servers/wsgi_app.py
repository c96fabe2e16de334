"""What gunicorn serves."""


def app(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise ValueError("no money")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"full"]
