"""What a recipient does with a gift, and what staff put right before: redeem, decline, another address, a letter."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from newsroom.audit.log import record
from newsroom.audit.models import Event

from . import gift_letters, gifts, letters
from .models import Gift, Pledge
from .models.gifts import new_token
from .settling import settle

AGAIN = "gift.letter_again"
# A button that is pressed twice sends one letter.
ONCE_IN = timedelta(minutes=1)


class NotRedeemed(Exception):
    """Nothing was changed; the sentence says why and what to do."""


def find(token: str) -> Gift | None:
    """Return the gift that a link leads to, once it is paid."""
    found = Gift.objects.filter(token=token).select_related("pledge__tier", "pledge__account", "grant").first()
    return found if found and found.pledge.started_at else None


def is_open(gift: Gift) -> bool:
    """Whether a gift still waits for whom it is for."""
    return gift.redeemed_at is None and gift.declined_at is None and gift.pledge.state == Pledge.State.GIVEN


@transaction.atomic
def redeem(token: str, email: str = "") -> Gift:
    """Give a gift to whoever holds its link, once. An address is asked for only where the giver left none.

    Raises:
        NotRedeemed: with a sentence.
    """
    gift = _locked(token)
    if gift.by_link:
        email = checked(email)
        gift.recipient = gifts.patron_of(email, gift.recipient_name, gift.language)
    now = timezone.now()
    # One statement decides, should two hold the link.
    if not Gift.objects.filter(pk=gift.pk, redeemed_at=None).update(redeemed_at=now, recipient=gift.recipient):
        raise NotRedeemed(_used())
    settle(gift.pledge)
    _welcome(gift)
    return gift


def _welcome(gift: Gift) -> None:
    """Write to who accepted a letter; who used a link has theirs with the right itself."""
    gift.refresh_from_db()
    to, grant = gift.recipient, gift.grant
    if gift.by_link or to is None or grant is None or grant.ends_at is None:
        return
    with translation.override(gift.language or to.language):
        letters.send_once(to, gift_letters.accepted(gift, grant.starts_at, grant.ends_at), gifts.about(gift))


@transaction.atomic
def decline(token: str) -> None:
    """Do without a gift that came by mail: who it was for is forgotten, the giver is not told.

    Raises:
        NotRedeemed: with a sentence.
    """
    gift = _locked(token)
    if gift.by_link:
        raise NotRedeemed(_("This link was handed over to you: to do without it, just leave it."))
    gift.recipient_name = gift.recipient_email = ""
    gift.declined_at = timezone.now()
    gifts.take_from(gift)


@transaction.atomic
def correct_address(gift: Gift, email: str, *, by: Any = None) -> Gift:
    """Give a gift that was not redeemed to another address. Links that went out before work no more.

    Raises:
        NotRedeemed: with a sentence.
    """
    gift = _locked(gift.token)
    email = checked(email)
    if gift.recipient:
        gifts.take_from(gift)
    gift.recipient_email, gift.by_link, gift.token = email, False, new_token()
    gift.save()
    settle(gift.pledge)
    record("gift.address_corrected", gift, by=by, called=str(gift))
    return gift


@transaction.atomic
def write_again(gift: Gift, *, by: Any = None) -> None:
    """Send the letter once more: to the recipient, or the link to the giver.

    Raises:
        NotRedeemed: there is nothing to send yet, or nobody to send it to.
    """
    gift = _locked(gift.token, used_too=True)
    since = timezone.now() - ONCE_IN
    sent = Event.objects.filter(subject_type="patrons.gift", subject_id=str(gift.pk), verb=AGAIN, at__gt=since)
    if sent.exists():
        raise NotRedeemed(_("The letter went out less than a minute ago: it was not sent twice."))
    if gift.by_link and gift.redeemed_at is None:
        giver = gift.pledge.patron
        if not giver.email:
            raise NotRedeemed(_("The giver has no address any more: write down the recipient’s."))
        with translation.override(gift.language or giver.language):
            letters.send(giver, gift_letters.given(gift.pledge))
    else:
        to, grant = gift.recipient, gift.grant
        if gift.letter_at is None or not (to and to.email and grant and grant.ends_at):
            raise NotRedeemed(_("The letter goes out on the day the gift begins: nothing was sent so far."))
        with translation.override(gift.language or to.language):
            letters.send(to, gift_letters.received(gift, grant.ends_at))
    record(AGAIN, gift, by=by, called=str(gift))


def checked(email: str) -> str:
    """Return an address that can be one.

    Raises:
        NotRedeemed: with a sentence.
    """
    email = email.replace("\0", "").strip()
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or len(email) > 254:
        raise NotRedeemed(_("Enter an email address in the correct format, like name@example.com."))
    return email


def _locked(token: str, *, used_too: bool = False) -> Gift:
    # The pledge first, as whoever writes money does: nobody waits in a circle.
    number = Gift.objects.filter(token=token).values_list("pledge", flat=True).first()
    pledge = Pledge.objects.select_for_update().filter(pk=number).first() if number else None
    gift = gifts.of(pledge) if pledge else None
    if pledge is None or gift is None:
        raise NotRedeemed(_("There is no such gift: open the link again, or ask whoever gave it to you."))
    gift.pledge = pledge
    if gift.redeemed_at and not used_too:
        raise NotRedeemed(_used())
    if gift.declined_at or pledge.state != Pledge.State.GIVEN:
        raise NotRedeemed(_("This gift is not there any more, or not paid yet: ask whoever gave it to you."))
    return gift


def _used() -> str:
    return _("This gift was redeemed before. If that was you, sign in with your e-mail address.")
