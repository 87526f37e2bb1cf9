"""A line of an import becomes a patron and a pledge; and what it is to those that are here already."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from . import days, pledges
from .history import Via, note
from .import_lines import Wanted
from .models import ImportLine, Patron, Pledge, ProviderAccount
from .models.people import email_key
from .providers.facts import SubscriptionFact, Told
from .standing import ONCE

Verdict = ImportLine.Verdict
# What is not mailed to who does not want our mail; receipts and failed payments are not asked.
MAILS = ["renewal", "topic"]


def make(account: ProviderAccount, one: Wanted) -> Pledge | None:
    """Write down what a line says: a patron, who stays as they are if they are here, and the pledge."""
    patron, _new = Patron.objects.get_or_create(
        email_key=email_key(one.email), erased_at=None, merged_into=None,
        defaults={
            "email": one.email, "name": one.name, "locale": one.language, "visibility": one.visibility,
            "no_mail_about": [] if one.wants_mail else MAILS,
        },
    )  # fmt: skip
    if one.amount is None:
        return None
    until = one.paid_until
    if one.interval == "once" and until is None and one.started:
        until = one.started + ONCE
    now = timezone.now()
    pledge = Pledge.objects.create(
        patron=patron, account=account, tier_id=one.tier, amount_minor=one.amount.minor, currency=one.amount.currency,
        interval=one.interval, source=Pledge.Source.IMPORT, is_live=account.is_live, visibility=one.visibility,
        brought_as=one.mark, brought_since=one.started or (min(until, now) if until else None), brought_until=until,
        created_at=one.started or now,
    )  # fmt: skip
    note(pledge, "brought", by=Via.IMPORT)
    fact = SubscriptionFact(
        at=one.started or now, live=account.is_live, pledge=str(pledge.public_id), subscription=one.reference,
        told=Told(one.state), cancel_at=until if one.state == Told.CANCELING else None,
        reason="before the import" if one.state in (Told.ENDED, Told.LAPSED) else "",
    )  # fmt: skip
    pledges.apply(account, [fact], by=Via.IMPORT)
    return pledge


def here(account: ProviderAccount, wanted: Iterable[Wanted]) -> dict[str, Pledge]:
    """Return pledges that are here already, by the marks of lines."""
    marks = {one.mark: one for one in wanted if one.amount is not None}
    references = {one.reference: mark for mark, one in marks.items() if one.reference}
    rows = Pledge.objects.filter(account=account).filter(Q(brought_as__in=marks) | Q(subscription_ref__in=references))
    return {references.get(row.subscription_ref, row.brought_as): row for row in rows}


def verdict(one: Wanted, known: Pledge | None, is_patron: bool) -> tuple[str, str]:
    """Return what a line is to us, and what there is to say of it."""
    if one.amount is None:
        return (Verdict.KNOWN if is_patron else Verdict.NEW), _spoken(_("A patron without a pledge."), *one.notes)
    if known is None:
        return Verdict.NEW, _spoken(_("For a patron who is here already.") if is_patron else "", *one.notes)
    pairs = [
        (_("amount"), known.amount, one.amount), (_("how often"), known.interval, one.interval),
        (_("paid until"), _last_day(known.brought_until), _last_day(one.paid_until)),
    ]  # fmt: skip
    if known.source != Pledge.Source.IMPORT or one.interval == "once":
        pairs.pop()
    other = [
        _("%(what)s: %(ours)s here, %(theirs)s in the file")
        % {"what": what, "ours": ours or "–", "theirs": theirs or "–"}
        for what, ours, theirs in pairs
        if ours != theirs
    ]
    return (Verdict.DIFFERS, "; ".join(other)[:300]) if other else (Verdict.KNOWN, "")


def _spoken(*sentences: str) -> str:
    return " ".join(filter(None, sentences))[:300]


def _last_day(until: datetime | None) -> str:
    return days.day_of(until - timedelta(seconds=1)).isoformat() if until else ""
