"""Errors told to Sentry, or to a server that speaks its language: what broke and where, never who asked."""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.django import DjangoIntegration

from newsroom.logs.request_ids import current
from newsroom.logs.scrubbing import scrubbed

# Parts of an event that are about somebody, or about this machine.
LEFT_OUT = ("user", "server_name", "modules", "extra", "breadcrumbs")
OF_REQUEST = ("method", "url")


def begin(dsn: str) -> None:
    """Tell of errors from now on."""
    sentry_sdk.init(
        dsn=dsn,
        before_send=cleaned,
        before_breadcrumb=lambda crumb, hint: None,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        send_client_reports=False,
        auto_session_tracking=False,
        server_name="",
        # No look at what else happens to be installed.
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration()],
    )


def cleaned(event: Any, hint: Any = None) -> Any:
    """Return an event without people, with every text in it scrubbed."""
    kept = {name: value for name, value in event.items() if name not in LEFT_OUT}
    if isinstance(request := kept.get("request"), dict):
        # Without the query: `scrubbed` would only empty it.
        url = str(request.get("url", "")).partition("?")[0]
        kept["request"] = {name: value for name, value in {**request, "url": url}.items() if name in OF_REQUEST}
    if current():
        kept["tags"] = {"request_id": current()}
    # What the SDK writes itself (its names, hashes, moments) is left as it is.
    texts = ("message", "logentry", "exception", "request", "transaction", "threads")
    return {name: _texts(value) if name in texts else value for name, value in kept.items()}


def _texts(value: Any) -> Any:
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {name: _texts(each) for name, each in value.items() if name != "vars"}
    if isinstance(value, list | tuple):
        return [_texts(each) for each in value]
    return value
