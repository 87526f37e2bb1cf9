"""A server in front, started with the site in deploy/ on a port of this machine, and an app behind it that counts."""

import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT = Path(__file__).resolve().parents[2]
PLACES = "/usr/local/sbin:/usr/sbin:/sbin"
PATIENCE = 10


def program(name: str) -> str | None:
    """Where a server is; None where there is none."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:{PLACES}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class App:
    """What stands behind: says what it was asked for, and remembers it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}

    def __call__(self, environ, start_response):
        query = environ["QUERY_STRING"]
        path = environ["PATH_INFO"].encode("latin-1").decode()
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.asked.append(f"{environ['REQUEST_METHOD']} {path}{'?' if query else ''}{query}")
        self.headers = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
        status = "404 Not Found" if path.startswith("/none") else "200 OK"
        start_response(status, [("Content-Type", "text/plain; charset=utf-8"), ("X-From", "app")])
        return [f"the app answers {path}".encode()]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


@contextmanager
def served(app: App, port: int = 0) -> Iterator[int]:
    """Serve an app on a port; give the port."""
    server = make_server("127.0.0.1", port, app, _Server, _Quiet)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def nginx_files(folder: Path, port: int, app_port: int, headers: str) -> list[str]:
    """Write nginx's files into a folder; return the command that serves them."""
    site = (ROOT / "deploy/nginx/newsroom.conf").read_text()
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{app_port}").replace("/srv/newsroom/var", str(folder / "var"))
    site = site.replace("/etc/nginx/newsroom_page_headers.conf", str(folder / "headers.conf"))
    (folder / "headers.conf").write_text(headers)
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (folder / "nginx.conf").write_text(
        ("user root;\n" if os.getuid() == 0 else "")
        + f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        + "events { worker_connections 512; }\nhttp { include /etc/nginx/mime.types; access_log off; sendfile on;\n"
        + "".join(f"{kind}_temp_path {folder}/tmp_{kind};\n" for kind in kinds)
        + f"include {folder}/site.conf; }}\n"
    )
    return [program("nginx") or "nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def caddy_files(folder: Path, port: int, app_port: int, headers: str) -> list[str]:
    """Write Caddy's files into a folder; return the command that serves them."""
    site = (ROOT / "deploy/caddy/Caddyfile").read_text()
    site = site.replace("news.example {", f"http://127.0.0.1:{port} {{")
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{app_port}").replace("/srv/newsroom/var", str(folder / "var"))
    site = site.replace("/etc/caddy/newsroom_page_headers", str(folder / "headers"))
    (folder / "headers").write_text(headers)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + site)
    return [program("caddy") or "caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


FILES = {"nginx": nginx_files, "caddy": caddy_files}


@contextmanager
def started(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """Run a server until the port answers; stop it at the end."""
    places = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with open(folder / "said", "wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | places)
        try:
            until = time.monotonic() + PATIENCE
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((folder / "said").read_text())
                time.sleep(0.02)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse):
        self.status, self.content = response.status, response.read()
        self._headers = response.headers

    @property
    def text(self) -> str:
        return self.content.decode()

    def all_of(self, name: str) -> list[str]:
        return self._headers.get_all(name) or []

    def __getitem__(self, name: str) -> str:
        found = self.all_of(name)
        assert len(found) < 2, (name, found)
        return found[0] if found else ""


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """Ask for exactly this path: nothing is tidied up on the way."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    if method == "POST":
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    try:
        return Answer(connection.getresponse())
    finally:
        connection.close()
