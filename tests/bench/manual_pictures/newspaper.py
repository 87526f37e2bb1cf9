"""The newspapers that the pictures show: a demo, and one that nobody has set up yet, each in a folder of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# What every picture shows, wherever the server really listens: the browser is told (camera.py).
ADDRESS = "http://127.0.0.1:8000"
SERVE = "import sys, django; django.setup(); from newsroom.demo.serving import serve; serve(int(sys.argv[1]))"


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return what a newspaper in `folder` is started with; nothing of this machine's own settings comes along."""
    unwanted = {"DATABASE_URL", "CACHE_URL", "TIME_ZONE", "LANGUAGE_CODE", "SETUP_CODE", "PERMALINK"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "DEBUG": "0", "SITE_URL": ADDRESS, "VAR_DIR": str(folder),
        "MAILER": "BACKEND=django.core.mail.backends.dummy.EmailBackend",
        # The server that plays another outlet (outlet.py) is on this machine.
        "FETCH_ALLOWED_NETWORKS": "127.0.0.1/32", "FETCH_PORTS": "any",
        # Whoever is in a picture is signed in at once.
        "STAFF_TWO_FACTORS": "offered", "PATRONS_DEMO": "1",
    } | more  # fmt: skip


def manage(folder: Path, *words: str, **more: str) -> None:
    """Run a command of a newspaper, quietly."""
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=ROOT, env=environment(folder, **more), check=True, stdout=subprocess.DEVNULL)


def build(folder: Path, ready: Path | None = None) -> None:
    """Make the demo in `folder`, or copy the one in `ready`."""
    if ready:
        shutil.copytree(ready, folder, dirs_exist_ok=True)
    manage(folder, "demo", TIME_ZONE="Europe/Kyiv", LANGUAGE_CODE="en")


def build_empty(folder: Path) -> None:
    """Make a newspaper that nobody has set up."""
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "collectstatic", "--no-input", "--verbosity", "0")


@contextmanager
def served(folder: Path, **more: str) -> Iterator[int]:
    """Serve the newspaper in `folder` as a newsroom would; yield its port."""
    port = int(os.environ.get("PORT", "0")) or _free_port()
    command = [sys.executable, "-c", SERVE, str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment(folder, **more), stdout=subprocess.DEVNULL)
    try:
        for _tenth in range(600):
            if server.poll() is not None:
                sys.exit("The newspaper could not be served: run make demo to see why.")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/favicon.ico", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
