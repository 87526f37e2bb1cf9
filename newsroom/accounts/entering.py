"""The last step of every way into the desk."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from newsroom.audit.log import record

from . import alerts, attempts, devices, sessions
from .models import User


def enter(request: HttpRequest, user: User, how: str) -> str:
    """Sign somebody in who showed all that is asked of them, and tell them if it was from somewhere new.

    The session gets a new name. Returns the mark that the answer is to leave in the browser.
    """
    new_device, new_network = sessions.is_new(request, user)
    request.entered_by = how  # type: ignore[attr-defined]
    token = devices.mark(request)
    request.device_mark = token  # type: ignore[attr-defined]
    wrong = attempts.since_last(user.email)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    words = devices.in_words(*devices.read(request.headers.get("User-Agent", "")))
    record("account.signed_in", user, by=user, how=how, failed_before=wrong, new_device=new_device)
    if new_device:
        alerts.new_sign_in(user, words, new_network)
    elif new_network:
        alerts.new_network(user, words)
    return token
