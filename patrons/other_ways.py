"""Other ways to give, as they stand on readers' pages: looked up once a minute for all."""

from django.core.cache import cache

from .models import OtherWay

KEY = "patrons-other-ways"
SECONDS = 60
# A list for readers, not a directory.
SHOWN = 30


def current() -> list[OtherWay]:
    """Return what is shown, or was less than a minute ago."""
    found: list[OtherWay] | None = cache.get(KEY)
    if found is None:
        found = list(OtherWay.objects.filter(is_shown=True)[:SHOWN])
        cache.set(KEY, found, SECONDS)
    return found


def forget() -> None:
    """Let the next page look anew."""
    cache.delete(KEY)
