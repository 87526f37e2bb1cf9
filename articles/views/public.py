"""What every reader's page promises: it is the same for everyone, and says how long it stays true."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from math import ceil
from typing import Concatenate

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from articles.models import FrontSlot, PublishedArticle

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]

# An editor who looks right after publishing must not see the old page for long.
FRESH_SECONDS = 30
STALE_SECONDS = 30

_COMING_KEY = "articles-coming-changes"
# Asking once in a while is enough: whoever publishes by hand waits for FRESH_SECONDS too.
_COMING_SECONDS = 20


def public_page[**P](view: View[P]) -> View[P]:
    """Decorator of every view of the reading side: GET and HEAD only, and shared caches may keep the answer.

    The view must not look at the session, the user, messages or a CSRF token: whatever does adds
    `Vary: Cookie`, and the page is stored for nobody. A view that sets Cache-Control itself keeps it.
    Validators (ETag, 304) come from ConditionalGetMiddleware, out of the page's bytes. There is no
    Last-Modified on purpose: a small repair changes the page without a new date that readers see.
    """

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now = timezone.now()
        request.is_public_page = True  # type: ignore[attr-defined]
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            request.is_public_page = False  # type: ignore[attr-defined]
            raise
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = cache_control(now, next_change(now))
        return response

    # Nothing here changes anything: another method is refused as such (405), not for a missing token.
    return csrf_exempt(page)


def cache_control(now: datetime, change: datetime | None) -> str:
    """Return the Cache-Control of a page rendered at `now` that the clock will change at `change`, if at all."""
    left = ceil((change - now).total_seconds()) if change else FRESH_SECONDS + STALE_SECONDS
    fresh = min(FRESH_SECONDS, left)
    stale = min(STALE_SECONDS, left - fresh)
    return f"public, max-age={fresh}" + (f", stale-while-revalidate={stale}" if stale else "")


def next_change(now: datetime) -> datetime | None:
    """Return the moment after `now` at which an edition or a slot begins or ends, if that is soon."""
    coming = cache.get(_COMING_KEY)
    if coming is None:
        until = now + timedelta(seconds=FRESH_SECONDS + STALE_SECONDS + _COMING_SECONDS)
        begins = PublishedArticle.objects.filter(live_from__gt=now, live_from__lte=until).values_list("live_from")
        ends = PublishedArticle.objects.filter(live_until__gt=now, live_until__lte=until).values_list("live_until")
        slots = FrontSlot.objects.order_by()
        pins = slots.filter(shows_from__gt=now, shows_from__lte=until).values_list("shows_from")
        unpins = slots.filter(shows_until__gt=now, shows_until__lte=until).values_list("shows_until")
        coming = sorted(moment for (moment,) in begins.union(ends, pins, unpins))
        cache.set(_COMING_KEY, coming, _COMING_SECONDS)
    return next((moment for moment in coming if moment > now), None)
