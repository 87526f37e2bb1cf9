"""The life of a gift in the history of its pledge: bought, sent, put right, accepted or refused, ended."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.words import in_words
from patrons import gifts
from patrons.models import Grant, Pledge, Refund

from . import log


def taken_back_at(grant: Grant) -> datetime:
    """Return when a right went that was taken back: with the money that it was paid with, where that went back."""
    paid_by = Refund.objects.filter(payment__pledge__gift__grant=grant).exclude(state=Refund.State.FAILED)
    back = paid_by.aggregate(last=Max("at"))["last"] if grant.source == Grant.Source.GIFT else None
    taken = grant.revoked_at or grant.starts_at
    # What nothing was paid for counts as never given: its own moment is that of its beginning.
    return back if back is not None and taken <= grant.starts_at else taken


def of(pledge: Pledge) -> Iterator[tuple[datetime, str, str, str]]:
    """Return when what happened to the gift that `pledge` pays for, who of the staff did it, and who else."""
    gift = gifts.of(pledge)
    if gift is None:
        return
    recipient = _("by the recipient")
    if pledge.started_at:
        yield pledge.started_at, _("the gift was bought"), "", _("by the patron")
    if gift.letter_at:
        yield gift.letter_at, _("the letter about the gift went out"), "", ""
    if gift.redeemed_at:
        yield gift.redeemed_at, _("the gift was accepted"), "", recipient
    if gift.declined_at:
        yield gift.declined_at, _("the gift was refused"), "", recipient
    if gift.grant and gift.grant.revoked_at:
        yield taken_back_at(gift.grant), _("the gift was taken back"), "", ""
    elif gift.grant and gift.grant.ends_at and gift.grant.ends_at <= timezone.now():
        yield gift.grant.ends_at, _("the gift has ended"), "", ""
    for event in log.of(gift=[gift.pk]):
        yield event.at, in_words(event.verb), event.actor, ""
