"""Our books beside a provider's, every night and whenever staff ask: what does not agree is written down.

Nothing is repaired by it. What a provider says beyond our books is taken over by somebody who has
looked, with `take_over`; what agrees again is closed, with a note, and stays to be read.

    reconciling.ask(account, by=user)     # the clock does it
    reconciling.reconcile(account)        # now
"""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import batched
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import comparing, days, pledges
from .applying import Unknown
from .comparing import Difference, Known, differences, subject_of
from .models import Comparison, Discrepancy, Payment, Pledge, ProviderAccount, ProviderEvent, Refund
from .providers import agreed, provider_for
from .providers.base import NotReady, Refused, Unreachable
from .providers.facts import AnyFact, PaymentFact, RefundFact, SubscriptionFact
from .written_facts import TAKEN_OVER, read, written

logger = logging.getLogger(__name__)

State = Comparison.State
# So many facts are laid beside our books at once.
HANDFUL = 200
# What is younger may still be on its way to us, and is looked at next time.
SETTLED_AFTER = timedelta(minutes=15)
# A night looks back beyond the last one: fees and disputes come days after the payment.
OVERLAP = timedelta(days=3)
# A comparison that gave no sign of life for so long was cut off.
LOST_AFTER = timedelta(minutes=30)
NIGHT = time(3)
EVER = datetime(2000, 1, 1, tzinfo=UTC)


class NotTaken(Exception):
    """Nothing was written; the sentence says why."""


def ask(account: ProviderAccount, *, since: datetime | None = None, by: Any = None) -> tuple[Comparison, bool]:
    """Ask the clock for a comparison; one that waits or is under way is the same one.

    Args:
        since: from when on; all there ever was where it is not said.

    Returns:
        the comparison, and whether it is a new one.
    """
    open_one = Comparison.objects.filter(account=account, state__in=(State.ASKED, State.RUNNING))
    try:
        with transaction.atomic():
            made = Comparison.objects.create(account=account, since=since, by_number=getattr(by, "pk", None))
    except IntegrityError:
        found = open_one.first()
        return (found, False) if found else ask(account, since=since, by=by)
    return made, True


def last_night(account: ProviderAccount) -> datetime | None:
    """Return from when on a usual comparison looks: a little before the last one that got through; None for all."""
    return account.reconciled_until and account.reconciled_until - OVERLAP


def is_comparable(account: ProviderAccount) -> bool:
    """Whether a provider keeps books of its own that can be asked: one that tells of itself does, a bank does not."""
    return not why_not(account)


def why_not(account: ProviderAccount) -> str:
    """Return in a sentence why an account cannot be compared; empty where it can."""
    try:
        can = agreed(provider_for(account.key), account).abilities
    except NotReady as error:
        return str(error)
    if can.elsewhere:
        return _("We keep a copy of what %(provider)s tells, which is brought up to date by itself.") % {
            "provider": account
        }
    return "" if can.webhooks else _("%(provider)s keeps no books that can be asked.") % {"provider": account}


def go_on(now: datetime | None = None) -> int:
    """Do what was asked for, and once a night what nobody asked for; for the clock."""
    now, done = now or timezone.now(), 0
    _give_up_lost(now)
    tonight = datetime.combine(days.day_of(now), NIGHT, tzinfo=days.begin_of(days.day_of(now)).tzinfo)
    if tonight <= now:
        for account in ProviderAccount.objects.all():
            tonights = Comparison.objects.filter(account=account, asked_at__gte=tonight)
            if is_comparable(account) and not tonights.exists():
                ask(account, since=last_night(account))
    for comparison in Comparison.objects.filter(state=State.ASKED).select_related("account").order_by("pk"):
        _carry_out(comparison)
        done += 1
    return done


def reconcile(account: ProviderAccount, since: datetime | None = None, *, by: Any = None) -> Comparison:
    """Compare now, and return what came of it; one that is under way already is left to whoever does it."""
    comparison, _new = ask(account, since=since, by=by)
    if comparison.state == State.ASKED:
        _carry_out(comparison)
    comparison.refresh_from_db()
    return comparison


