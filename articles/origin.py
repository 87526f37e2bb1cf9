"""The one address this site is known by: what leaves the house never takes it from a request."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path: str) -> str:
    """Return the whole address of a path of this site; whole addresses come back unchanged."""
    return path if path.startswith(("https:", "http:")) else f"{settings.SITE_URL}{path}"


def host() -> str:
    """Return the name of this site's host, without a port."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
