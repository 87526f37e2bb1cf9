"""Middleware that counts answers, and how long they took; and what the database refused."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import DatabaseError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .counters import DATABASE_ERRORS, RENDERING, REQUESTS

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})


def measured(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: counts by the name of the view, never by address: those are as many as readers can type."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        with ExitStack() as watched:
            for connection in connections.all(initialized_only=True):
                watched.enter_context(connection.execute_wrapper(_counted))
            response = get_response(request)
        view = _view(request)
        RENDERING.labels(view).observe(time.perf_counter() - began)
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        return response

    return middleware


def _view(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or match.route) if match else "none"


def _counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    try:
        return execute(sql, params, many, context)
    except DatabaseError as error:
        DATABASE_ERRORS.labels(type(error).__name__).inc()
        raise
