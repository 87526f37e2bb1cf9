"""Which change of a pledge a patron is written about. Once each, and nothing about what is long past."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone, translation

from . import gift_letters, letters
from .models import Payment, Pledge, Refund

State = Pledge.State
# What an import or a late delivery tells of is no news to anybody.
NEWS = timedelta(days=7)
# A bank's statement may be uploaded once a month: until then nobody could know.
NEWS_OF_TRANSFERS = timedelta(days=45)
OVER = (State.ENDED, State.LAPSED)


def announce(pledge: Pledge, before: str, receipts: list[Payment], payments: list[Payment]) -> None:
    """Write about a change of state, and about payments that came or went back; in the caller's transaction.

    Args:
        receipts: those of `payments` that came now.
    """
    span = NEWS_OF_TRANSFERS if pledge.transfer_code else NEWS
    with translation.override(pledge.speaks):
        for payment in receipts:
            if _is_news(payment.occurred_at, span):
                letters.send_once(pledge.patron, letters.receipt(payment), f"payment {payment.pk}")
        if any(payment.refunded_minor for payment in payments):
            _given_back(pledge, span)
        # Who was brought along from elsewhere knows that they are patrons.
        is_old = pledge.source == Pledge.Source.IMPORT and before == State.PENDING
        write = None if is_old or before == pledge.state else _letter(before, pledge.state)
        if write is letters.welcome and hasattr(pledge, "gift"):
            write = gift_letters.given
        if write is not None and _is_news(pledge.told_at or pledge.started_at, span):
            letters.send_once(pledge.patron, write(pledge), _about(pledge, write.__name__))


def _given_back(pledge: Pledge, span: timedelta) -> None:
    refunds = Refund.objects.filter(payment__pledge=pledge, state=Refund.State.SUCCEEDED).select_related("payment")
    for refund in refunds.order_by("at", "pk"):
        if _is_news(refund.at, span):
            letters.send_once(pledge.patron, letters.refunded(refund, pledge), f"refund {refund.pk}")


def _letter(before: str, after: str) -> Callable[[Pledge], letters.Letter] | None:
    if after in (State.ACTIVE, State.GIVEN) and before in (State.PENDING, State.ABANDONED, State.AWAITING):
        return letters.welcome
    if after == State.ACTIVE and before in (State.PAUSED, State.CANCELING):
        return letters.resumed
    if before in OVER and after in OVER:
        # It was told already that nothing more is asked for; this says why.
        return None
    return {
        State.PAST_DUE: letters.payment_failed,
        State.PAUSED: letters.paused,
        State.CANCELING: letters.ends,
        State.ENDED: letters.ended,
        State.LAPSED: letters.ended,
    }.get(State(after))


def _about(pledge: Pledge, kind: str) -> str:
    if kind in ("welcome", "given"):
        return f"pledge {pledge.pk}"
    if kind == "payment_failed" and pledge.period_end:
        # Once for the time that was not paid; all else once each time that it happens.
        return f"pledge {pledge.pk} {pledge.period_end:%Y-%m-%d %H:%M}"
    return f"pledge {pledge.pk} {pledge.told_at:%Y-%m-%d %H:%M:%S.%f}" if pledge.told_at else f"pledge {pledge.pk}"


def _is_news(at: datetime | None, span: timedelta) -> bool:
    return at is None or at > timezone.now() - span
