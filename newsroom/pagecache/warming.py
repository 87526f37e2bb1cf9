"""Makes the pages again that readers will ask for first, in the background of the process that retired them."""

import io
import logging
import queue
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections

from .retiring import hears

log = logging.getLogger(__name__)

# Of a change of very much only so many pages are made again unasked.
AT_MOST = 40

type Wanted = Callable[[set[str]], Iterable[str]]
_wanted: list[Wanted] = []
_waiting: queue.Queue[str] = queue.Queue(maxsize=500)
_application: Callable[..., Iterable[bytes]] | None = None


def wants(function: Wanted) -> Wanted:
    """Decorator of a function that is given retired keys and returns the paths that readers ask for first."""
    _wanted.append(function)
    return function


def begin(application: Callable[..., Iterable[bytes]]) -> None:
    """Let pages be made by this application, in a thread of its own.

    Args:
        application: WSGI.
    """
    global _application
    _application = application
    threading.Thread(target=_go_on, name="page warming", daemon=True).start()


@hears
def retired(keys: set[str]) -> None:
    """Put down what is to be made again; nothing in a process that serves no pages."""
    if _application is None:
        return
    paths = dict.fromkeys(path for wanted in _wanted for path in wanted(keys))
    for path in list(paths)[:AT_MOST]:
        try:
            _waiting.put_nowait(path)
        except queue.Full:
            # Readers will ask for it.
            return


def make(path: str) -> int:
    """Ask for one page as a reader would; return the status."""
    answered: list[str] = []
    host = urlsplit(settings.SITE_URL)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": "",
        "SERVER_NAME": host.hostname or "", "SERVER_PORT": str(host.port or 80), "HTTP_HOST": host.netloc,
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": host.scheme,
        "wsgi.version": (1, 0), "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    if _application is None:
        return 0
    body = _application(environ, lambda status, headers, error=None: answered.append(status))
    for _part in body:
        pass
    if hasattr(body, "close"):
        body.close()
    return int(answered[0][:3]) if answered else 0


def _go_on() -> None:
    while True:
        path = _waiting.get()
        try:
            make(path)
        except Exception:
            # The edge of the thread: whoever asks for the page makes it, and the next one waits.
            log.exception("The page %s could not be made again.", path)
        finally:
            close_old_connections()
