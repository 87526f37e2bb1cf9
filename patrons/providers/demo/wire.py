"""What the demonstration bank says of its books, as JSON that goes over the wire, and back to facts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from patrons.money import Money
from patrons.providers.facts import (
    AnyFact,
    Outcome,
    PaymentFact,
    RefundFact,
    Session,
    SessionFact,
    SubscriptionFact,
    Told,
)

from .models import Charge, Mandate, Return, Visit


def session(visit: Visit, became: str, at: datetime) -> dict[str, Any]:
    """Return what became of a visit."""
    return {
        "object": "session", "id": visit.ref, "became": became, "pledge": visit.pledge, "at": at.isoformat(),
        "subscription": visit.mandate.ref if visit.mandate else "",
    }  # fmt: skip


def subscription(mandate: Mandate) -> dict[str, Any]:
    """Return what a subscription is now."""
    return {
        "object": "subscription", "id": mandate.ref, "status": mandate.told, "pledge": mandate.pledge,
        "amount": mandate.amount_minor, "currency": mandate.currency, "version": mandate.version,
        "at": mandate.changed_at.isoformat(), "period_end": _text(mandate.period_end),
        "cancel_at": _text(mandate.cancel_at), "resume_at": _text(mandate.resume_at), "reason": mandate.reason,
        "card_expires": mandate.card_expires,
    }  # fmt: skip


def charge(one: Charge) -> dict[str, Any]:
    """Return what became of a charge."""
    return {
        "object": "charge", "id": one.ref, "outcome": one.outcome, "pledge": one.pledge, "error": one.error,
        "amount": one.amount_minor, "currency": one.currency, "fee": one.fee_minor, "at": one.at.isoformat(),
        "subscription": one.mandate.ref if one.mandate else "", "period_start": _text(one.period_start),
        "period_end": _text(one.period_end),
    }  # fmt: skip


def given_back(one: Return) -> dict[str, Any]:
    """Return what went back of a charge."""
    return {
        "object": "refund", "id": one.ref, "charge": one.charge.ref, "pledge": one.charge.pledge, "ours": one.ours,
        "amount": one.amount_minor, "currency": one.charge.currency, "at": one.at.isoformat(),
    }  # fmt: skip


def facts(objects: Iterable[dict[str, Any]]) -> list[AnyFact]:
    """Return the facts that objects of the wire tell. None of them is of real money."""
    return [_READ[each["object"]](each) for each in objects]


def _session(said: dict[str, Any]) -> AnyFact:
    return SessionFact(
        at=_moment(said["at"]), live=False, pledge=said["pledge"], session=said["id"], became=Session(said["became"]),
        subscription=said["subscription"],
    )  # fmt: skip


def _subscription(said: dict[str, Any]) -> AnyFact:
    return SubscriptionFact(
        at=_moment(said["at"]), order=said["version"], live=False, pledge=said["pledge"], subscription=said["id"],
        told=Told(said["status"]), amount=Money(said["amount"], said["currency"]), reason=said["reason"],
        period_end=_maybe(said["period_end"]), cancel_at=_maybe(said["cancel_at"]),
        resume_at=_maybe(said["resume_at"]), card_expires=said.get("card_expires", ""),
    )  # fmt: skip


def _charge(said: dict[str, Any]) -> AnyFact:
    return PaymentFact(
        at=_moment(said["at"]), live=False, pledge=said["pledge"], payment=said["id"],
        outcome=Outcome(said["outcome"]), amount=Money(said["amount"], said["currency"]),
        subscription=said["subscription"], error=said["error"], period_start=_maybe(said["period_start"]),
        period_end=_maybe(said["period_end"]), fee=Money(said["fee"], said["currency"]) if said["fee"] else None,
    )  # fmt: skip


def _refund(said: dict[str, Any]) -> AnyFact:
    return RefundFact(
        at=_moment(said["at"]), live=False, pledge=said["pledge"], refund=said["id"], payment=said["charge"],
        outcome=Outcome.SUCCEEDED, amount=Money(said["amount"], said["currency"]), ours=said["ours"],
    )  # fmt: skip


_READ = {"session": _session, "subscription": _subscription, "charge": _charge, "refund": _refund}


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe(text: str) -> datetime | None:
    return _moment(text) if text else None
