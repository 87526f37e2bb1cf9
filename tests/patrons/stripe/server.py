"""The fake's door: HTTP on this machine, keys, idempotency, and the ways in which answers get lost."""

import hashlib
import json
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from . import pages, routes
from .state import ApiError, State

MISMATCH = "Keys for idempotent requests can only be used with the same parameters they were first used with."


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, state: State) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.state = state
        self.answers: dict[str, tuple[str, int, str]] = {}
        self.asked: list[tuple[str, str, dict[str, Any], str]] = []
        # How many of the next questions are refused outright, and how many are done but never answered.
        self.down = 0
        self.loses = 0


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536
    disable_nagle_algorithm = True
    server: Server

    def log_message(self, *args: Any) -> None:
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.server.state.now, usegmt=True)

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = urlsplit(self.path)
        params = unflattened(body or url.query)
        with self.server.state.lock:
            if url.path.startswith(("/c/", "/p/")):
                self.page(url.path, params)
                return
            try:
                self.api(url.path, body or url.query, params)
            except ApiError as error:
                self.send(error.status, json.dumps(error.body))

    do_GET = do_POST = do_DELETE = handle_any  # noqa: N815

    def api(self, path: str, raw: str, params: dict[str, Any]) -> None:
        server = self.server
        if not self.headers.get("Authorization", "").startswith("Bearer sk_test_fake"):
            raise ApiError(401, "Invalid API Key provided.")
        if server.down:
            server.down -= 1
            raise ApiError(503, "Stripe is down.", kind="api_error")
        key = self.headers.get("Idempotency-Key", "")
        server.asked.append((self.command, path, params, key))
        mark = hashlib.sha256(f"{self.command} {path} {raw}".encode()).hexdigest()
        if key in server.answers:
            known, status, text = server.answers[key]
            if known != mark:
                raise ApiError(400, MISMATCH, kind="idempotency_error")
        else:
            try:
                status, text = 200, json.dumps(routes.answer(server.state, self.command, path, dict(params)))
            except ApiError as error:
                status, text = error.status, json.dumps(error.body)
            if key:
                server.answers[key] = mark, status, text
        if server.loses and self.command != "GET":
            server.loses -= 1
            self.close_connection = True
            return
        self.send(status, text)

    def page(self, path: str, params: dict[str, Any]) -> None:
        state, ref, pressed = self.server.state, path.split("/")[3], self.command == "POST"
        if path.startswith("/p/"):
            made = state.get(ref, "billing_portal.session")
            if not pressed:
                self.send(200, pages.portal_page(state, made), kind="text/html")
                return
            pages.portal_press(state, made, params)
            self.send(303, "", ("Location", made["return_url"]))
            return
        session, said = state.get(ref, "checkout.session"), ""
        if pressed:
            try:
                if pages.pay(state, session, params["card"].replace(" ", ""), params["email"]):
                    self.send(303, "", ("Location", session["success_url"]))
                    return
                said = "Your card was declined."
            except ApiError as error:
                said = str(error)
        self.send(402 if said else 200, pages.checkout_page(session, said), kind="text/html")

    def send(self, status: int, text: str, *more: tuple[str, str], kind: str = "application/json") -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), ("Request-Id", "req_1"), *more):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def unflattened(text: str) -> dict[str, Any]:
    """Return what `a[b][0]=c` means."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *way, last = [part.rstrip("]") for part in name.split("[")]
        place = found
        for part in way:
            place = place.setdefault(part, {})
        place[last or str(len(place))] = value
    return _lists(found)


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    parts = {name: _lists(part) for name, part in value.items()}
    if parts and all(name.isdigit() for name in parts):
        return [parts[name] for name in sorted(parts, key=int)]
    return parts
