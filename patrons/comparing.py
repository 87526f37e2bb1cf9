"""What our books say of the things a provider names, and where that is something else. It changes nothing.

Facts are looked at in handfuls: what is here is asked for once for all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_noop

from .models import Dispute, LedgerEntry, Payment, Pledge, ProviderAccount, Refund
from .providers.facts import AnyFact, DisputeFact, Outcome, PaymentFact, RefundFact, SessionFact, SubscriptionFact
from .standing import LAST_WORDS

MISSING_HERE, MISSING_THERE = "missing_here", "missing_there"
AMOUNT, STATE, FEE, LIVE = "amount", "state", "fee", "live"
KINDS = (MISSING_HERE, MISSING_THERE, AMOUNT, STATE, FEE, LIVE)
# In English: a row is read by staff of any language, and these words are few. Shown translated.
NOT_HERE, NOT_THERE = gettext_noop("nothing"), gettext_noop("nothing")


@dataclass(frozen=True)
class Difference:
    """One thing on which we do not agree. `fact` is what the provider said, if it said anything."""

    kind: str
    subject: str
    ours: str
    theirs: str
    pledge: int | None = None
    fact: AnyFact | None = None


class Known:
    """What is here of the things that some facts are about."""

    def __init__(self, account: ProviderAccount, facts: Iterable[AnyFact]) -> None:
        facts = list(facts)
        refs = {ref for fact in facts if (ref := getattr(fact, "payment", ""))}
        payments = Payment.objects.filter(account=account, provider_ref__in=refs)
        self.payments = {row.provider_ref: row for row in payments}
        names = {fact.refund for fact in facts if isinstance(fact, RefundFact)}
        ours = _uuids(fact.ours for fact in facts if isinstance(fact, RefundFact))
        rows = Refund.objects.filter(account=account).filter(Q(provider_ref__in=names) | Q(public_id__in=ours))
        self.refunds = {name: row for row in rows.select_related("payment") for name in _names(row)}
        names = {fact.dispute for fact in facts if isinstance(fact, DisputeFact)}
        found = Dispute.objects.filter(account=account, provider_ref__in=names).select_related("payment")
        self.disputes = {row.provider_ref: row for row in found}
        names = {ref for fact in facts if (ref := getattr(fact, "subscription", ""))}
        marks = _uuids(fact.pledge for fact in facts)
        pledges = Pledge.objects.filter(account=account).filter(Q(subscription_ref__in=names) | Q(public_id__in=marks))
        self.pledges = {name: row for row in pledges for name in (row.subscription_ref, str(row.public_id)) if name}
        fees = LedgerEntry.objects.filter(account=account, kind=LedgerEntry.Kind.FEE, provider_ref__in=refs)
        self.fees = set(fees.values_list("provider_ref", flat=True))

    def pledge_of(self, fact: AnyFact) -> int | None:
        known = self.pledges.get(getattr(fact, "subscription", "")) or self.pledges.get(fact.pledge)
        payment = self.payments.get(getattr(fact, "payment", ""))
        return known.pk if known else payment.pledge_id if payment else None


def subject_of(fact: AnyFact) -> str:
    """Return what a fact is about, as it is called in a discrepancy."""
    match fact:
        case RefundFact():
            return f"refund:{fact.refund}"
        case DisputeFact():
            return f"dispute:{fact.dispute}"
        case PaymentFact():
            return f"payment:{fact.payment}"
        case SessionFact():
            return f"session:{fact.session}"
    return f"subscription:{fact.subscription}"


def differences(account: ProviderAccount, fact: AnyFact, known: Known, settled: datetime) -> list[Difference]:
    """Return where our books say something else than `fact`; what is younger than `settled` may be on its way to us."""

    def differ(kind: str, ours: Any, theirs: Any) -> Difference:
        return Difference(kind, subject_of(fact), str(ours), str(theirs), known.pledge_of(fact), fact)

    if isinstance(fact, SessionFact):
        return []  # no money and no promise: what came of a visit is told by other facts
    if fact.live != account.is_live:
        return [differ(LIVE, account.is_live, fact.live)]
    match fact:
        case PaymentFact():
            payment = known.payments.get(fact.payment)
            if payment is None:
                lost = fact.outcome == Outcome.SUCCEEDED and fact.at <= settled
                return [differ(MISSING_HERE, NOT_HERE, fact.amount)] if lost else []
            found = []
            if payment.state != fact.outcome and fact.at <= settled:
                found.append(differ(STATE, payment.state, fact.outcome))
            if payment.amount != fact.amount and Outcome.SUCCEEDED in (payment.state, fact.outcome):
                found.append(differ(AMOUNT, payment.amount, fact.amount))
            if fact.fee and fact.outcome == Outcome.SUCCEEDED and fact.payment not in known.fees and not found:
                found.append(differ(FEE, NOT_HERE, fact.fee))
            return found
        case RefundFact():
            refund = known.refunds.get(fact.refund) or known.refunds.get(fact.ours)
            if refund is None:
                return [differ(MISSING_HERE, NOT_HERE, fact.amount)] if fact.at <= settled else []
            if refund.amount != fact.amount:
                return [differ(AMOUNT, refund.amount, fact.amount)]
            return [differ(STATE, refund.state, fact.outcome)] if refund.state != fact.outcome else []
        case DisputeFact():
            dispute = known.disputes.get(fact.dispute)
            if dispute is None:
                return [differ(MISSING_HERE, NOT_HERE, fact.amount)] if fact.at <= settled else []
            return [differ(STATE, dispute.state, fact.became)] if dispute.state != fact.became else []
        case SubscriptionFact():
            return _of_subscription(fact, known, differ)
    return []


def _of_subscription(fact: SubscriptionFact, known: Known, differ: Any) -> list[Difference]:
    pledge = known.pledges.get(fact.subscription) or known.pledges.get(fact.pledge)
    if pledge is None:
        return [differ(MISSING_HERE, NOT_HERE, fact.told)]
    over = pledge.told in LAST_WORDS and fact.told in LAST_WORDS
    if pledge.told != fact.told and not over:
        return [differ(STATE, pledge.told or NOT_HERE, fact.told)]
    if fact.amount is not None and fact.amount != pledge.amount and not over:
        return [differ(AMOUNT, pledge.amount, fact.amount)]
    return []


def _uuids(texts: Iterable[str]) -> set[UUID]:
    """Return those that are names of ours: what a provider carries for us, others may have written."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


def _names(refund: Refund) -> tuple[str, ...]:
    return tuple(name for name in (refund.provider_ref, str(refund.public_id)) if name)
