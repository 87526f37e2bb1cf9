"""How patrons come in: by a link or a code that is mailed to them. There are no passwords.

Opening the link does nothing but show a button, because programs that look for viruses open every link of a
mail. The button signs in, and uses it up.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from . import letters
from .models import Patron, SignIn
from .models.people import email_key

LASTS = timedelta(minutes=15)
HOUR = timedelta(hours=1)
MAILS_AN_HOUR = 4
# One network of a mobile operator holds many readers; one reader's box gets no more than the letters above.
ASKED_AN_HOUR_PER_NETWORK = 100
TRIES_AT_MOST = 5
CODE_DIGITS = 6


class NotLetIn(Exception):
    """The sentence says why and what to do."""


def ask(email: str, *, network: str = "", language: str = "", to: str = "") -> None:
    """Mail a way in to `email`, if that is a patron's. Whoever asks learns nothing of whether it is.

    Args:
        to: the word of a page to go on to, see `patrons.visits`.

    Raises:
        NotLetIn: too much was asked from this network.
    """
    since = timezone.now() - HOUR
    if network and SignIn.objects.filter(network=network, asked_at__gt=since).count() >= ASKED_AN_HOUR_PER_NETWORK:
        raise NotLetIn(_("There were many requests from your network: try again in an hour."))
    patron = Patron.objects.filter(email_key=email_key(email), erased_at=None, merged_into=None).first()
    if patron and SignIn.objects.filter(patron=patron, asked_at__gt=since).count() >= MAILS_AN_HOUR:
        # Those mails are there; another would help a stranger to fill somebody's box.
        patron = None
    link, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    with transaction.atomic():
        SignIn.objects.create(
            patron=patron, network=network, link_hash=_hash("link", link), code_hash=_hash("code", code)
        )
        if patron:
            with translation.override(language or patron.language):
                on = f"?to={to}" if to else ""
                prefix = f"/{language}" if language and language != settings.LANGUAGE_CODE else ""
                letters.send(patron, letters.sign_in(f"{prefix}/support/sign-in/{link}/{on}", code))


def find(link: str) -> SignIn | None:
    """Return the way in that a link leads to, while it is open."""
    return _open().filter(link_hash=_hash("link", link)).select_related("patron").first()


def by_link(link: str) -> Patron:
    """Use a link up and return whose it is.

    Raises:
        NotLetIn: it was used, is too old, or never was.
    """
    found = find(link)
    if found is None or found.patron is None or not _use(found):
        raise NotLetIn(_("This link was used or is older than a quarter of an hour: ask for another one."))
    return _confirm(found.patron)


def by_code(email: str, code: str) -> Patron:
    """Use a code up and return whose it is.

    Raises:
        NotLetIn: it is not the one that was mailed last, or too many were tried.
    """
    wrong = NotLetIn(
        _("This code is not the one we mailed last, or it is too old: look again, or ask for another one.")
    )
    last = (
        _open().filter(patron__email_key=email_key(email)).order_by("-asked_at", "-pk").select_related("patron").first()
    )
    digits = "".join(char for char in code if char.isdecimal() and char.isascii())
    if last is None or last.patron is None:
        if _was_used(email, digits):
            raise NotLetIn(_("This code, or the link in the same letter, was used: ask for another one."))
        raise wrong
    # Counted before it is compared: ten at once are ten tries.
    if not SignIn.objects.filter(pk=last.pk, tries__lt=TRIES_AT_MOST).update(tries=F("tries") + 1):
        raise NotLetIn(_("Too many codes were tried: ask for another one."))
    if not constant_time_compare(_hash("code", digits), last.code_hash) or not _use(last):
        raise wrong
    return _confirm(last.patron)


def _was_used(email: str, digits: str) -> bool:
    """Whether a code is the one that was mailed last, and used up. It is tried as rarely as one that is open."""
    since = timezone.now() - LASTS
    used = SignIn.objects.filter(patron__email_key=email_key(email), used_at__isnull=False, asked_at__gt=since)
    last = used.order_by("-asked_at", "-pk").first()
    if last is None or not SignIn.objects.filter(pk=last.pk, tries__lt=TRIES_AT_MOST).update(tries=F("tries") + 1):
        return False
    return constant_time_compare(_hash("code", digits), last.code_hash)


def _open():
    return SignIn.objects.filter(
        used_at=None, asked_at__gt=timezone.now() - LASTS, patron__isnull=False, patron__erased_at=None
    )


def _use(found: SignIn) -> bool:
    return SignIn.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now()) == 1


def _confirm(patron: Patron) -> Patron:
    if patron.verified_at is None:
        patron.verified_at = timezone.now()
        patron.save(update_fields=["verified_at", "email_key"])
    return patron


def _hash(kind: str, secret: str) -> str:
    return salted_hmac(f"patrons.sign-in.{kind}", secret, algorithm="sha256").hexdigest()
