"""Sign-ins as they are kept: each begins with a session, is seen now and then, and can be ended from elsewhere.

The session itself holds what the gate asks at every request, so that a request of the desk costs no question more.
"""

from collections.abc import Iterable
from datetime import timedelta
from importlib import import_module
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from newsroom.networks import Term, fingerprint, known_as

from . import devices
from .models import SignIn, User

# In the session: the sign-in, when it began, was seen and was last confirmed, and what of a second factor was shown.
SIGN_IN, BEGAN, SEEN, SURE, SECOND = "sign_in", "sign_in_began", "sign_in_seen", "sign_in_sure", "sign_in_second"
SHOWN, HAS_NONE, LACKS = "shown", "has none", "lacks"
SEEN_EVERY = 300
REMEMBERED = timedelta(days=180)
TWO = (SignIn.How.CODE, SignIn.How.PASSKEY, SignIn.How.BOTH, SignIn.How.RECOVERY)


def begin(request: HttpRequest, user: User, how: str) -> SignIn:
    """Write down that a session became `user`'s; Django's `login` was called for it."""
    forget_old(user)
    agent = request.META.get("HTTP_USER_AGENT", "")
    browser, system = devices.read(agent)
    token = getattr(request, "device_mark", "") or devices.token_of(request)
    sign_in = SignIn.objects.create(
        user=user, session_key=request.session.session_key or "", how=how, device=devices.digest(token),
        network=fingerprint(request, Term.KNOWN), browser=browser, system=system,
    )  # fmt: skip
    now = int(timezone.now().timestamp())
    # Asked after the row stands: whoever adds a factor at the same moment ends the rows that stand.
    second = SHOWN if how in TWO else LACKS if Authenticator.objects.filter(user=user).exists() else HAS_NONE
    request.session.update({SIGN_IN: sign_in.pk, BEGAN: now, SEEN: now, SURE: now, SECOND: second})
    request.session.set_expiry(settings.STAFF_SESSION_DAYS * 24 * 3600)
    return sign_in


def is_over(request: HttpRequest) -> bool:
    """Say whether a session of staff is too old, or was left alone too long."""
    now, day = timezone.now().timestamp(), 24 * 3600
    began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
    return now - began > settings.STAFF_SESSION_DAYS * day or now - seen > settings.STAFF_IDLE_DAYS * day


def seen(request: HttpRequest) -> None:
    """Write down that somebody is here; at most every few minutes."""
    now = int(timezone.now().timestamp())
    if now - request.session.get(SEEN, 0) < SEEN_EVERY:
        return
    request.session[SEEN] = now
    SignIn.objects.filter(pk=request.session.get(SIGN_IN, 0)).update(
        seen_at=timezone.now(), session_key=request.session.session_key or ""
    )


def follow(request: HttpRequest) -> None:
    """The session got a new name: the sign-in keeps it, so that it can be ended."""
    SignIn.objects.filter(pk=request.session.get(SIGN_IN, 0)).update(session_key=request.session.session_key or "")


def open_of(user: User) -> list[SignIn]:
    """Return the sign-ins of an account that go on, the latest first."""
    now = timezone.now()
    began = now - timedelta(days=settings.STAFF_SESSION_DAYS)
    idle = now - timedelta(days=settings.STAFF_IDLE_DAYS)
    rows = SignIn.objects.filter(user=user, ended_at=None, began_at__gt=began, seen_at__gt=idle)
    return list(rows.order_by("-seen_at", "-pk")[:100])


def end(sign_ins: Iterable[SignIn]) -> int:
    """End sign-ins at once, whoever sits there; return how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = list(sign_ins)
    for row in rows:
        if row.session_key:
            store().delete(row.session_key)
    # Without its key it names no session any more.
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=timezone.now(), session_key="")
    return len(rows)


def end_all(user: User, *, but: HttpRequest | None = None) -> int:
    """End all sign-ins of an account, but the one that `but` belongs to."""
    rows = SignIn.objects.filter(user=user, ended_at=None)
    if but is not None:
        rows = rows.exclude(pk=but.session.get(SIGN_IN, 0))
    return end(rows)


def forget_old(user: User) -> None:
    """Forget what nobody needs for comparing any more."""
    SignIn.objects.filter(Q(user=user), began_at__lt=timezone.now() - REMEMBERED).delete()


def is_new(request: HttpRequest, user: User) -> tuple[bool, bool]:
    """Return whether the browser and the network were never seen with this account; not at its first sign-in."""
    known = SignIn.objects.filter(user=user)
    if not known.exists():
        return False, False
    device, network = devices.digest(devices.token_of(request)), known_as(request)
    new_device = not device or not known.filter(device=device).exists()
    return new_device, bool(network) and not known.filter(network__in=network).exists()


# Receivers of Django's signals


def on_login(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Every way in ends here, also one that another part of the site opens."""
    begin(request, user, getattr(request, "entered_by", SignIn.How.PASSWORD))


def on_logout(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """The session goes; its sign-in is over."""
    if user is not None and hasattr(request, "session"):
        SignIn.objects.filter(pk=request.session.get(SIGN_IN, 0)).update(ended_at=timezone.now(), session_key="")


def on_saved(sender: Any, instance: User, created: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """Who works here no more is signed in no more."""
    is_about_it = update_fields is None or {"is_active", "is_staff"} & set(update_fields)
    if is_about_it and not created and not (instance.is_active and instance.is_staff):
        end_all(instance)