def take_over(discrepancy: Discrepancy, *, by: Any) -> Discrepancy:
    """Write what the provider said into our books, as if its delivery had come; with a cause that says who did it.

    Raises:
        NotTaken: there is nothing to take over, or it cannot be written.
    """
    if discrepancy.settled_at is not None or not discrepancy.told or discrepancy.account is None:
        raise NotTaken(_("There is nothing to take over: it was settled, or only our own books say something."))
    account, fact = discrepancy.account, read(discrepancy.told)
    try:
        with transaction.atomic():
            event, _made = ProviderEvent.objects.get_or_create(
                account=account, event_id=f"{TAKEN_OVER}:{discrepancy.pk}",
                defaults={
                    "kind": TAKEN_OVER, "payload": discrepancy.told, "happened_at": fact.at,
                    "state": ProviderEvent.State.DONE,
                },
            )  # fmt: skip
            touched = pledges.apply(account, [fact], cause=event, by=by)
            ProviderEvent.objects.filter(pk=event.pk).update(pledge=touched[0] if touched else None)
            known = Known(account, [fact])
            if left := [one for one in differences(account, fact, known, timezone.now()) if one.subject]:
                raise NotTaken(
                    _("Our books deny it and stay as they are: %(ours)s here, %(theirs)s there. Look into it by hand.")
                    % {"ours": left[0].ours, "theirs": left[0].theirs}
                )
            discrepancy.settled_at, discrepancy.settled_by = timezone.now(), str(by)[:150]
            discrepancy.note = _("Taken over from the provider.")
            discrepancy.save(update_fields=["settled_at", "settled_by", "note"])
            record("discrepancy.taken_over", discrepancy, by=by, called=discrepancy.subject)
    except Unknown as error:
        raise NotTaken(
            _("Nothing here is called “%(name)s”: take that over first, or settle this by hand.")
            % {"name": error.waits_for}
        ) from error
    return discrepancy


def _carry_out(comparison: Comparison) -> None:
    now = timezone.now()
    mine = Comparison.objects.filter(pk=comparison.pk, state=State.ASKED)
    if not mine.update(state=State.RUNNING, began_at=now, alive_at=now):
        return
    account, error = comparison.account, ""
    try:
        provider = agreed(provider_for(account.key), account)
        for facts in batched(provider.poll(comparison.since or EVER), HANDFUL, strict=False):
            _lay_beside(comparison, account, list(facts), now)
        _look_for_what_is_not_there(comparison, account, now)
    except NotReady as problem:
        error = str(problem)
    except (Unreachable, Refused):
        error = _("The provider did not answer to the end: it is compared again from the same day on.")
    except Exception as problem:
        # The edge of a comparison: it must not stay "under way" for ever.
        logger.exception("The comparison %s ended early.", comparison.pk)
        error = type(problem).__name__
    with transaction.atomic():
        ended = Comparison.objects.filter(pk=comparison.pk, state=State.RUNNING)
        ended.update(state=State.FAILED if error else State.DONE, ended_at=timezone.now(), error=error[:300])
        if not error:
            # Only a look that got through counts, and only forwards.
            ProviderAccount.objects.filter(pk=account.pk).filter(
                Q(reconciled_until=None) | Q(reconciled_until__lt=now)
            ).update(reconciled_until=now)


def _lay_beside(comparison: Comparison, account: ProviderAccount, facts: list[AnyFact], began: datetime) -> None:
    with transaction.atomic():
        known = Known(account, facts)
        settled = began - SETTLED_AFTER
        found = [one for fact in facts for one in differences(account, fact, known, settled)]
        new = sum(_write_down(account, one) for one in found)
        closed = _close(account, {subject_of(fact) for fact in facts}, {(one.kind, one.subject) for one in found})
        _mark_seen(account, facts, began)
        Comparison.objects.filter(pk=comparison.pk).update(
            looked_at=F("looked_at") + len(facts), found=F("found") + new, closed=F("closed") + closed,
            alive_at=timezone.now(),
        )  # fmt: skip


