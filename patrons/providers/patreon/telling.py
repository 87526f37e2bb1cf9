"""From a member to facts: what is promised, and which charges are known."""

from calendar import monthrange
from datetime import datetime
from typing import Any

from patrons.money import CURRENCIES, Money
from patrons.providers.facts import AnyFact, MemberFact, Outcome, PaymentFact, RefundFact, Told

from .reading import Charge, Member

STATES = {"active_patron": Told.ACTIVE, "declined_patron": Told.PAST_DUE, "former_patron": Told.ENDED, None: Told.ENDED}
OUTCOMES = {
    "Paid": Outcome.SUCCEEDED,
    "Pending": Outcome.PENDING,
    "Declined": Outcome.FAILED,
    "Deleted": Outcome.FAILED,
    "Refunded": Outcome.SUCCEEDED,
    "Refunded by Patreon": Outcome.SUCCEEDED,
    "Fraud": Outcome.SUCCEEDED,
    "Partially Refunded": Outcome.SUCCEEDED,
}
GONE = {"Refunded": "refunded", "Refunded by Patreon": "refunded by Patreon", "Fraud": "fraud"}
TRIAL = "Free Trial"


def facts(
    member: Member, *, at: datetime, order: int, live: bool, currency: str, since: datetime | None = None
) -> list[AnyFact]:
    """Return what is said of a member, as of `at`.

    Args:
        currency: the campaign's, which Patreon does not tell.
        since: older charges are left out.
    """
    about: dict[str, Any] = {"subscription": member.ref, "live": live}
    months = member.cadence or 1
    charges = _charges(member, currency)
    movements: list[AnyFact] = []
    unclear = []
    for ref, charge, amount, estimated in charges:
        outcome = OUTCOMES.get(charge.status)
        if charge.status == "Partially Refunded" or (outcome is None and charge.status != TRIAL):
            unclear.append((f"payment:{ref}", charge.status[:100]))
        if outcome and amount and (since is None or charge.at >= since):
            movements.append(
                PaymentFact(
                    at=charge.at, payment=ref, outcome=outcome, amount=amount, estimated=estimated, months=months,
                    period_start=charge.at, period_end=later(charge.at, months),
                    error=charge.status if outcome == Outcome.FAILED else "", **about,
                )
            )  # fmt: skip
        if charge.status in GONE:
            # When it went back is not told: the day of the charge is the same in every report.
            movements.append(
                RefundFact(
                    at=charge.at, live=live, refund=f"{ref}:back", payment=ref, outcome=Outcome.SUCCEEDED, whole=True,
                    amount=amount or Money(0, currency), reason=GONE[charge.status],
                )
            )  # fmt: skip
    if member.status not in STATES:
        unclear.append((f"subscription:{member.ref}", str(member.status)[:100]))
    is_given = member.is_gifted or member.is_free_trial or member.charge_status == TRIAL
    paid = [one for one in movements if isinstance(one, PaymentFact)]
    cents = member.will_pay or member.entitled or 0
    amount = Money(cents, currency) if cents else (paid[-1].amount if paid else None)
    told = STATES.get(member.status)
    if told == Told.ENDED and member.charge_status in ("Declined", "Fraud"):
        told = Told.LAPSED
    fact = MemberFact(
        at=at, order=order, told=told, amount=amount, months=months, customer=member.user, name=member.name,
        email=member.email if member.is_email_verified else "", tiers=member.tiers,
        is_given=is_given and told not in (Told.LAPSED, Told.PAST_DUE) and bool(member.tiers or member.is_free_trial),
        until=member.next_charge if is_given else None, has_paid=bool(paid), charged_at=member.charged_at,
        since=member.since, unclear=tuple(unclear), **about,
    )  # fmt: skip
    return [fact, *movements]


def _charges(member: Member, currency: str) -> list[tuple[str, Charge, Money | None, bool]]:
    """Return each charge once: its name, what became of it, how much, and whether that is an estimate.

    A delivery knows the last charge only, by its day; the history knows all, by names of its own. So the day is
    the name: whichever tells first, the other one tells the same.
    """
    days: dict[str, list[Charge]] = {}
    for charge in member.history:
        days.setdefault(f"{charge.at:%Y-%m-%d}", []).append(charge)
    found = []
    for day, charges in days.items():
        # Beginning to pledge and paying for it are two entries of one day, and one charge.
        paid = [one for one in charges if one.kind == "subscription"] or charges[-1:]
        for number, charge in enumerate(paid):
            ref = f"{member.ref}:{day}" + (f":{number + 1}" if number else "")
            found.append((ref, charge, *_amount(charge, member, currency)))
    if member.charged_at and member.charge_status and (day := f"{member.charged_at:%Y-%m-%d}") not in days:
        charge = Charge(member.charged_at, member.charge_status, None, "", "")
        found.append((f"{member.ref}:{day}", charge, *_amount(charge, member, currency)))
    return found


def _amount(charge: Charge, member: Member, currency: str) -> tuple[Money | None, bool]:
    """Return how much a charge was, in the campaign's currency where that can be known."""
    if charge.cents and charge.currency in ("", currency):
        return Money(charge.cents, currency), False
    is_last = member.charged_at is not None and member.charged_at.date() == charge.at.date()
    cents = member.entitled or member.will_pay or 0
    if is_last and cents:
        # All that somebody ever gave is no less than the last of it.
        return Money(min(cents, member.lifetime or cents), currency), True
    if charge.cents and charge.currency in CURRENCIES:
        return Money(charge.cents, charge.currency), True
    return None, True


def later(at: datetime, months: int) -> datetime:
    """Return the same day `months` later, or the last one of a shorter month."""
    years, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + years, month + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
