"""Stores public pages as they leave, and lets nobody make a page that somebody else is making."""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers

from newsroom.metrics.counters import HIT, MISS, STORED

from . import filing
from .edges.headers import lifetime, name_keys
from .page import StoredPage
from .serving import headers_of
from .stores import Store, away, store

log = logging.getLogger(__name__)

# Who waits longer makes the page as well: better twice than never.
PATIENCE_SECONDS = 10


class PageStore:
    """Middleware, the first of all: what goes out below it is what is stored.

    A view that is marked as public (`articles.views.public.public_page`) is filed while it is rendered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.page_making = None  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            making: Making | None = request.page_making  # type: ignore[attr-defined]
            if making is not None:
                making.keep(request, response)
            return response
        finally:
            if request.page_making is not None:  # type: ignore[attr-defined]
                request.page_making.over()  # type: ignore[attr-defined]

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        asks = getattr(view, "asks", None)
        pages = store()
        if pages is None or asks is None or request.method not in ("GET", "HEAD"):
            return None
        if not asks.isdisjoint(request.GET):
            # A place in a list, a search: too many pages, each asked for once.
            return None
        # What no page asks about cannot change one.
        request.GET = QueryDict()
        request.META["QUERY_STRING"] = ""
        making = Making(pages, request.path_info)
        request.page_making = making  # type: ignore[attr-defined]
        found = making.begin()
        (HIT if found else MISS).inc()
        return answer(found, request) if found else None


class Making:
    """One page on its way into the store."""

    def __init__(self, pages: Store, path: str):
        self._pages, self._path = pages, path
        self._held = ExitStack()
        self._mark: Any = None
        self._filing: filing.Filing | None = None

    def begin(self) -> StoredPage | None:
        """Wait for whoever makes this page already; return theirs, or None where we make it."""
        try:
            if self._held.enter_context(self._pages.making(self._path, PATIENCE_SECONDS)):
                if page := self._pages.get(self._path):
                    return page
                self._mark = self._pages.mark()
        except away() as error:
            log.warning("Pages are not stored: %s", error)
        self._filing = filing.begin()
        return None

    def keep(self, request: HttpRequest, response: HttpResponse) -> None:
        """Store what was made, where it is a whole page for everybody."""
        if self._filing is None or self._mark is None or not is_for_everybody(request, response):
            return
        # How long a page may be kept is said anew each time it goes out, unless its view knew better.
        name_keys(response, self._filing.keys)
        ours = getattr(response, "is_dated_by_us", False)
        headers = [each for each in response.items() if not (ours and each[0] == "Cache-Control")]
        page = StoredPage.of(self._path, headers, response.content, self._filing.until)
        # The first reader gets the same as the next: these bytes, known by this mark.
        response.headers["ETag"] = page.etag
        if coding := page.coding_for(request.headers.get("Accept-Encoding", "")):
            response.content = page.content(coding)
            response.headers["Content-Encoding"] = coding
            response.headers["Content-Length"] = str(len(response.content))
            patch_vary_headers(response, ["Accept-Encoding"])
        try:
            if self._pages.put(page, self._filing.keys, self._mark):
                STORED.inc()
                for name, value in lifetime(page, page.until - time.time() if page.until else None):
                    response.headers[name] = value
        except away() as error:
            log.warning("The page %s was not stored: %s", self._path, error)

    def over(self) -> None:
        """Let the next one in."""
        filing.end()
        self._held.close()


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether an answer is one that anybody may get again."""
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.has_header("Content-Encoding")
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and "public" in response.get("Cache-Control", "")
    )


def answer(page: StoredPage, request: HttpRequest) -> HttpResponse:
    """Return a stored page as an answer of Django's."""
    coding = page.coding_for(request.headers.get("Accept-Encoding", ""))
    content = page.content(coding)
    return HttpResponse(content, headers=dict(headers_of(page, coding, len(content))))
