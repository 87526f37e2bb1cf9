"""What belongs to a new password, whichever way it came."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from newsroom.audit.log import record

from . import alerts, sessions
from .models import User


def changed(user: User, by: Any, request: HttpRequest | None = None) -> None:
    """Do what belongs to a new password: others are signed out, the person is told, the log knows.

    Args:
        request: the person's own, whose sign-in goes on.
    """
    with transaction.atomic():
        record("account.password_changed", user, by=by)
        if request is not None:
            sessions.follow(request)
        sessions.end_all(user, but=request)
        alerts.password_changed(user)
