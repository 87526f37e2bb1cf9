"""Whether the newspaper is still to be set up, and who may do it without a code."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from newsroom.accounts.models import User
from newsroom.site.models import SiteSettings

from . import kept

# Any of these says that the request came through another machine, or another program of this one.
FORWARDED = (
    "HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_CF_CONNECTING_IP",
)  # fmt: skip

# What this process has learned. A newspaper that was set up never becomes a new one again.
_learned = {"is_set_up": False}


def is_new() -> bool:
    """Say whether nobody has set the newspaper up: no account, no settings.

    Once somebody has, this process remembers it and asks nobody any more.
    """
    if _learned["is_set_up"] or not settings.FIRST_RUN:
        return False
    if User.objects.exists() or SiteSettings.objects.exists():
        _learned["is_set_up"] = True
        take_up()
        return False
    return True


def forget() -> None:
    """Ask the database again: for tests, whose databases come and go in one process."""
    _learned["is_set_up"] = False


def take_up() -> None:
    """Let this process keep the time zone that was chosen while it ran; the language needs a restart."""
    zone = kept.read(settings.SITE_ENV).get("TIME_ZONE")
    if zone and "TIME_ZONE" not in settings.FIXED_BY_ENVIRONMENT and zone != settings.TIME_ZONE:
        settings.TIME_ZONE = zone
        timezone.get_default_timezone.cache_clear()  # type: ignore[attr-defined]


def is_on_this_machine(request: HttpRequest) -> bool:
    """Say whether the browser runs where the newspaper runs, or at the other end of a tunnel to it.

    The name asked for must be this machine's own too: a page elsewhere that points its name here gets nothing.
    """
    if any(name in request.META for name in FORWARDED):
        return False
    name = request.get_host().rpartition(":")[0] or request.get_host()
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (name == "localhost" or _is_loopback(name.strip("[]")))


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback
