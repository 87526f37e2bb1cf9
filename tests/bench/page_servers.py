"""Databases, sites and servers for `make bench`: each in a scratch folder, on free ports of this machine."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.deploy.fronts import ask, free_port, nginx_files, program, started

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
PATIENCE = 60
HELLO = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; {user}
events {{ worker_connections 512; }}
http {{ include /etc/nginx/mime.types; access_log off; sendfile on; {temporary}
upstream hello {{ server 127.0.0.1:{app}; keepalive 32; }}
server {{ listen 127.0.0.1:{port};
  location / {{ proxy_pass http://hello; proxy_http_version 1.1; proxy_set_header Connection ""; }}
  location /file/ {{ root {folder}; gzip_static on; }} }} }}
"""


@dataclass
class Site:
    """A newspaper with a corpus in it, that servers may be started for."""

    name: str
    folder: Path
    database: str
    number: int
    postmaster: int | None
    targets: dict[str, list[str]] = field(default_factory=dict)
    loaded_in: float = 0.0

    def environment(self, **more: str) -> dict[str, str]:
        own = {
            "VAR_DIR": str(self.folder / "var"), "DATABASE_URL": self.database, "FIRST_RUN": "False",
            "PAGE_FOLDER": str(self.folder / "var/pages"), "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "BEHIND_PROXY": "True", "LOG_LEVEL": "ERROR", "WORKER": "separate",
            # One reader asks for all of it: a refusal is cheaper than the page it stands for.
            "RATE_LIMITS": "0",
        }  # fmt: skip
        return {**os.environ, **own, **more}

    def manage(self, *words: str) -> str:
        """Run a command of manage.py; return what it says."""
        # Nothing is stored meanwhile: a page that lies there already would be measured as one that is made.
        return _said([sys.executable, "manage.py", *words], self.environment(PAGE_STORE=""))

    def asked(self, *words: str) -> Any:
        """Return what `page_targets` says of the site."""
        return json.loads(_said([sys.executable, "-m", "tests.bench.page_targets", *words], self.environment()))


@contextmanager
def postgres(folder: Path) -> Iterator[tuple[str, int] | None]:
    """Give a scratch server's address and process; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        yield None
        return
    bin_, data, port = found[-1].parent, folder / "postgres", free_port()
    data.mkdir(parents=True)
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_postgres:
        shutil.chown(data, "postgres")
    _said([*as_postgres, str(bin_ / "initdb"), "-D", str(data / "d"), "-U", "newsroom", "--auth=trust", "-E", "UTF8",
           "--locale=C.UTF-8"])  # fmt: skip
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -k {data} -c fsync=off -c shared_buffers=256MB"
    control = [*as_postgres, str(bin_ / "pg_ctl"), "-D", str(data / "d"), "-w", "-l", str(data / "log")]
    _said([*control, "-o", settings, "start"])
    try:
        pid = int((data / "d/postmaster.pid").read_text().split()[0])
        yield f"postgres://newsroom@127.0.0.1:{port}", pid
    finally:
        _said([*control, "-m", "immediate", "stop"])


def site(name: str, folder: Path, corpus: Path, number: int, server: tuple[str, int] | None) -> Site:
    """Make a database, on a server or as a file of SQLite, and load a corpus into it."""
    folder.mkdir(parents=True)
    database = f"sqlite:///{folder}/newsroom.sqlite3"
    if server:
        name_in_server = f"bench_{number}"
        bin_ = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"))[-1]
        _said([str(bin_), f"{server[0]}/postgres".replace("postgres://", "postgresql://"), "-qc",
               f"CREATE DATABASE {name_in_server}"])  # fmt: skip
        database = f"{server[0]}/{name_in_server}"
    made = Site(name, folder, database, number, server[1] if server else None)
    made.manage("migrate", "-v0")
    made.manage("collectstatic", "--noinput", "-v0")
    begun = time.monotonic()
    made.manage("bench_load", str(corpus), "-v0")
    made.loaded_in = time.monotonic() - begun
    _said([sys.executable, "-c", ANALYSE], made.environment())
    made.targets = made.asked()
    return made


ANALYSE = """
import django; django.setup()
from django.db import connection
connection.cursor().execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
"""


@contextmanager
def app(environment: dict[str, str], application: str, workers: int = WORKERS) -> Iterator[tuple[int, int, float]]:
    """Serve a WSGI application with granian; give its port, its process, and after how many seconds it answered."""
    # A server that is installed keeps what was compiled, whatever the shell of whoever measures says.
    environment = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    port, begun = free_port(), time.monotonic()
    granian = str(Path(sys.executable).parent / "granian")
    process = subprocess.Popen(
        [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
         "--blocking-threads", "1", "--no-access-log", "--log-level", "warning", application],
        env=environment, cwd=ROOT,
    )  # fmt: skip
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - begun > PATIENCE:
                raise RuntimeError(f"{application} does not answer")
            time.sleep(0.01)
        yield port, process.pid, time.monotonic() - begun
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def in_front(made: Site, app_port: int) -> Iterator[tuple[int, int]]:
    """Put nginx before a site, as in deploy/; give its port and its process."""
    folder, port = made.folder / f"nginx{app_port}", free_port()
    folder.mkdir()
    (folder / "var").symlink_to(made.folder / "var")
    for name in ("pages", "media", "static"):
        (made.folder / "var" / name).mkdir(exist_ok=True)
    command = nginx_files(folder, port, app_port, made.manage("page_headers"))
    with started(command, folder, port):
        yield port, int((folder / "nginx.pid").read_text())


@contextmanager
def hello(folder: Path, content: bytes) -> Iterator[dict[str, int]]:
    """Serve the hello view behind nginx, and a file compressed beforehand; give ports and processes by name."""
    folder.mkdir()
    (folder / "file").mkdir()
    with ExitStack() as stack:
        app_port, app_pid, _seconds = stack.enter_context(app(dict(os.environ), "tests.bench.hello:application"))
        port = free_port()
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        (folder / "nginx.conf").write_text(
            HELLO.format(
                folder=folder,
                port=port,
                app=app_port,
                user="user root;" if os.getuid() == 0 else "",
                temporary=" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
            )  # fmt: skip
        )
        (folder / "file/page.html").write_bytes(b"compressed beforehand")
        (folder / "file/page.html.gz").write_bytes(content)
        stack.enter_context(started([program("nginx") or "nginx", "-c", str(folder / "nginx.conf")], folder, port))
        yield {"port": port, "app": app_pid, "nginx": int((folder / "nginx.pid").read_text())}


def _answers(port: int) -> bool:
    with suppress(OSError):
        return ask(port, "/").status == 200
    return False


def _said(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
