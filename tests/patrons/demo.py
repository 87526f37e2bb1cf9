"""Pledges at the demonstration bank."""

from typing import Any

from patrons import pledging
from patrons.models import Pledge, ProviderAccount
from patrons.money import Money
from patrons.pledging import Wish


def begin(minor: int = 500, interval: str = "month", mark: str = "form-1", **fields: Any) -> Pledge:
    """Begin a pledge at the demonstration bank."""
    account = ProviderAccount.objects.get_or_create(
        key="demo", defaults={"label": "Demonstration bank", "is_live": False}
    )[0]
    wish = Wish(email=f"{mark}@example.com", amount=Money(minor, "EUR"), interval=interval, account=account, **fields)
    return pledging.begin(wish, form_mark=mark).pledge
