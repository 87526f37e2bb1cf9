"""What patrons and staff do to a pledge or a payment: asked of its provider, whose answer is applied like any other.

Each is done `by` somebody of the staff, by a `Via`, or else by the patron.
Each verb may be repeated: a provider that did not answer in time is asked again under the same key.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from . import pledges, sizes
from .days import day_of
from .history import Via
from .models import Payment, Pledge, PledgeEvent, Refund
from .money import Money
from .providers import agreed, provider_for
from .providers.base import NotReady, Provider, Refused, Subscription, Unreachable
from .providers.facts import AnyFact, SubscriptionFact, Told
from .sizes import OutOfSize
from .standing import is_nobodys

State = Pledge.State
REASON_LETTERS = 200
PAUSE_AT_MOST = timedelta(days=366)
GOES_ON = (State.ACTIVE, State.PAST_DUE, State.PAUSED)


class NotChanged(Exception):
    """Nothing was changed and no money moved; the sentence says why, and what to do."""


class NotKnown(Exception):
    """The provider did not answer in time: whether it was done will be known soon. The sentence says so."""


def cancel(pledge: Pledge, *, at_once: bool = False, by: Any = None, reason: str = "") -> Pledge:
    """End a pledge with the time that is paid for, or at once."""
    _needs(pledge, *GOES_ON, *([State.CANCELING] if at_once else []))
    if is_nobodys(pledge):
        until = None if at_once or not pledge.period_end or pledge.period_end <= timezone.now() else pledge.period_end
        ends = _here(pledge, Told.CANCELING, cancel_at=until) if until else _here(pledge, Told.ENDED, reason="asked")
        return _told(pledge, "cancel", [ends], by, reason=reason)
    return _ask(pledge, "cancel", by, lambda it, known, key: it.cancel(known, at_once=at_once, key=key), reason=reason)


def lapse(pledge: Pledge, *, reason: str = "payment failed") -> Pledge:
    """End a pledge that was not paid, its grace over. Its provider says “ended”: we know why, and say so."""
    _needs(pledge, State.PAST_DUE)

    def act(provider: Provider, known: Subscription, key: str) -> list[AnyFact]:
        facts = provider.cancel(known, at_once=True, key=key)
        # One word later than the provider's own, so that the same is true in whichever order they come.
        return [
            replace(fact, told=Told.LAPSED, reason=reason, order=fact.order + 1)
            if isinstance(fact, SubscriptionFact) and fact.told == Told.ENDED
            else fact
            for fact in facts
        ]

    return _ask(pledge, "lapse", Via.CLOCK, act, reason=reason)


def resume(pledge: Pledge, *, by: Any = None) -> Pledge:
    """Go on after a pause, or take a cancellation back."""
    _needs(pledge, State.PAUSED, State.CANCELING)
    if is_nobodys(pledge):
        return _told(pledge, "resume", [_here(pledge, Told.ACTIVE)], by)
    return _ask(pledge, "resume", by, lambda it, known, key: it.resume(known, key=key))


def pause(pledge: Pledge, until: datetime, *, by: Any = None) -> Pledge:
    """Ask for nothing until a day; then it goes on by itself."""
    _needs(pledge, State.ACTIVE, State.PAST_DUE)
    now = timezone.now()
    if day_of(until) == day_of(now):
        raise NotChanged(_("It can go on from tomorrow on: choose a later day."))
    if until <= now:
        raise NotChanged(_("The day to go on lies in the past: choose a later one."))
    if until > now + PAUSE_AT_MOST:
        last = date_format(localtime(now + PAUSE_AT_MOST), "DATE_FORMAT")
        raise NotChanged(_("A pause lasts a year at most: choose a day until %(day)s.") % {"day": last})
    return _ask(pledge, "pause", by, lambda it, known, key: it.pause(known, until, key=key), until=until.isoformat())


def change_amount(pledge: Pledge, amount: Money, *, by: Any = None) -> Pledge:
    """Ask for another amount from the next payment on.

    Raises:
        NotChanged: also for an amount that no form would take; the provider is not asked then.
    """
    _needs(pledge, State.ACTIVE, State.PAST_DUE)
    if amount.currency != pledge.currency:
        raise NotChanged(_("A pledge stays in its currency: end this one and begin another."))
    try:
        sizes.check(amount, pledge.interval)
    except OutOfSize as error:
        raise NotChanged(str(error)) from error
    said = {"before": pledge.amount_minor, "after": amount.minor}
    return _ask(pledge, "amount", by, lambda it, known, key: it.change_amount(known, amount, key=key), **said)


def refund(payment: Payment, amount: Money, *, by: Any, reason: str) -> Refund:
    """Give back some or all of a payment, through its provider.

    Raises:
        NotChanged: more than is left, or the provider refused; nothing went back.
        NotKnown: the provider did not answer; `retry_refund` asks it again, and cannot pay twice.
    """
    may_refund(payment, amount, reason)
    with transaction.atomic():
        # One statement decides who of two was first.
        room = Payment.objects.filter(
            pk=payment.pk, state=Payment.State.SUCCEEDED, amount_minor__gte=F("refunded_minor") + amount.minor
        )
        if amount.minor <= 0 or amount.currency != payment.currency or not room.update(
            refunded_minor=F("refunded_minor") + amount.minor
        ):  # fmt: skip
            payment.refresh_from_db()
            raise NotChanged(_too_much(payment, amount))
        asked = Refund.objects.create(
            payment=payment, account=payment.account, amount_minor=amount.minor, source=Refund.Source.STAFF,
            reason=reason.strip(), requested_by=by,
        )  # fmt: skip
        pledges.change(payment.pledge, "refund", by=by, minor=amount.minor, payment=str(payment))
    return retry_refund(asked)


def may_refund(payment: Payment, amount: Money, reason: str) -> None:
    """Say whether so much of a payment could be given back now.

    Raises:
        NotChanged: there is no reason, or not so much left.
    """
    if not reason.strip():
        raise NotChanged(_("Say why it is given back: the patron and the books will show it."))
    if len(reason.strip()) > REASON_LETTERS:
        raise NotChanged(
            _("The reason has %(letters)s characters: %(most)s have room, shorten it.")
            % {"letters": len(reason.strip()), "most": REASON_LETTERS}
        )
    if amount.currency != payment.currency or not 0 < amount.minor <= payment.refundable.minor:
        raise NotChanged(_too_much(payment, amount))


def retry_refund(asked: Refund) -> Refund:
    """Ask the provider for a refund that is written down; again, if it did not answer the first time."""
    if asked.state != Refund.State.REQUESTED:
        return asked
    payment = asked.payment
    try:
        facts = agreed(provider_for(asked.account.key), asked.account).refund(
            payment.provider_ref, asked.amount, ours=str(asked.public_id), key=f"refund:{asked.public_id}"
        )
    except Refused as error:
        with transaction.atomic():
            if Refund.objects.filter(pk=asked.pk, state=Refund.State.REQUESTED).update(state=Refund.State.FAILED):
                Payment.objects.filter(pk=payment.pk).update(refunded_minor=F("refunded_minor") - asked.amount_minor)
        raise NotChanged(str(error)) from error
    except (Unreachable, NotReady) as error:
        raise NotKnown(_unknown(payment.pledge)) from error
    pledges.apply(asked.account, facts, by=asked.requested_by)
    asked.refresh_from_db()
    return asked


def _too_much(payment: Payment, amount: Money) -> str:
    words = {"amount": amount, "left": payment.refundable}
    if not amount:
        return _("Write how much is given back: at most %(left)s, and more than nothing.") % words
    if not payment.refundable:
        return _("Nothing of this payment is left: all of it was given back.")
    return _("%(amount)s cannot be given back: %(left)s of this payment is left.") % words


def _ask(
    pledge: Pledge, verb: str, by: Any, act: Callable[[Provider, Subscription, str], list[AnyFact]], **said: Any
) -> Pledge:
    if is_nobodys(pledge):
        raise NotChanged(
            _("Nobody asks for this pledge any more, so nothing of it can be changed: end it, or begin anew.")
        )
    # The number of what was done before makes the key: a repeat of this is the same, the next time is another.
    times = PledgeEvent.objects.filter(pledge=pledge, verb=verb).count()
    known = Subscription(
        pledge=str(pledge.public_id), ref=pledge.subscription_ref, customer=pledge.customer_ref, amount=pledge.amount,
        months=pledge.months,
    )  # fmt: skip
    try:
        provider = agreed(provider_for(pledge.account.key), pledge.account)
        facts = act(provider, known, f"pledge:{pledge.public_id}:{verb}:{times}")
    except Refused as error:
        raise NotChanged(str(error)) from error
    except (Unreachable, NotReady) as error:
        raise NotKnown(_unknown(pledge)) from error
    return _told(pledge, verb, facts, by, **said)


def _here(pledge: Pledge, told: Told, **said: Any) -> SubscriptionFact:
    """Return what we say ourselves of a pledge that no provider knows: nobody asks for it, and nobody need be told."""
    return SubscriptionFact(
        at=timezone.now(), live=pledge.account.is_live, pledge=str(pledge.public_id), subscription="", told=told, **said
    )


def _told(pledge: Pledge, verb: str, facts: list[AnyFact], by: Any, **said: Any) -> Pledge:
    with transaction.atomic():
        pledges.apply(pledge.account, facts, by=by or Via.PATRON)
        pledge.refresh_from_db()
        pledges.change(pledge, verb, by=by or Via.PATRON, **said)
    return pledge


def _needs(pledge: Pledge, *states: str) -> None:
    pledge.refresh_from_db()
    if pledge.state not in states:
        raise NotChanged(_stands(pledge.state))


def _stands(state: str) -> str:
    """Return why nothing can be done: what became of the pledge in the meantime."""
    return {
        State.ACTIVE: _("Nothing was changed: this pledge goes on already."),
        State.PAST_DUE: _("Nothing was changed: the last payment of this pledge did not go through."),
        State.PAUSED: _("Nothing was changed: this pledge is paused. Go on with it first."),
        State.CANCELING: _("Nothing was changed: this pledge was ended. Go on with it first."),
        State.ENDED: _("Nothing was changed: this pledge has ended."),
        State.LAPSED: _("Nothing was changed: this pledge has ended."),
        State.GIVEN: _("Nothing was changed: this was given once, and nothing more is asked for."),
        State.REFUNDED: _("Nothing was changed: this was given back."),
    }.get(State(state), _("Nothing was changed: nothing was paid of this pledge yet."))


def _unknown(pledge: Pledge) -> str:
    said = _("%(provider)s did not answer in time. Try again in a minute: nothing is done twice.")
    return said % {"provider": pledge.account}
