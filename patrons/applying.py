"""Each kind of fact on its own: written down so that a repeat changes nothing and a late one breaks nothing."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F

from . import closing, joining, ledger, tier_prices
from .ledger import Contradiction, book
from .limits import DECLINES_AT_MOST
from .models import CheckoutAttempt, Dispute, Payment, Pledge, ProviderAccount, ProviderEvent, Refund
from .money import Money
from .providers.facts import (
    AnyFact,
    Claim,
    DisputeFact,
    MemberFact,
    Outcome,
    PaymentFact,
    RefundFact,
    Session,
    SessionFact,
    SubscriptionFact,
    Told,
)
from .standing import LAST_WORDS

Kind = ledger.Kind
# How a payment or a refund may go on. Money that came has come: a late "failed" is an earlier try.
_LATER = {"pending": 0, "failed": 1, "succeeded": 2}
# A dispute that was lost may be won by an appeal, and then it stays won.
_FIRMER = {"open": 0, "lost": 1, "won": 2}


class Unknown(Exception):
    """What a fact is about is not here yet; `waits_for` names it, as "payment:pi_1"."""

    def __init__(self, waits_for: str) -> None:
        super().__init__(waits_for)
        self.waits_for = waits_for


def apply_one(account: ProviderAccount, fact: AnyFact, touched: dict[int, Pledge], cause: ProviderEvent | None) -> None:
    """Write down one fact about one of the pledges in `touched`, which are locked.

    Raises:
        Unknown: nothing here knows the pledge or the payment.
        Contradiction: it denies what is written down.
    """
    match fact:
        case SessionFact():
            _session(account, fact, _pledge(fact, touched))
        case SubscriptionFact():
            _subscription(fact, _pledge(fact, touched))
        case MemberFact():
            joining.tell(account, fact, touched)
        case PaymentFact():
            _payment(account, fact, _pledge(fact, touched), cause)
        case RefundFact() if fact.whole:
            _whole_refund(account, fact, cause)
        case RefundFact():
            _refund(account, fact, _known_payment(account, fact.payment), cause)
        case DisputeFact():
            _dispute(account, fact, _known_payment(account, fact.payment), cause)


def _pledge(fact: Any, touched: dict[int, Pledge]) -> Pledge:
    subscription = getattr(fact, "subscription", "")
    for pledge in touched.values():
        if fact.pledge == str(pledge.public_id) or (subscription and pledge.subscription_ref == subscription):
            return pledge
    raise Unknown(f"pledge:{fact.pledge}" if fact.pledge else f"subscription:{subscription}")


def _known_payment(account: ProviderAccount, ref: str) -> Payment:
    payment = Payment.objects.filter(account=account, provider_ref=ref).first()
    if payment is None:
        raise Unknown(f"payment:{ref}")
    return payment


def _session(account: ProviderAccount, fact: SessionFact, pledge: Pledge) -> None:
    _names(pledge, fact.customer, fact.subscription)
    attempts = pledge.attempts.filter(session_ref=fact.session)
    match fact.became:
        case Session.COMPLETED:
            attempts.update(state=CheckoutAttempt.State.COMPLETED)
        case Session.EXPIRED:
            attempts.filter(state=CheckoutAttempt.State.OPEN).update(state=CheckoutAttempt.State.EXPIRED)
        case Session.DECLINED:
            attempts.filter(state=CheckoutAttempt.State.OPEN).update(declines=F("declines") + 1)
            for spent in attempts.filter(state=CheckoutAttempt.State.OPEN, declines=DECLINES_AT_MOST):
                # Its provider is asked once all is written down, and answers in its own time.
                transaction.on_commit(partial(closing.close, spent.pk), robust=True)


def _subscription(fact: SubscriptionFact, pledge: Pledge) -> None:
    _names(pledge, fact.customer, fact.subscription)
    over, says_over = pledge.told in LAST_WORDS, fact.told in LAST_WORDS
    newer = pledge.told_at is None or (fact.at, fact.order) > (pledge.told_at, pledge.told_order)
    # What has ended at a provider never begins again under the same name, whatever clock says so.
    if (over and not says_over) or (not newer and not (says_over and not over)):
        return
    pledge.told, pledge.told_at, pledge.told_order = Pledge.Told(fact.told), fact.at, fact.order
    pledge.cancel_at, pledge.resume_at = fact.cancel_at, fact.resume_at
    pledge.card_expires = fact.card_expires or pledge.card_expires
    if fact.amount is not None:
        if fact.amount.currency != pledge.currency:
            raise Contradiction(f"subscription:{fact.subscription}", pledge.amount, fact.amount)
        if fact.amount.minor != pledge.amount_minor:
            if pledge.agreed_minor is None:
                pledge.agreed_minor, pledge.agreed_tier = pledge.amount_minor, pledge.tier
            pledge.amount_minor = fact.amount.minor
            tier_prices.follow(pledge)
    if says_over or fact.told == Told.OVERDUE:
        pledge.ended_at, pledge.end_reason = fact.at, fact.reason[:200]


def _payment(account: ProviderAccount, fact: PaymentFact, pledge: Pledge, cause: ProviderEvent | None) -> None:
    _names(pledge, "", fact.subscription)
    said = {
        "pledge": pledge, "amount_minor": fact.amount.minor, "currency": fact.amount.currency, "state": fact.outcome,
        "is_estimated": fact.estimated, "occurred_at": fact.at, "period_start": fact.period_start,
        "period_end": fact.period_end, "error": fact.error[:200], "is_live": account.is_live,
    }  # fmt: skip
    payment, made = Payment.objects.get_or_create(account=account, provider_ref=fact.payment, defaults=said)
    fact = _exactly(fact, payment)
    if payment.amount != fact.amount and (payment.state == Outcome.SUCCEEDED or fact.outcome == Outcome.SUCCEEDED):
        if payment.state == Outcome.SUCCEEDED or payment.currency != fact.amount.currency:
            raise Contradiction(f"payment:{fact.payment}", payment.amount, fact.amount)
        payment.amount_minor = fact.amount.minor
    ranks = (_LATER[fact.outcome], fact.at), (_LATER[payment.state], payment.occurred_at)
    if not made and ranks[0] > ranks[1] and payment.state != Payment.State.SUCCEEDED:
        payment.state, payment.occurred_at = Payment.State(fact.outcome), fact.at
        payment.error = "" if fact.outcome == Outcome.SUCCEEDED else fact.error[:200]
    payment.period_start = payment.period_start or fact.period_start
    payment.period_end = payment.period_end or fact.period_end
    payment.save(
        update_fields=["state", "amount_minor", "is_estimated", "occurred_at", "error", "period_start", "period_end"]
    )
    if payment.state != Payment.State.SUCCEEDED:
        return
    charged = payment.entries.filter(kind=Kind.CHARGE).first()
    if charged is None or charged.amount == payment.amount:
        book(
            Kind.CHARGE, payment.amount, ref=fact.payment, at=payment.occurred_at, payment=payment, cause=cause,
            months=fact.months or pledge.months, period_start=payment.period_start, period_end=payment.period_end,
        )  # fmt: skip
    else:
        # It was written down before anybody said exactly how much it was.
        difference = payment.amount - charged.amount
        book(Kind.ADJUSTMENT, difference, ref=fact.payment, at=payment.occurred_at, payment=payment, cause=cause)
    if fact.fee:
        book(Kind.FEE, -fact.fee, ref=fact.payment, at=payment.occurred_at, payment=payment, cause=cause)


def _exactly(fact: PaymentFact, payment: Payment) -> PaymentFact:
    """Let an estimate stand behind what is written down, and an exact amount take the place of an estimate."""
    booked = payment.state == Payment.State.SUCCEEDED
    if fact.estimated:
        return replace(fact, amount=payment.amount) if booked or not payment.is_estimated else fact
    if payment.is_estimated and payment.currency == fact.amount.currency:
        if not booked or payment.refunded_minor <= fact.amount.minor:
            payment.amount_minor, payment.is_estimated = fact.amount.minor, False
    return fact


def _whole_refund(account: ProviderAccount, fact: RefundFact, cause: ProviderEvent | None) -> None:
    """All of a payment, whatever it was; what was never booked does not go back either."""
    payment = Payment.objects.filter(account=account, provider_ref=fact.payment).first()
    if payment is not None and payment.state == Payment.State.SUCCEEDED:
        _refund(account, replace(fact, amount=payment.amount), payment, cause)


def _refund(account: ProviderAccount, fact: RefundFact, payment: Payment, cause: ProviderEvent | None) -> None:
    refund = _our_refund(account, fact, payment)
    if refund is None:
        refund = _made_elsewhere(account, fact, payment)
    elif refund.amount != fact.amount:
        raise Contradiction(f"refund:{fact.refund}", refund.amount, fact.amount)
    later = {**_LATER, "requested": -1}
    before, refund.provider_ref = refund.state, fact.refund
    if fact.outcome == Outcome.FAILED or later[fact.outcome] > later[before]:
        # A refund may fail after it was reported as done: the bank sent it back. That is its last word.
        refund.state = before if before == Refund.State.FAILED else Refund.State(fact.outcome)
    if refund.state == fact.outcome:
        refund.at = fact.at
    refund.save()
    gone: dict[str, Any] = {"ref": fact.refund, "at": fact.at, "payment": payment, "refund": refund, "cause": cause}
    if fact.outcome == Outcome.SUCCEEDED:
        book(Kind.REFUND, -fact.amount, **gone)
    if refund.state == Refund.State.FAILED:
        if before != Refund.State.FAILED:
            Payment.objects.filter(pk=payment.pk).update(refunded_minor=F("refunded_minor") - refund.amount_minor)
        if payment.entries.filter(kind=Kind.REFUND, provider_ref=fact.refund).exists():
            book(Kind.REFUND_RETURNED, fact.amount, **gone | {"at": refund.at})


def _our_refund(account: ProviderAccount, fact: RefundFact, payment: Payment) -> Refund | None:
    known = Refund.objects.filter(account=account, provider_ref=fact.refund).first()
    if known is None and fact.ours:
        known = payment.refunds.filter(public_id=fact.ours).first()
    return known


def _made_elsewhere(account: ProviderAccount, fact: RefundFact, payment: Payment) -> Refund:
    room = Payment.objects.filter(pk=payment.pk, amount_minor__gte=F("refunded_minor") + fact.amount.minor)
    if fact.outcome != Outcome.FAILED and not room.update(refunded_minor=F("refunded_minor") + fact.amount.minor):
        raise Contradiction(f"refund:{fact.refund}", payment.refundable, fact.amount)
    return Refund.objects.create(
        account=account, payment=payment, provider_ref=fact.refund, amount_minor=fact.amount.minor,
        state=Refund.State(fact.outcome), source=Refund.Source.PROVIDER, reason=fact.reason[:200], at=fact.at,
    )  # fmt: skip


def _dispute(account: ProviderAccount, fact: DisputeFact, payment: Payment, cause: ProviderEvent | None) -> None:
    said = {"payment": payment, "amount_minor": fact.amount.minor, "state": fact.became, "at": fact.at}
    dispute, _made = Dispute.objects.get_or_create(account=account, provider_ref=fact.dispute, defaults=said)
    if _FIRMER[fact.became] > _FIRMER[dispute.state]:
        dispute.state = Dispute.State(fact.became)
    dispute.answer_by = fact.answer_by or dispute.answer_by
    dispute.save()
    about: dict[str, Any] = {"ref": fact.dispute, "at": fact.at, "payment": payment, "dispute": dispute, "cause": cause}
    book(Kind.DISPUTE, -Money(dispute.amount_minor, payment.currency), **about)
    if fact.fee:
        book(Kind.DISPUTE_FEE, -fact.fee, **about)
    if dispute.state == Claim.WON:
        book(Kind.DISPUTE_WON, Money(dispute.amount_minor, payment.currency), **about)


def _names(pledge: Pledge, customer: str, subscription: str) -> None:
    """Note by which names the provider knows a pledge; the first one stays."""
    if subscription and pledge.subscription_ref and pledge.subscription_ref != subscription:
        raise Contradiction(f"pledge:{pledge.public_id}", pledge.subscription_ref, subscription)
    pledge.subscription_ref = pledge.subscription_ref or subscription
    pledge.customer_ref = pledge.customer_ref or customer
