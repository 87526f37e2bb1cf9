"""Errors and traces reach the server that a variable names, through the real SDK, and hold nobody's words."""

import gzip
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[3]

# A site with one page that breaks over somebody's words, asked as a reader asks. Lines of code are told: they hold
# none of these words whole.
SITE = """
import logging, os
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import path
from newsroom import urls

whom = "ol" + "ha@example.com"

def breaks(request, key):
    local = f"local-{whom}"
    logging.getLogger("newsroom").error("a crumb of %s", whom)
    raise ValueError(f"could not mail thrown-{whom} from {request.META['REMOTE_ADDR']}")

urls.urlpatterns.insert(0, path("support/you/<str:key>/", breaks))
client = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1", REMOTE_ADDR="203.0." + "113.9")
client.cookies["sessionid"] = "cookie-" + "secret"
answer = client.post("/support/you/eyJhI" + "joxfQ:1tR:abc" + "def/?q=query-" + "word", {"name": f"typed-{whom}"},
    headers={"Authorization": "Bearer header-" + "secret"})
assert answer.status_code == 500, answer.status_code
if os.environ.get("SENTRY_DSN"):
    import sentry_sdk
    sentry_sdk.flush(5)
else:
    from opentelemetry import trace
    trace.get_tracer_provider().force_flush(5000)
"""
NEVER = (
    "olha", "203.0.113.9", "cookie-secret", "header-secret", "query-word", "eyJhIjoxfQ", "hunter2hunter2", "abcdef",
)  # fmt: skip


class Listener(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        coding = self.headers.get("Content-Encoding", "")
        plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding, bytes)(body)
        self.server.heard.append((self.path, plain))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        pass


@pytest.fixture
def listener():
    server = HTTPServer(("127.0.0.1", 0), Listener)
    server.heard = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def run(tmp_path, **said):
    from newsroom.environment import env

    known = {name: value for name, value in os.environ.items() if name not in env.names}
    known |= {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "VAR_DIR": str(tmp_path), "FIRST_RUN": "False", "PAGE_STORE": "",
        "SECRET_KEY": "hunter2hunter2" * 4, "NO_PROXY": "127.0.0.1", **said,
    }  # fmt: skip
    return subprocess.run([sys.executable, "-c", SITE], env=known, cwd=ROOT, capture_output=True, text=True, timeout=90)


def test_an_error_is_told_and_nobody_with_it(listener, tmp_path):
    pytest.importorskip("sentry_sdk")
    done = run(tmp_path, SENTRY_DSN=f"http://public@127.0.0.1:{listener.server_port}/1")
    assert done.returncode == 0, done.stderr[-2000:]
    told = b"".join(body for path, body in listener.heard if path == "/api/1/envelope/").decode()
    assert "ValueError" in told and "could not mail" in told and "request_id" in told
    assert [word for word in NEVER if word in told] == []
    assert [word for word in NEVER if word in done.stderr and word != "abcdef"] == []


def test_a_trace_is_told_and_nobody_with_it(listener, tmp_path):
    pytest.importorskip("opentelemetry.sdk")
    done = run(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{listener.server_port}/")
    assert done.returncode == 0, done.stderr[-2000:]
    [(path, body)] = [each for each in listener.heard if each[1]]
    assert path == "/v1/traces"
    assert b"POST" in body and b"support/you/<str:key>/" in body and b"newsroom" in body
    assert [word for word in NEVER if word.encode() in body] == []


def test_a_server_that_is_away_breaks_nothing(tmp_path):
    done = run(tmp_path, SENTRY_DSN="http://public@127.0.0.1:9/1")
    assert done.returncode == 0, done.stderr[-2000:]


def test_nothing_of_it_is_imported_where_nothing_is_set(tmp_path):
    code = (
        "import django, sys; django.setup(); import newsroom.urls; "
        "print({'sentry_sdk', 'opentelemetry.exporter.otlp', 'boto3', 'anymail', 'storages'} & set(sys.modules))"
    )
    said = {**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings", "VAR_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=said, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
