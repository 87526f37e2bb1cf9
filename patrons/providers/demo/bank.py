"""What can be done at the demonstration bank: by whoever pays, and by what time brings. Each tells what became."""

from calendar import monthrange
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from patrons.money import Money, fee
from patrons.providers.base import Refused

from . import wire
from .models import Charge, Mandate, Return, Visit
from .sending import tell

FEE_BASIS_POINTS = 150
GOES_ON = ("active", "past_due")
DECLINED = "card_declined"
# How long a card of this bank is good.
CARD_MONTHS = 36
# Nobody pays more than this at once, in whichever currency.
MOST_MINOR = 10**12


@transaction.atomic
def pay(number: int, *, slowly: bool = False, times: int = 1) -> Visit:
    """Take the money of a visit, once however often it is asked."""
    visit = Visit.objects.select_for_update().get(pk=number)
    if visit.is_paid:
        return visit
    now = timezone.now()
    objects: list[dict[str, Any]] = []
    if visit.months:
        visit.mandate = Mandate.objects.create(
            pledge=visit.pledge, amount_minor=visit.amount_minor, currency=visit.currency, months=visit.months,
            period_end=later(now, visit.months), changed_at=now, language=visit.language,
            card_expires=f"{later(now, CARD_MONTHS):%Y-%m}",
        )  # fmt: skip
        objects.append(wire.subscription(visit.mandate))
    visit.is_paid = True
    visit.save(update_fields=["is_paid", "mandate"])
    paid = _charge(visit.amount, now, pledge=visit.pledge, mandate=visit.mandate, visit=visit)
    said = [wire.session(visit, "completed", now), *objects, wire.charge(paid)]
    tell("session.completed", said, slowly=slowly, times=times)
    return visit


@transaction.atomic
def decline(number: int) -> Visit:
    """Refuse the card of a visit; another may be tried."""
    visit = Visit.objects.select_for_update().get(pk=number)
    if visit.is_paid:
        return visit
    now = timezone.now()
    failed = Charge.objects.create(
        pledge=visit.pledge, visit=visit, amount_minor=visit.amount_minor, currency=visit.currency, outcome="failed",
        error=DECLINED, at=now,
    )  # fmt: skip
    tell("charge.failed", [wire.session(visit, "declined", now), wire.charge(failed)])
    return visit


@transaction.atomic
def renew(number: int) -> None:
    """Let the next period begin now, and take the money for it."""
    mandate = _locked(number)
    if mandate.told not in GOES_ON:
        raise Refused(_("Only a subscription that goes on can be renewed."))
    start = mandate.period_end
    mandate.becomes("active", period_end=later(start, mandate.months))
    paid = _charge(mandate.amount, timezone.now(), pledge=mandate.pledge, mandate=mandate, start=start)
    tell("subscription.renewed", [wire.charge(paid), wire.subscription(mandate)])


@transaction.atomic
def fail_renewal(number: int) -> None:
    """Let the next payment be refused."""
    mandate = _locked(number)
    if mandate.told not in GOES_ON:
        raise Refused(_("Only a subscription that goes on can be renewed."))
    start = mandate.period_end
    failed = Charge.objects.create(
        pledge=mandate.pledge, mandate=mandate, amount_minor=mandate.amount_minor, currency=mandate.currency,
        outcome="failed", error=DECLINED, period_start=start, period_end=later(start, mandate.months),
    )  # fmt: skip
    mandate.becomes("past_due")
    tell("subscription.past_due", [wire.charge(failed), wire.subscription(mandate)])


@transaction.atomic
def age_card(number: int) -> None:
    """Let the card be good for this month only."""
    mandate = _locked(number)
    mandate.becomes(mandate.told, card_expires=f"{timezone.now():%Y-%m}")
    tell("subscription.updated", [wire.subscription(mandate)])


@transaction.atomic
def another_card(number: int) -> None:
    """Take a card that is good for years; with it a payment that was refused is made at once."""
    mandate = _locked(number)
    if mandate.told == "ended":
        raise Refused(_("This subscription has ended: there is nothing to pay with a card."))
    good = f"{later(timezone.now(), CARD_MONTHS):%Y-%m}"
    if mandate.told != "past_due":
        mandate.becomes(mandate.told, card_expires=good)
        tell("subscription.updated", [wire.subscription(mandate)])
        return
    start = mandate.period_end
    mandate.becomes("active", card_expires=good, period_end=later(start, mandate.months))
    paid = _charge(mandate.amount, timezone.now(), pledge=mandate.pledge, mandate=mandate, start=start)
    tell("subscription.renewed", [wire.charge(paid), wire.subscription(mandate)])


@transaction.atomic
def end(number: int, reason: str = "asked at the bank") -> Mandate:
    """End a subscription at once."""
    mandate = _locked(number)
    if mandate.told != "ended":
        mandate.becomes("ended", reason=reason)
        tell("subscription.ended", [wire.subscription(mandate)])
    return mandate


@transaction.atomic
def give_back(ref: str, amount: Money | None = None, ours: str = "") -> Return:
    """Give back a part of a charge, or all that is left of it.

    Raises:
        Refused: there is not so much left, or no such charge.
    """
    charge = Charge.objects.select_for_update().filter(ref=ref, outcome="succeeded").first()
    if charge is None:
        raise Refused(_("The demonstration bank knows no such payment."))
    left = charge.amount_minor - charge.returned_minor
    asked = amount or Money(left, charge.currency)
    if asked.currency != charge.currency or not 0 < asked.minor <= left:
        raise Refused(_("The demonstration bank has less than that left of this payment."))
    charge.returned_minor += asked.minor
    charge.save(update_fields=["returned_minor"])
    made = Return.objects.create(charge=charge, amount_minor=asked.minor, ours=ours)
    tell("charge.refunded", [wire.given_back(made)])
    return made


@transaction.atomic
def change(ref: str, told: str = "", **fields: Any) -> Mandate:
    """Change a subscription as Newsroom asks.

    Raises:
        Refused: there is none, it has ended, or the amount is none.
    """
    mandate = Mandate.objects.select_for_update().filter(ref=ref).first()
    if mandate is None or mandate.told == "ended":
        raise Refused(_("The demonstration bank knows no subscription of this name that goes on."))
    if not 0 < fields.get("amount_minor", mandate.amount_minor) <= MOST_MINOR:
        raise Refused(_("The demonstration bank takes amounts above nothing, and below all sense."))
    mandate.becomes(told or mandate.told, **fields)
    tell("subscription.updated", [wire.subscription(mandate)])
    return mandate


def later(moment: datetime, months: int) -> datetime:
    """Return the same day so many months later, or the last one of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def _charge(
    amount: Money,
    now: datetime,
    *,
    pledge: str,
    mandate: Mandate | None,
    visit: Visit | None = None,
    start: datetime | None = None,
) -> Charge:
    start = start or (now if mandate else None)
    return Charge.objects.create(
        pledge=pledge, mandate=mandate, visit=visit, amount_minor=amount.minor, currency=amount.currency,
        outcome="succeeded", fee_minor=fee(amount.minor, FEE_BASIS_POINTS, 0), at=now, period_start=start,
        period_end=later(start, mandate.months) if mandate and start else None,
    )  # fmt: skip


def _locked(number: int) -> Mandate:
    return Mandate.objects.select_for_update().get(pk=number)
