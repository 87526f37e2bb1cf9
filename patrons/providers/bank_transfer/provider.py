"""A bank transfer as a provider: nobody is asked for anything. What came is read from the bank's statements."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.utils import timezone

from patrons.money import Money
from patrons.providers.base import Abilities, BadSignature, Envelope, Order, Refused, Subscription, Way
from patrons.providers.facts import AnyFact, Outcome, RefundFact, SubscriptionFact, Told


def make(settings: Any) -> "BankTransfer":
    """Return the provider. It has no keys; on a demonstration without real money its money is pretended, too."""
    accounts = apps.get_model("patrons", "ProviderAccount").objects.filter(is_enabled=True, is_live=True)
    return BankTransfer(is_live=not settings.PATRONS_DEMO or accounts.exists())


def name_of(pledge: str) -> str:
    """Return how a standing order is called, which has no name that we learn."""
    return f"transfer-{pledge}"


class BankTransfer:
    """See `patrons.providers.base.Provider`."""

    key: ClassVar[str] = "bank_transfer"
    abilities: ClassVar[Abilities] = Abilities(
        recurring=True, refunds=True, partial_refunds=True, change_amount=True, cards=False
    )

    def __init__(self, *, is_live: bool) -> None:
        self.is_live = is_live

    def start(self, order: Order) -> Way:
        # No address: our own page says where to transfer, see `patrons.transfers`.
        return Way()

    def close(self, session: str) -> None:
        return None

    def verify(self, headers: Mapping[str, str], body: bytes) -> Envelope:
        raise BadSignature("A bank sends us nothing: its statements are uploaded.")

    def facts(self, kind: str, payload: dict[str, Any]) -> list[AnyFact]:
        return []

    def poll(self, since: datetime) -> Iterable[AnyFact]:
        return []

    def refund(self, payment: str, amount: Money, *, ours: str, key: str) -> list[AnyFact]:
        """Report what staff sent back at the bank. Nobody but them can move money there."""
        return [
            RefundFact(
                at=timezone.now(), live=self.is_live, refund=f"transfer-back-{ours}", payment=payment,
                outcome=Outcome.SUCCEEDED, amount=amount, ours=ours,
            )
        ]  # fmt: skip

    def change_amount(self, subscription: Subscription, amount: Money, *, key: str) -> list[AnyFact]:
        return [self._told(subscription, Told.ACTIVE, amount=amount)]

    def cancel(self, subscription: Subscription, *, at_once: bool, key: str) -> list[AnyFact]:
        # What was paid for is had either way; the order itself ends at the patron's bank.
        return [self._told(subscription, Told.ENDED, amount=subscription.amount, reason="asked")]

    def pause(self, subscription: Subscription, until: datetime, *, key: str) -> list[AnyFact]:
        raise Refused("A standing order is paused at the bank that carries it out.")

    def resume(self, subscription: Subscription, *, key: str) -> list[AnyFact]:
        raise Refused("A standing order is begun again at the bank that carries it out.")

    def portal_url(self, subscription: Subscription, back_url: str) -> str:
        raise Refused("A standing order is changed at the bank that carries it out.")

    def shred(self, payload: dict[str, Any]) -> dict[str, Any]:
        return {}

    def _told(self, known: Subscription, told: Told, **said: Any) -> SubscriptionFact:
        name = known.ref or name_of(known.pledge)
        return SubscriptionFact(
            at=timezone.now(), live=self.is_live, pledge=known.pledge, subscription=name, told=told, **said
        )
