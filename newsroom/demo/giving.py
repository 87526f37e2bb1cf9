"""What the demo newspaper offers those who give: tiers, a campaign, and the bank that pretends."""

import tomllib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from newsroom.demo.reading import CONTENT
from patrons.models import Campaign, ProviderAccount, Tier, TierPrice
from patrons.models.columns import Interval
from patrons.money import Money
from patrons.providers.demo.bank import FEE_BASIS_POINTS

WORDS = ("name", "description", "benefits")


def offer_support() -> None:
    """Make the tiers of `content/patrons.toml`, the campaign and the account, unless an earlier run did."""
    words = tomllib.loads((CONTENT / "patrons.toml").read_text())
    ProviderAccount.objects.get_or_create(
        key="demo",
        defaults={
            "label": words["account"]["label"], "is_live": False, "settings": {"fee_basis_points": FEE_BASIS_POINTS},
        },
    )  # fmt: skip
    for position, each in enumerate(words["tiers"]):
        tier, _made = Tier.objects.get_or_create(
            slug=each["slug"],
            defaults={
                **{word: each[word] for word in WORDS}, "votes": each["votes"], "position": position,
                "status": Tier.Status.LIVE, "translations": {"uk": each["uk"]},
            },
        )  # fmt: skip
        for interval in Interval:
            for currency, text in each[interval].items():
                TierPrice.objects.get_or_create(
                    tier=tier, currency=currency, interval=interval, is_active=True,
                    defaults={"amount_minor": Money.parse(text, currency).minor},
                )  # fmt: skip
    _campaign(words["campaign"])


def _campaign(words: dict[str, Any]) -> None:
    goal, now = Money.parse(words["amount"], words["currency"]), timezone.now()
    Campaign.objects.get_or_create(
        name=words["name"],
        defaults={
            "purpose": words["purpose"], "amount_minor": goal.minor, "currency": goal.currency,
            "starts_at": now - timedelta(days=14), "ends_at": now + timedelta(days=76),
            "translations": {"uk": words["uk"]},
        },
    )  # fmt: skip
