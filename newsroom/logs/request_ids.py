"""A name for each request, that its lines in the log have in common, here and in the proxy's."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from newsroom import proxies

log = logging.getLogger("newsroom.requests")

HEADER = "X-Request-ID"
_id: ContextVar[str] = ContextVar("request_id", default="")


def current(record: logging.LogRecord | None = None) -> str:
    """Return the name of the request that this thread answers, or that a record is about; "" outside of one."""
    # Django writes of a refusal when all middleware is done.
    return _id.get() or getattr(record.__dict__.get("request") if record else None, "request_id", "")


def named(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the first: names the request, and says so in what goes to one reader."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        name = _said(request) or secrets.token_hex(8)
        request.request_id = name  # type: ignore[attr-defined]
        ours = _id.set(name)
        try:
            response = get_response(request)
            # A page for everybody is kept by others: the name would go out with it again and again.
            if "public" not in response.get("Cache-Control", ""):
                response.headers[HEADER] = name
            log.info(
                "%s %s %s", request.method, request.path, response.status_code,
                extra={
                    "method": request.method, "path": request.path, "status": response.status_code,
                    "milliseconds": round(1000 * (time.perf_counter() - began)),
                },
            )  # fmt: skip
            return response
        finally:
            _id.reset(ours)

    return middleware


def _said(request: HttpRequest) -> str:
    """Return the name that a trusted proxy gave; nobody else writes into our log."""
    said = request.headers.get(HEADER, "")
    return said if re.fullmatch(r"[A-Za-z0-9-]{8,64}", said) and proxies.is_trusted(request.META) else ""
