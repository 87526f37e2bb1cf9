"""Second factors of an account: codes of an app, passkeys, recovery codes. Verbs; no request decides here."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from newsroom.audit.log import record

from . import alerts, sessions
from .keeping import CannotBeRead
from .models import User

Type = Authenticator.Type
REAL = (Type.TOTP, Type.WEBAUTHN)

# Who publishes, sees names and money, or gives roles: by their rights, so that an owner's own groups count too.
NEED_TWO = (
    "articles.publish_article", "articles.withdraw_article", "articles.delete_article", "site.change_sitesettings",
    "accounts.change_user", "audit.view_event", "patrons.view_patron", "patrons.view_pledge", "patrons.view_payment",
    "patrons.view_ledgerentry", "patrons.view_bankline", "patrons.view_bankstatement", "patrons.change_provideraccount",
    "patrons.change_bankaccount", "patrons.refund_payment", "patrons.export_pledge", "patrons.see_figures",
)  # fmt: skip


class LastFactor(Exception):
    """It is the only one of somebody who must have one."""


def must_have_two(user: Any) -> bool:
    """Say whether this account opens the desk with two factors only."""
    if settings.STAFF_TWO_FACTORS != "required" or not user.is_staff:
        return False
    return user.is_superuser or any(user.has_perm(right) for right in NEED_TWO)


def of(user: Any) -> list[Authenticator]:
    """Return app and passkeys of an account, as they were added."""
    return list(Authenticator.objects.filter(user_id=user.pk, type__in=REAL).order_by("created_at", "pk"))


def has_any(user: Any) -> bool:
    """Say whether a password alone does not let this account in."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=REAL).exists()


def codes_left(user: Any) -> int | None:
    """Return how many recovery codes are unused; None where there are none at all, or they cannot be read."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).first()
    try:
        return len(RecoveryCodes(row).get_unused_codes()) if row else None
    except CannotBeRead:
        return None


def accepts_code(user: Any, typed: str) -> bool:
    """Say whether `typed` is the app's code of this minute; it is none a second time, in no process."""
    digits = "".join(typed.split())
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=Type.TOTP).first()
        if row is None:
            return False
        try:
            secret = decrypt(row.data["secret"])
        except CannotBeRead:
            return False
        counter = _counter(secret, digits)
        if counter is None or counter <= row.data.get("counter", 0):
            return False
        row.data["counter"], row.last_used_at = counter, timezone.now()
        row.save(update_fields=["data", "last_used_at"])
    return True


def accepts_recovery(user: User, typed: str) -> bool:
    """Say whether `typed` is an unused recovery code, and use it up."""
    row = Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).first()
    digits = "".join(each for each in typed if each.isalnum())
    try:
        if row is None or not RecoveryCodes(row).validate_code(digits):
            return False
    except CannotBeRead:
        return False
    record("account.recovery_code_used", user, by=user)
    alerts.recovery_code_used(user, codes_left(user) or 0)
    return True


def add_app(user: User, secret: str, typed: str, request: HttpRequest) -> bool:
    """Keep an app whose code was typed right; one that was there before goes. False: the code is wrong."""
    counter = _counter(secret, "".join(typed.split()))
    if counter is None:
        return False
    with transaction.atomic():
        Authenticator.objects.filter(user_id=user.pk, type=Type.TOTP).delete()
        row = totp.TOTP.activate(user, secret).instance
        row.data["counter"] = counter
        row.save(update_fields=["data"])
        _added(user, row, request)
    return True


def added_passkey(user: User, row: Authenticator, request: HttpRequest) -> None:
    """Say everywhere that a passkey was added, see `passkeys.add`."""
    _added(user, row, request)


def make_codes(user: User) -> list[str]:
    """Make recovery codes anew, and return them: this once. Those before are worth nothing."""
    with transaction.atomic():
        there_were = Authenticator.objects.filter(user_id=user.pk, type=Type.RECOVERY_CODES).delete()[0]
        codes = RecoveryCodes.activate(user).generate_codes()
        record("account.recovery_codes_made", user, by=user)
        if there_were:
            alerts.factors_changed(user, "codes")
    return [f"{code[:4]} {code[4:]}" for code in codes]


def remove(user: User, number: int) -> bool:
    """Take one factor away; False where there is no such one.

    Raises:
        LastFactor: it is the last one, and this account must have one.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        rows = of(user)
        row = next((each for each in rows if each.pk == number), None)
        if row is None:
            return False
        if len(rows) == 1 and must_have_two(user):
            raise LastFactor
        row.delete()
        if len(rows) == 1:
            Authenticator.objects.filter(user_id=user.pk).delete()
        record("account.factor_removed", user, by=user, factor=str(row.type))
        alerts.factors_changed(user, "removed", named(row))
    return True


def take_off(user: User, by: Any) -> None:
    """Take all factors of somebody who lost them: they are signed out, and set up anew at their next sign-in."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=user.pk).delete()
        record("account.factors_taken_off", user, by=by)
        sessions.end_all(user)
        alerts.factors_changed(user, "taken_off")


def named(row: Authenticator) -> str:
    """Return what a factor is called by its owner; of an app, nothing."""
    return str(row.data.get("name", "")) if row.type == Type.WEBAUTHN else ""


def _added(user: User, row: Authenticator, request: HttpRequest) -> None:
    if len(of(user)) == 1:
        # Whoever sits elsewhere with the password alone comes in anew, with both.
        sessions.end_all(user, but=request)
    request.session[sessions.SECOND] = sessions.SHOWN
    record("account.factor_added", user, by=user, factor=str(row.type))
    alerts.factors_changed(user, "added", named(row))


def _counter(secret: str, digits: str) -> int | None:
    """Return the half minute in which the app shows `digits`, if that is about now."""
    for counter in totp.yield_hotp_counters_from_time():
        if digits.isascii() and constant_time_compare(digits, totp.format_hotp_value(totp.hotp_value(secret, counter))):
            return counter
    return None
