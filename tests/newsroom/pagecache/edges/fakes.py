"""A server on this machine that stands for an edge: it writes down what it was asked, and answers as it is told."""

import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Asked:
    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def json(self):
        assert self.headers["content-type"] == "application/json"
        return json.loads(self.body)


class Fake:
    """Args: speak: given what was asked, returns status, headers and a body."""

    def __init__(self, speak):
        self.asked, self.seconds, self.speak = [], 0, speak
        self.answers = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, self.path, headers, self.rfile.read(length))
                fake.asked.append(asked)
                time.sleep(fake.seconds)
                status, more, body = fake.answers.pop(0) if fake.answers else fake.speak(asked)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **more}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PURGE = do_BAN = answer  # noqa: N815

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def fake():
    made = []

    def make(speak):
        made.append(Fake(speak))
        return made[-1]

    yield make
    for each in made:
        each.close()


# The interfaces, as their makers write them down.

FASTLY_SERVICE, FASTLY_TOKEN = "SU1Z0isxPaozGVKXdv0eY", "fastly-secret-token"


def fastly(asked):
    if asked.headers.get("fastly-key") != FASTLY_TOKEN:
        return 401, {}, b'{"msg":"Provided credentials are missing or invalid"}'
    if (asked.method, asked.path) != ("POST", f"/service/{FASTLY_SERVICE}/purge"):
        return 404, {}, b'{"msg":"Record not found"}'
    keys = asked.json["surrogate_keys"]
    if len(keys) > 256 or any(len(key) > 1024 for key in keys):
        return 400, {}, b'{"msg":"Bad request"}'
    done = {key: f"108-{number}" for number, key in enumerate(keys)}
    return 200, {"Content-Type": "application/json"}, json.dumps(done).encode()


ZONE, CLOUDFLARE_TOKEN = "023e105f4ecef8ad9ca31a8372d0c353", "cloudflare-secret-token"


def cloudflare(asked):
    def said(status, success):
        return status, {"Content-Type": "application/json"}, json.dumps({"success": success, "errors": []}).encode()

    if asked.headers.get("authorization") != f"Bearer {CLOUDFLARE_TOKEN}":
        return said(401, False)
    if (asked.method, asked.path) != ("POST", f"/zones/{ZONE}/purge_cache"):
        return said(404, False)
    tags = asked.json["tags"]
    if len(tags) > 100 or any("," in tag or " " in tag or len(tag) > 1024 for tag in tags):
        return said(400, False)
    return said(200, True)


def varnish(asked):
    if asked.method == "PURGE" and asked.headers.get("xkey"):
        return 200, {}, b"Invalidated 3 objects"
    if asked.method == "BAN" and asked.headers.get("surrogate-key-match"):
        return 200, {}, b"Ban added"
    return 405, {}, b"Method Not Allowed"


def souin(asked):
    if (asked.method, asked.path) == ("PURGE", "/souin-api/souin") and asked.headers.get("surrogate-key"):
        return 204, {}, b""
    return 404, {}, b""


SETTINGS = {
    "fastly": lambda address: {
        "FASTLY_SERVICE_ID": FASTLY_SERVICE, "FASTLY_API_TOKEN": FASTLY_TOKEN, "FASTLY_API_BASE": address
    },
    "cloudflare": lambda address: {
        "CLOUDFLARE_ZONE_ID": ZONE, "CLOUDFLARE_API_TOKEN": CLOUDFLARE_TOKEN, "CLOUDFLARE_API_BASE": address
    },
    "varnish": lambda address: {"VARNISH_ADDRESSES": address},
}  # fmt: skip
SPEAK = {"fastly": fastly, "cloudflare": cloudflare, "varnish": varnish}
