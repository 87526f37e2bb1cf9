"""Reading the part of the form at /support/ that is about a gift for somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from .days import NoDay, day_of, noon_of
from .models import Gift, Tier
from .money import Money
from .offers import Offer

NAMES = ["gift", "gift_tier", "gift_months", "gift_name", "gift_email", "gift_day", "gift_message"]
# What is chosen when somebody ticks that it is a gift.
MONTHS = 3
NAME_LENGTH: int = Gift._meta.get_field("recipient_name").max_length or 0


@dataclass(frozen=True)
class Chosen:
    """What is given and what it comes to; `wish` is the rest of it, as a draft keeps it."""

    tier: Tier
    price: Money
    wish: dict[str, Any]


def at_first(offer: Offer, asked: Mapping[str, str]) -> dict[str, str]:
    """Return what an unfilled form says of a gift; a link may tick it: `?gift=1`."""
    if not offer.gifts:
        return {}
    months = MONTHS if MONTHS in offer.gift_months else offer.gift_months[0]
    return {
        "gift": "1" if asked.get("gift") == "1" else "", "gift_months": str(months),
        "gift_tier": offer.gifts[len(offer.gifts) // 2].tier.slug,
    }  # fmt: skip


def read(said: dict[str, str], offer: Offer, errors: dict[str, str]) -> Chosen | None:
    """Return what is to be given, or None with a sentence for each field that says nothing yet."""
    months = next((each for each in offer.gift_months if str(each) == said["gift_months"]), None)
    if months is None:
        errors["gift_months"] = _("Choose for how long.")
    choice = offer.gift(said["gift_tier"])
    price = choice.prices.get(months) if choice and months else None
    if choice is None:
        errors["gift_tier"] = _("Choose what you would like to give.")
    elif months and price is None:
        errors["gift_tier"] = _("“%(tier)s” is not offered for this time: choose another one, or another time.") % {
            "tier": choice.tier.local.name
        }
    _check_name(said, errors)
    _check_email(said, errors)
    day = _day(said, errors)
    _check_message(said, errors)
    if not (choice and price and months and day) or any(name in errors for name in NAMES):
        return None
    wish = {
        "months": months, "starts_on": day, "recipient_name": said["gift_name"],
        "recipient_email": said["gift_email"], "message": said["gift_message"],
    }  # fmt: skip
    return Chosen(choice.tier, price, wish)


def _check_name(said: dict[str, str], errors: dict[str, str]) -> None:
    if not said["gift_name"]:
        errors["gift_name"] = _("Write the name of the person it is for.")
    else:
        _check_length("gift_name", NAME_LENGTH, said, errors)


def _check_message(said: dict[str, str], errors: dict[str, str]) -> None:
    # Browsers count and send a line's end as two signs.
    said["gift_message"] = said["gift_message"].replace("\r\n", "\n")
    _check_length("gift_message", Gift.MESSAGE_LENGTH, said, errors)


def _check_length(name: str, most: int, said: dict[str, str], errors: dict[str, str]) -> None:
    if "\0" in said[name]:
        errors[name] = _("Take out the character that cannot be shown.")
    elif len(said[name]) > most:
        errors[name] = _("Shorten this to %(most)s characters: it has %(now)s.") % {
            "most": most, "now": len(said[name]),
        }  # fmt: skip


def _check_email(said: dict[str, str], errors: dict[str, str]) -> None:
    if not said["gift_email"]:
        return
    try:
        validate_email(said["gift_email"])
    except ValidationError:
        errors["gift_email"] = _(
            "Enter an email address in the correct format, like name@example.com, or leave it empty."
        )
        return
    if len(said["gift_email"]) > 254:
        errors["gift_email"] = _("Enter an email address of at most 254 characters.")


def _day(said: dict[str, str], errors: dict[str, str]) -> str | None:
    """Return the first day as 2026-12-31; today where nothing is written."""
    today = day_of(timezone.now())
    if not said["gift_day"]:
        return today.isoformat()
    try:
        day = day_of(noon_of(said["gift_day"]))
    except NoDay as error:
        errors["gift_day"] = str(error)
        return None
    if not today <= day <= today + timedelta(days=Gift.AHEAD_DAYS):
        errors["gift_day"] = _("Choose a day from today on, at most a year ahead.")
        return None
    return day.isoformat()
