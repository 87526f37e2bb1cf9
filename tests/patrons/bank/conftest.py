"""A newsroom with a bank account, and people who announce transfers."""

from typing import Any

import pytest

from patrons import pledging
from patrons.models import BankAccount, Pledge, ProviderAccount
from patrons.money import Money
from patrons.pledging import Wish

IBAN = "DE89370400440532013000"


@pytest.fixture
def bank(db) -> ProviderAccount:
    """The way to pay by transfer, with an account in euros and one in hryvnias."""
    account = ProviderAccount.objects.create(key="bank_transfer", label="Bank transfer")
    BankAccount.objects.create(
        account=account, currency="EUR", beneficiary="The Lantern e.V.", iban=IBAN, bic="COBADEFFXXX", bank="A bank"
    )
    BankAccount.objects.create(account=account, currency="UAH", beneficiary="ГО Ліхтар", number="26001234567890")
    return account


@pytest.fixture
def announce(bank):
    """Announce a transfer; returns the pledge with its reference."""

    def begin(minor: int = 1200, interval: str = "month", currency: str = "EUR", **fields: Any) -> Pledge:
        mark = f"form-{Pledge.objects.count()}"
        wish = Wish(
            email=fields.pop("email", f"{mark}@example.com"), amount=Money(minor, currency), interval=interval,
            account=bank, **fields,
        )  # fmt: skip
        return pledging.begin(wish, form_mark=mark).pledge

    return begin


def csv(*rows: tuple[Any, ...], head: str = "Date,Amount,Currency,Payer,Reference") -> bytes:
    """Return a file as a bank may make it."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in rows]
    return "\n".join([head, *lines, ""]).encode()
