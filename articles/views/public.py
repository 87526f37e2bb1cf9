"""What every reader's page promises: it is the same for everyone, and says what it shows and how long it stays true."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, overload

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles import pagekeys
from newsroom.pagecache import filing
from newsroom.pagecache.serving import cache_control

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


@overload
def public_page[**P](view: View[P]) -> View[P]: ...
@overload
def public_page[**P](*, asks: Iterable[str] = ..., by_clock: bool = ...) -> Callable[[View[P]], View[P]]: ...
def public_page(view: Any = None, *, asks: Iterable[str] = (), by_clock: bool = True) -> Any:
    """Decorator of every view of the reading side: GET and HEAD only, and everybody may keep the answer.

    The view must not look at the session, the user, messages or a CSRF token: whatever does adds
    `Vary: Cookie`, and the page is stored for nobody. A view that sets Cache-Control itself keeps it.
    Validators (ETag, 304) come out of the page's bytes. There is no Last-Modified on purpose: a small
    repair changes the page without a new date that readers see.

    Args:
        asks: the names in a query that the view looks at. With one of them the answer is not stored; of all
            other names the view sees nothing.
        by_clock: whether it shows anything that the clock changes; no database is asked where it does not.
    """
    if view is None:
        return lambda view: _public(view, frozenset(asks), by_clock)
    return _public(view, frozenset(asks), by_clock)


def _public(view: Any, asks: frozenset[str], by_clock: bool) -> Any:
    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moments, now = pagekeys.coming() if by_clock else [], timezone.now()
        # Where pages are stored their filing was begun before the view; elsewhere it is over with the page.
        stored = filing.current()
        filed = stored or filing.begin()
        request.is_public_page = True  # type: ignore[attr-defined]
        try:
            response = view(request, *args, **kwargs)
            filing.true_until(_next_midnight(now))
            filing.true_until(pagekeys.moment_for(filed.keys, now, moments))
            if not response.has_header("Cache-Control"):
                response.headers["Cache-Control"] = cache_control(_left(filed.until, now))
                response.is_dated_by_us = True
            return response
        except Http404:
            request.is_public_page = False  # type: ignore[attr-defined]
            raise
        finally:
            if stored is None:
                filing.end()

    # Nothing here changes anything: another method is refused as such (405), not for a missing token.
    shown = csrf_exempt(page)
    shown.asks = asks  # type: ignore[attr-defined]
    return shown


def _next_midnight(now: datetime) -> datetime:
    """The day stands on top of every page."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _left(until: datetime | None, now: datetime) -> float | None:
    return (until - now).total_seconds() if until else None
