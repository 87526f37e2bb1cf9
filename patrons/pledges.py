"""The verbs of pledges, and the only writer of money.

Browser return, webhook, nightly poll and a button of staff all end in `apply`: providers report
facts, this decides. Facts may come in any order and any number of times; the books are the same.

    pledges.apply(account, facts, cause=event)
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from . import joining, sizes
from .applying import Unknown, apply_one
from .history import note
from .ledger import Contradiction
from .models import Discrepancy, Pledge, PledgeEvent, ProviderAccount, ProviderEvent
from .providers.facts import AnyFact, DisputeFact, MemberFact, PaymentFact, SessionFact, SubscriptionFact
from .settling import settle

__all__ = ["Unknown", "apply", "change", "discrepancy"]


@transaction.atomic
def apply(
    account: ProviderAccount, facts: Iterable[AnyFact], *, cause: ProviderEvent | None = None, by: Any = None,
    at: datetime | None = None,
) -> list[Pledge]:  # fmt: skip
    """Take in what a provider reports, and bring the pledges it is about up to date.

    Args:
        cause: the delivery that reported it; without one, `by` is who asked for it or what did (`history.note`).
        at: when the history says it happened, where that is not now.

    Returns:
        the pledges that the facts were about.

    Raises:
        Unknown: a fact is about something we have not heard of yet; nothing was written.
    """
    facts = [possible for fact in facts if (possible := _possible(account, fact)) is not None]
    joining.admit(account, facts, cause=cause, by=by)
    touched = _claim(account, facts)
    for fact in facts:
        if fact.live != account.is_live:
            discrepancy(account, "live", _name(fact), ours=str(account.is_live), theirs=str(fact.live))
            continue
        try:
            # What a denied fact began to write goes; what came with it stays.
            with transaction.atomic():
                apply_one(account, fact, touched, cause)
        except Contradiction as error:
            discrepancy(account, "amount", error.subject, ours=error.ours, theirs=error.theirs)
        if isinstance(fact, MemberFact) and touched:
            for subject, said in fact.unclear:
                discrepancy(account, "unclear", subject, theirs=said)
    for pledge in touched.values():
        settle(pledge, cause, by=by, at=at)
    return list(touched.values())


def discrepancy(account: ProviderAccount | None, kind: str, subject: str, **said: Any) -> None:
    """Write down, once, that we and a provider do not agree. What somebody settled is not asked again."""
    subject = subject[:160]
    if Discrepancy.objects.filter(account=account, kind=kind, subject=subject, **said).exists():
        return
    Discrepancy.objects.get_or_create(account=account, kind=kind, subject=subject, settled_at=None, defaults=said)


def change(pledge: Pledge, verb: str, *, by: Any = None, **details: Any) -> PledgeEvent:
    """Write into a pledge's history what somebody did to it."""
    return note(pledge, verb, before=pledge.state, by=by, details=details)


def _possible(account: ProviderAccount, fact: AnyFact) -> AnyFact | None:
    """Return what of a fact can be true, and show staff what cannot: a payment of nothing is none."""
    if not (denied := sizes.denied(fact)):
        return fact
    discrepancy(account, "impossible", _name(fact), theirs=", ".join(str(amount) for amount in denied)[:300])
    if isinstance(fact, SubscriptionFact):
        # What became of it stays true.
        return replace(fact, amount=None)
    if isinstance(fact, PaymentFact | DisputeFact) and denied == [fact.fee]:
        return replace(fact, fee=None)
    return None


def _claim(account: ProviderAccount, facts: list[AnyFact]) -> dict[int, Pledge]:
    """Lock the pledges that facts are about, always in one order: others wait, and nobody waits in a circle."""
    public_ids = {fact.pledge for fact in facts if fact.pledge}
    subscriptions = {ref for fact in facts if (ref := getattr(fact, "subscription", ""))}
    payments = {ref for fact in facts if (ref := getattr(fact, "payment", ""))}
    rows = Pledge.objects.filter(account=account).filter(
        Q(public_id__in=public_ids)
        | Q(subscription_ref__in=subscriptions)
        | Q(payments__provider_ref__in=payments, payments__account=account)
    )
    numbers = sorted(set(rows.values_list("pk", flat=True)))
    return {pledge.pk: pledge for pledge in Pledge.objects.select_for_update().filter(pk__in=numbers).order_by("pk")}


def _name(fact: AnyFact) -> str:
    match fact:
        case SessionFact():
            return f"session:{fact.session}"
        case SubscriptionFact() | MemberFact():
            return f"subscription:{fact.subscription}"
    return f"payment:{fact.payment}"
