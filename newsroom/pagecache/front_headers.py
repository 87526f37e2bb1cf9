"""What a server in front says of stored pages: the headers of the front page, in the server's own words.

The files of the folder carry none. Policies are the same on every page, so that one list does for all.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from .page import OF_BYTES
from .serving import cache_control

type Headers = list[tuple[str, str]]

# Said of one page and not of all, or by the server itself.
OF_ONE_PAGE = OF_BYTES | {"cache-control", "content-type", "content-language", "date", "last-modified", "set-cookie"}


class NoHeaders(Exception):
    """There is no front page to take them from, or a server cannot be told one of them: a sentence why."""


def of_front_page() -> Headers:
    """Return what the app says of the front page and of every other, as it would through a server in front.

    Raises:
        NoHeaders: readers get no front page now.
    """
    place = urlsplit(settings.SITE_URL)
    environ: dict[str, Any] = {"HTTP_HOST": place.netloc, "wsgi.url_scheme": place.scheme, "PATH_INFO": "/"}
    if settings.SECURE_PROXY_SSL_HEADER:
        environ[settings.SECURE_PROXY_SSL_HEADER[0]] = place.scheme
    setup_testing_defaults(environ)
    answer = WSGIHandler().get_response(WSGIRequest(environ))
    if answer.status_code != 200:
        raise NoHeaders(
            f"The front page at {settings.SITE_URL}/ answers {answer.status_code}: set the site up first, and let "
            f"ALLOWED_HOSTS hold {place.hostname}."
        )
    said = [(name, value) for name, value in answer.items() if name.lower() not in OF_ONE_PAGE]
    return [("Cache-Control", cache_control()), ("Vary", "Accept-Encoding"), *said]


def for_nginx(headers: Headers) -> str:
    """Return lines to include into a location of nginx.

    Raises:
        NoHeaders: a value has a dollar sign, which nginx would take for a variable.
    """
    for name, value in headers:
        if "$" in value:
            raise NoHeaders(f"nginx cannot be told the header {name}, since there is a dollar sign in “{value}”.")
    return "\n".join(f"add_header {name} {_quoted(value)};" for name, value in headers)


def for_caddy(headers: Headers) -> str:
    """Return a directive to import into a handler of Caddy."""
    # A brace in a value would be a placeholder.
    lines = [f"\t{name} {_quoted(value.replace('{', chr(92) + '{'))}" for name, value in headers]
    return "\n".join(["header {", *lines, "\tdefer", "}"])


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


WRITTEN: dict[str, Callable[[Headers], str]] = {"caddy": for_caddy, "nginx": for_nginx}
