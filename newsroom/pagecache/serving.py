"""Stored pages, served before Django wakes up: the few lines that stand in for a server in front.

What is said here twice is said for speed: a page from memory takes one look at one file and two at a table.
"""

import time
from collections.abc import Callable, Iterable
from math import ceil
from typing import Any

from django.conf import settings
from django.http.request import validate_host

from newsroom.metrics.counters import HIT
from newsroom.old_numbers import is_old
from newsroom.proxies import is_https

from .edges.headers import lifetime, shortened
from .page import StoredPage
from .stores import Store, store

type StartResponse = Callable[..., Any]
type Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# So many pages stay in the memory of each process, in the coding they were asked for in.
KEPT = 2_000
BYTES_KEPT = 32_000_000
HOSTS_KEPT = 100
FRESH_SECONDS, STALE_SECONDS, ERROR_SECONDS = 30, 30, 86_400
SOON = FRESH_SECONDS + STALE_SECONDS


class StoredPages:
    """A WSGI application in front of Django's: answers GET and HEAD for stored pages, hands all else on.

    Neither a cookie nor a query that no page asks about makes a page another one. A host that is not ours, and
    a reader who ought to be sent to https, are Django's business.
    """

    def __init__(self, application: Application, pages: Store | None = None):
        self._application = application
        self._store = pages if pages is not None else store()
        # Counting costs as much as a quarter of an answer from memory: only where somebody reads the figures.
        self._counts = bool(settings.METRICS_TOKEN or settings.METRICS_NETWORKS)
        self._state: object = None
        self._kept: dict[tuple[str, str], tuple[StoredPage, list[tuple[str, str]], list[bytes]]] = {}
        self._bytes = 0
        self._hosts: set[str] = set()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if self._store is None or (method != "GET" and method != "HEAD"):
            return self._application(environ, start_response)
        query = environ.get("QUERY_STRING", "")
        host = environ.get("HTTP_HOST", "")
        if (
            (query and (is_asked(query) or (environ["PATH_INFO"] == "/" and is_old(query))))
            or (host not in self._hosts and not self._is_ours(host))
            or (settings.SECURE_SSL_REDIRECT and not is_https(environ))
        ):
            return self._application(environ, start_response)
        found = self._find(environ["PATH_INFO"], environ.get("HTTP_ACCEPT_ENCODING", ""))
        if found is None:
            return self._application(environ, start_response)
        if self._counts:
            HIT.inc()
        page, headers, body = found
        if page.until and page.until - time.time() < SOON and headers[0][0] == "Cache-Control":
            headers = [("Cache-Control", cache_control(page.until - time.time())), *headers[1:]]
        if page.until:
            headers = shortened(headers, page.until - time.time())
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and is_known(page.etag, known):
            start_response("304 Not Modified", [each for each in headers if not each[0].startswith("Content-")])
            return []
        start_response("200 OK", headers)
        return body if method == "GET" else []

    def _find(self, path: str, accepted: str) -> tuple[StoredPage, list[tuple[str, str]], list[bytes]] | None:
        if self._store is None:
            return None
        # WSGI gives the bytes of the path as if they were Latin-1.
        try:
            asked = path.encode("latin-1").decode()
        except UnicodeError:
            return None
        state = self._store.state("" if (path, accepted) in self._kept else asked)
        if state != self._state:
            self._kept, self._bytes, self._state = {}, 0, state
        found = self._kept.get((path, accepted))
        if found is not None:
            if not found[0].is_over(time.time()):
                return found
            return None
        page = self._store.get(asked)
        if page is None:
            return None
        coding = page.coding_for(accepted)
        body = page.content(coding)
        found = page, headers_of(page, coding, len(body)), [body]
        self._bytes += len(body)
        if len(self._kept) >= KEPT or self._bytes > BYTES_KEPT:
            self._kept, self._bytes = {}, len(body)
        if self._state == state:
            self._kept[path, accepted] = found
        return found

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if not validate_host(name.lower(), settings.ALLOWED_HOSTS):
            return False
        if len(self._hosts) < HOSTS_KEPT:
            self._hosts.add(host)
        return True


def is_asked(query: str) -> bool:
    """Say whether some page looks at one of the names in a query."""
    return any(part.partition("=")[0] in ASKED for part in query.split("&"))


# What pages look at: a place in a list, words to search, how a partner wants a feed. What else stands in a
# query (where the reader came from, mostly) changes nothing.
ASKED = frozenset({"before", "after", "q", "limit"})


def headers_of(page: StoredPage, coding: str, length: int) -> list[tuple[str, str]]:
    """Return the headers of a page in one coding; how long it may be kept stands first, unless its view said it."""
    headers = list(page.headers)
    if not any(name.lower() == "cache-control" for name, _value in headers):
        left = page.until - time.time() if page.until else None
        headers[:0] = [("Cache-Control", cache_control(left)), *lifetime(page, left)]
    headers += [("ETag", page.etag), ("Vary", "Accept-Encoding"), ("Content-Length", str(length))]
    return [*headers, ("Content-Encoding", coding)] if coding else headers


def cache_control(left: float | None = None) -> str:
    """Return how long a page may be kept that the clock will change in `left` seconds (None: not at all).

    An editor who looks right after publishing must not see the old page for long; a server that is down is no
    reason to show nothing.
    """
    whole = SOON if left is None else max(0, ceil(left))
    fresh = min(FRESH_SECONDS, whole)
    stale = min(STALE_SECONDS, whole - fresh)
    again = f", stale-while-revalidate={stale}" if stale else ""
    return f"public, max-age={fresh}{again}, stale-if-error={ERROR_SECONDS}"


def is_known(etag: str, known: str) -> bool:
    """Say whether If-None-Match names this page; weakly, as RFC 9110 (13.1.2) wants it."""
    return known.strip() == "*" or etag.removeprefix("W/") in known
