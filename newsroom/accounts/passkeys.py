"""Passkeys: what is asked of a browser, and what its answer is worth. The library does the arithmetic."""

import json
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import factors
from .models import User

NAME_AT_MOST = 60
PASSKEYS_AT_MOST = 20
# What a browser sends is anybody's: all that the library says of an answer it cannot use.
WRONG = (ValidationError, InvalidSignature, ValueError, TypeError, KeyError, AttributeError)


class NotAPasskey(Exception):
    """What the browser sent is no answer to what it was asked."""


def ask_for_new(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what a browser needs to make a passkey for `user`; one that also signs in without a password."""
    with context.request_context(request):
        return auth.begin_registration(user, True)


def ask(request: HttpRequest, user: User | None = None) -> dict[str, Any]:
    """Return what a browser needs to show a passkey: of `user`, or of whoever it has one of."""
    with context.request_context(request):
        return auth.begin_authentication(user)


def add(request: HttpRequest, user: User, answer: str, name: str) -> Authenticator:
    """Keep the passkey that a browser made.

    Raises:
        NotAPasskey: the answer does not fit what was asked, or there are too many already.
    """
    if len(factors.of(user)) > PASSKEYS_AT_MOST:
        raise NotAPasskey
    try:
        credential = _parsed(answer)
        with context.request_context(request), transaction.atomic():
            auth.parse_registration_response(credential)
            if not auth.complete_registration(credential).is_user_verified():
                raise NotAPasskey
            # A NUL or a novel in a name is no name.
            called = " ".join(name.replace("\0", "").split())[:NAME_AT_MOST] or _("Passkey")
            row = auth.WebAuthn.add(user, called, credential).instance
            factors.added_passkey(user, row, request)
            return row
    except WRONG:
        raise NotAPasskey from None


def check(request: HttpRequest, answer: str, user: User | None = None) -> tuple[User, Authenticator]:
    """Return whose passkey answered; with `user` given it must be theirs.

    Raises:
        NotAPasskey: it is nobody's, or somebody else's.
    """
    try:
        credential = _parsed(answer)
        with context.request_context(request):
            auth.parse_authentication_response(credential)
            person: Any = user or auth.extract_user_from_response(credential)
            row = auth.complete_authentication(person, credential)
    except WRONG:
        raise NotAPasskey from None
    row.record_usage()
    return person, row


def _parsed(answer: str) -> dict[str, Any]:
    found = json.loads(answer[:20_000])
    if not isinstance(found, dict):
        raise NotAPasskey
    return found
