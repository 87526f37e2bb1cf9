"""Speaking to this very site over HTTP, as a networked program would: the one exception from the fences."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from newsroom.fetching.values import Failure, FetchFailed


def post_to_own_site(path: str, body: bytes, headers: Mapping[str, str], *, seconds: int = 10) -> int:
    """Send `body` to `path` of `SITE_URL`, and return the status of the answer. Redirects are not followed.

    Args:
        path: begins with one slash; the host is never the caller's to choose.

    Raises:
        ValueError: it is no path of this site.
        FetchFailed: the site did not answer within `seconds`.
    """
    # As in `door`: most processes never ask anybody.
    import httpcore2

    if not path.startswith("/") or path.startswith("//") or not path.isascii() or not path.isprintable():
        raise ValueError("A path of this site begins with one slash.")
    home = urlsplit(settings.SITE_URL)
    port = home.port or {"https": 443}.get(home.scheme, 80)
    where = httpcore2.URL(
        scheme=home.scheme.encode(), host=(home.hostname or "").encode(), port=port, target=path.encode()
    )
    sent = [(name.encode(), value.encode()) for name, value in {"Host": home.netloc, **headers}.items()]
    limits = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    try:
        with (
            httpcore2.ConnectionPool(max_connections=1) as pool,
            pool.stream("POST", where, headers=sent, content=body, extensions={"timeout": limits}) as response,
        ):
            return int(response.status)
    except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        raise FetchFailed("This site does not answer itself.", Failure.NO_ANSWER) from error
