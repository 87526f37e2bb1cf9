"""What staff do with patrons: put two into one, give a tier without money, let a name onto the wall."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import voting
from .models import Gift, Grant, ImportLine, Membership, Patron, Pledge, SentMail, SignIn, Tier
from .models.columns import Visibility

NOTE_LETTERS = 5000
REASON_LETTERS = 200


class NotDone(Exception):
    """Nothing was changed; the sentence says why."""


@transaction.atomic
def merge(patron: Patron, into: Patron, *, by: Any = None) -> Patron:
    """Make `patron` part of `into`: pledges, rights, votes and mails move; the row stays as a sign of where it went.

    Payments and the ledger hang on pledges and are not touched.
    """
    rows = {
        row.pk: row for row in Patron.objects.select_for_update().filter(pk__in=(patron.pk, into.pk)).order_by("pk")
    }
    patron, into = rows[patron.pk], rows[into.pk]
    may_merge(patron, into)
    Pledge.objects.filter(patron=patron).update(patron=into)
    Grant.objects.filter(patron=patron).update(patron=into)
    Gift.objects.filter(recipient=patron).update(recipient=into)
    voting.put_together(patron, into)
    Membership.objects.filter(patron=patron).update(patron=into)
    for mail in SentMail.objects.filter(patron=patron):
        SentMail.objects.get_or_create(patron=into, kind=mail.kind, about=mail.about, defaults={"at": mail.at})
    SentMail.objects.filter(patron=patron).delete()
    SignIn.objects.filter(patron=patron).delete()
    ImportLine.objects.filter(email_key=patron.email_key).update(email_key=into.email_key)
    into.name = into.name or patron.name
    into.visibility, into.wall_name, into.wall_approved_at = _shown_together(patron, into)
    into.save()
    patron.merged_into, patron.wall_approved_at = into, None
    patron.save()
    record("patron.merged", into, by=by, called=number_of(into), part=number_of(patron))
    return into


def shown_after_merge(patron: Patron, into: Patron) -> Patron:
    """Return what would be shown of both once `patron` is part of `into`; nothing of it is saved."""
    after = Patron(pk=into.pk)
    after.visibility, after.wall_name, after.wall_approved_at = _shown_together(patron, into)
    return after


def _shown_together(patron: Patron, into: Patron) -> tuple[str, str, datetime | None]:
    # The one who wants less shown is right for both, and leaves the wall until they ask for it again.
    visibility = min(into.visibility, patron.visibility, key=Visibility.values.index)
    if visibility != Visibility.PUBLIC:
        return visibility, into.wall_name, None
    named = into if into.wall_name else patron
    return visibility, named.wall_name, named.wall_approved_at


def became(key: str) -> set[int]:
    """Return the numbers of the patrons that others of an address were put into, over however many steps."""
    gone = Patron.objects.order_by().exclude(merged_into=None)
    found: set[int] = set()
    new = set(gone.filter(email_key=key).values_list("merged_into_id", flat=True))
    while new:
        found |= {number for number in new if number is not None}
        new = set(gone.filter(pk__in=new).values_list("merged_into_id", flat=True)) - found
    return found


def may_merge(patron: Patron, into: Patron) -> None:
    """Say whether one may become part of the other.

    Raises:
        NotDone: they are one, or one of them is nobody any more.
    """
    if patron.pk == into.pk:
        raise NotDone(_("These two are one already: choose another patron."))
    for one in (patron, into):
        _is_whole(one)


@transaction.atomic
def give(patron: Patron, tier: Tier, until: datetime | None, *, by: Any = None, reason: str) -> Grant:
    """Give a patron a tier without money, to a day or until it is taken back."""
    if not reason.strip():
        raise NotDone(_("Say why it is given: others of the staff will want to know."))
    if len(reason.strip()) > REASON_LETTERS:
        raise NotDone(
            _("The reason has %(letters)s characters: %(most)s have room, shorten it.")
            % {"letters": len(reason.strip()), "most": REASON_LETTERS}
        )
    if until is not None and until <= timezone.now():
        raise NotDone(_("The day it ends lies in the past: choose a later one, or none."))
    patron = _locked(patron)
    grant = Grant.objects.create(
        patron=patron, tier=tier, source=Grant.Source.STAFF, reason=reason.strip(), ends_at=until
    )
    record("grant.given", grant, by=by, called=str(tier), patron=number_of(patron))
    return grant


@transaction.atomic
def take_back(grant: Grant, *, by: Any = None) -> Grant:
    """End what staff gave. What a pledge gives ends with the pledge."""
    if grant.source != Grant.Source.STAFF:
        raise NotDone(_("This right comes from a pledge: end the pledge instead."))
    if Grant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("grant.taken_back", grant, by=by, called=str(grant.tier), patron=number_of(grant.patron))
    grant.refresh_from_db()
    return grant


@transaction.atomic
def note(patron: Patron, words: str) -> None:
    """Write down what staff want to remember of a patron."""
    row = _locked(patron)
    if len(words) > NOTE_LETTERS:
        raise NotDone(
            _("The note has %(letters)s characters: %(most)s have room, shorten it.")
            % {"letters": len(words), "most": NOTE_LETTERS}
        )
    row.note = words
    row.save(update_fields=["note"])


@transaction.atomic
def decide_on_wall(patron: Patron, approve: bool, *, by: Any = None) -> Patron:
    """Let a name stand on the wall that its owner asked for, or take it off."""
    row = _locked(patron)
    if approve and (row.visibility != "public" or not row.wall_name):
        raise NotDone(_("This patron did not ask to stand on the wall."))
    row.wall_approved_at = timezone.now() if approve else None
    row.save()
    record("patron.on_wall" if approve else "patron.off_wall", row, by=by, called=number_of(row))
    return row


def wall(limit: int = 500) -> list[str]:
    """Return the names that stand on the wall: asked for, approved, of patrons who support us now."""
    now = timezone.now()
    valid = Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now, revoked_at=None)
    rows = Patron.objects.filter(
        visibility="public", wall_approved_at__isnull=False, erased_at=None, merged_into=None,
        pk__in=valid.values("patron"),
    ).exclude(wall_name="")  # fmt: skip
    return list(rows.order_by("wall_name").values_list("wall_name", flat=True)[:limit])


def _locked(patron: Patron) -> Patron:
    """Return the row of a patron, held until the end of the transaction.

    Raises:
        NotDone: it stands for nobody any more: nothing is written onto it.
    """
    row = Patron.objects.select_for_update().get(pk=patron.pk)
    _is_whole(row)
    return row


def _is_whole(patron: Patron) -> None:
    if patron.erased_at or patron.merged_into_id:
        raise NotDone(
            _("“%(patron)s” was erased or is part of another patron: choose another one.") % {"patron": patron}
        )


def number_of(patron: Patron) -> str:
    """Return what the audit log calls a patron."""
    # The audit log holds no personal data: the number leads to whoever may see more.
    return f"{_('Patron')} {patron.pk}"