def _write_down(account: ProviderAccount, one: Difference) -> bool:
    _row, new = Discrepancy.objects.update_or_create(
        account=account, kind=one.kind, subject=one.subject[:160], settled_at=None,
        defaults={
            "ours": one.ours[:300], "theirs": one.theirs[:300], "pledge_id": one.pledge,
            "told": written(one.fact) if one.fact else {},
        },
    )  # fmt: skip
    return new


def _close(account: ProviderAccount, subjects: set[str], still: set[tuple[str, str]]) -> int:
    """Settle what was looked at again and agrees by now. The row stays, and says that nobody did it."""
    closed = 0
    rows = Discrepancy.objects.filter(account=account, settled_at=None, subject__in=subjects, kind__in=comparing.KINDS)
    for row in rows:
        if (row.kind, row.subject) not in still:
            row.settled_at, row.note = timezone.now(), _("Agreed when it was compared again.")
            row.save(update_fields=["settled_at", "note"])
            closed += 1
    return closed


def _mark_seen(account: ProviderAccount, facts: list[AnyFact], began: datetime) -> None:
    payments = [fact.payment for fact in facts if isinstance(fact, PaymentFact)]
    Payment.objects.filter(account=account, provider_ref__in=payments).update(seen_at=began)
    refunds = [fact.refund for fact in facts if isinstance(fact, RefundFact)]
    Refund.objects.filter(account=account, provider_ref__in=refunds).update(seen_at=began)
    subscriptions = [fact.subscription for fact in facts if isinstance(fact, SubscriptionFact)]
    Pledge.objects.filter(account=account, subscription_ref__in=subscriptions).exclude(subscription_ref="").update(
        seen_at=began
    )


def _look_for_what_is_not_there(comparison: Comparison, account: ProviderAccount, began: datetime) -> None:
    """Write down what our books have of this time and the provider did not name."""
    unseen = Q(seen_at=None) | Q(seen_at__lt=began)
    span = {"gte": comparison.since or EVER, "lte": began - SETTLED_AFTER}
    rows: Iterator[Difference] = _missing(
        Payment.objects.filter(
            unseen, account=account, state=Payment.State.SUCCEEDED, occurred_at__gte=span["gte"],
            occurred_at__lte=span["lte"],
        ),
        "payment", lambda row: (row.provider_ref, row.amount, row.pledge_id),
    )  # fmt: skip
    found = [_write_down(account, one) for one in rows]
    rows = _missing(
        Refund.objects.filter(
            unseen, account=account, state=Refund.State.SUCCEEDED, at__gte=span["gte"], at__lte=span["lte"]
        ).select_related("payment"),
        "refund", lambda row: (row.provider_ref, row.amount, row.payment.pledge_id),
    )  # fmt: skip
    found += [_write_down(account, one) for one in rows]
    if comparison.since is None:
        # A subscription that nothing happened to is only named by who names them all.
        going = Pledge.objects.filter(
            unseen, account=account, state__in=("active", "past_due", "paused", "canceling"),
            created_at__lte=span["lte"],
        ).exclude(subscription_ref="")  # fmt: skip
        rows = _missing(going, "subscription", lambda row: (row.subscription_ref, row.state, row.pk))
        found += [_write_down(account, one) for one in rows]
    Comparison.objects.filter(pk=comparison.pk).update(found=F("found") + sum(found))


def _missing(rows: Any, what: str, read_row: Any) -> Iterator[Difference]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:HANDFUL]):
        for row in some:
            name, ours, pledge = read_row(row)
            yield Difference(comparing.MISSING_THERE, f"{what}:{name}", str(ours), comparing.NOT_THERE, pledge)
        last = some[-1].pk


def _give_up_lost(now: datetime) -> None:
    Comparison.objects.filter(state=State.RUNNING, alive_at__lt=now - LOST_AFTER).update(
        state=State.FAILED, ended_at=now, error=_("It was cut off: the server was started anew, perhaps.")
    )
