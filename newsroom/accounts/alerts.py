"""Mails to somebody about their own account, in the language of it."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom import mailing

from .models import User


def new_sign_in(user: User, device: str, network_too: bool) -> None:
    """Somebody came in from where they never did."""

    def words() -> tuple[str, list[str]]:
        what = _("Somebody signed in to your account: %(device)s, %(moment)s.")
        where = _("The network is a new one too.") if network_too else _("The network was seen before.")
        return _("A sign-in from a new browser"), [what % {"device": device, "moment": _now()}, where]

    _send(user, words)


def new_network(user: User, device: str) -> None:
    """A browser that is known came from a network that is not."""

    def words() -> tuple[str, list[str]]:
        what = _("Somebody signed in to your account with a browser that you used before (%(device)s), %(moment)s.")
        return _("A sign-in from a new network"), [what % {"device": device, "moment": _now()}]

    _send(user, words)


def password_changed(user: User) -> None:
    """It has another password now."""

    def words() -> tuple[str, list[str]]:
        what = _("The password of your account was changed: %(moment)s. Other browsers were signed out.")
        return _("Your password was changed"), [what % {"moment": _now()}]

    _send(user, words)


def factors_changed(user: User, what: str, name: str = "") -> None:
    """A second factor came or went: `what` is "added", "removed", "codes" or "taken_off"."""

    def words() -> tuple[str, list[str]]:
        sentences = {
            "added": _("A second factor was added to your account: %(name)s, %(moment)s."),
            "removed": _("A second factor was removed from your account: %(name)s, %(moment)s."),
            "codes": _("New recovery codes were made for your account: %(moment)s. The old ones do not work any more."),
            "taken_off": _(
                "An owner took the second factors off your account: %(moment)s. You are signed out everywhere. "
                "At your next sign-in you set up a new one."
            ),
        }
        values = {"name": f"“{name}”" if name else _("codes of an app"), "moment": _now()}
        return _("The second factors of your account changed"), [sentences[what] % values]

    _send(user, words)


def recovery_code_used(user: User, left: int) -> None:
    """Somebody came in, or confirmed, with a code from the paper."""

    def words() -> tuple[str, list[str]]:
        what = _("A recovery code of your account was used: %(moment)s. Left: %(left)s.")
        return _("A recovery code was used"), [what % {"moment": _now(), "left": left}]

    _send(user, words)


def way_to_new_password(user: User, address: str) -> None:
    """What was asked for at the door: the link works once, for as long as settings say."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        context = {
            "subject": _("A new password"),
            "paragraphs": [
                _("Somebody asked for a new password for your account at the desk. With this link you choose one."),
                _("It works once, within %(hours)s hours. Your second factor is asked for as always.")
                % {"hours": hours},
                _("Was it not you? Then nothing needs to be done: your password stays as it is."),
            ],
            "button": (_("Choose a new password"), address),
        }
    mailing.send("letter", user.email, context, user.language)


def _send(user: User, words: Callable[[], tuple[str, list[str]]]) -> None:
    """Mail what `words` returns in the account's language, and what to do if it was somebody else."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject, paragraphs = words()
        was_it_you = _(
            "Was it you? Then nothing needs to be done. If it was not, end that sign-in, change your password, "
            "and tell an owner of the site."
        )
        button = (_("Your account"), f"{settings.SITE_URL}{reverse('own_account')}")
        context = {"subject": subject, "paragraphs": [*paragraphs, was_it_you], "button": button}
    mailing.send("letter", user.email, context, user.language)


def _now() -> str:
    return date_format(timezone.localtime(), "DATETIME_FORMAT")
