"""What every provider is: a translator. It verifies, asks and reports; `patrons.pledges` decides and writes.

A provider imports this, `facts`, `money` and its SDK, and no model. See docs/how-to/add-a-payment-provider.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from patrons.money import Money

from .facts import AnyFact


class BadSignature(Exception):
    """A delivery is not from its provider, or too old, or too large: nothing of it is read or kept."""


class NotReady(Exception):
    """The provider's keys are missing: nothing is accepted from it and nothing asked of it."""


class Refused(Exception):
    """The provider said no, and why, in a sentence for the person who asked. No money moved."""


class Unreachable(Exception):
    """The provider did not answer, or not in time: whether it did what was asked is not known."""


@dataclass(frozen=True)
class Abilities:
    """What a provider can do, so that pages offer nothing else."""

    recurring: bool = False
    webhooks: bool = False
    refunds: bool = False
    partial_refunds: bool = False
    change_amount: bool = False
    pause: bool = False
    portal: bool = False
    # It can be asked about a visit by whoever comes back from it.
    returns: bool = False
    # Somebody could try out stolen cards there.
    cards: bool = True
    # An open visit can be ended, so that no further card is tried there.
    closes: bool = False
    # Begun, changed and ended at the provider alone: the address where somebody does that.
    elsewhere: str = ""
    # A delivery says no more than "look again": a repeat is looked at again, and no name of it is kept.
    hints: bool = False


@dataclass(frozen=True)
class Envelope:
    """A delivery whose signature is right. `event_id` is its only name; `payload` is what JSON can hold."""

    event_id: str
    kind: str
    payload: dict[str, Any]
    happened_at: datetime | None = None
    api_version: str = ""


@dataclass(frozen=True)
class Order:
    """What somebody wants to give: all that a provider needs to ask for it. `pledge` is our pledge's public id."""

    pledge: str
    amount: Money
    months: int
    words: str
    email: str
    language: str
    done_url: str
    back_url: str
    # The same key asks for the same thing: a repeat is no second charge.
    key: str


@dataclass(frozen=True)
class Way:
    """Where the payer goes next: to a page of the provider, or to instructions of our own (no address)."""

    url: str = ""
    session: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Subscription:
    """A pledge as its provider knows it."""

    pledge: str
    ref: str
    customer: str = ""
    amount: Money | None = None
    months: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)


class Provider(Protocol):
    """One account at one provider. Every method may raise `NotReady`, and what asks the network `Unreachable`."""

    key: ClassVar[str]
    abilities: ClassVar[Abilities]

    def start(self, order: Order) -> Way:
        """Begin a payment. Raises `Refused` with a sentence."""

    def returned(self, session: str) -> list[AnyFact]:
        """Return what became of a visit to the provider's page; asked where `abilities.returns`."""

    def close(self, session: str) -> None:
        """End an open visit to the provider's page; asked where `abilities.closes`. Raises `Refused`."""

    def verify(self, headers: Mapping[str, str], body: bytes) -> Envelope:
        """Check who sent a delivery before a byte of it is parsed. Raises `BadSignature`."""

    def facts(self, kind: str, payload: dict[str, Any]) -> list[AnyFact]:
        """Return what a delivery says. May ask the provider for the object as it is now; writes nothing.

        `at` of a payment, refund or dispute is that thing's own moment, the same in every report of it;
        `at` of a subscription is the moment of which it is true.
        """

    def poll(self, since: datetime) -> Iterable[AnyFact]:
        """Return all that happened since, for the nightly comparison and for lost deliveries."""

    def refund(self, payment: str, amount: Money, *, ours: str, key: str) -> list[AnyFact]:
        """Give back. Raises `Refused`."""

    def change_amount(self, subscription: Subscription, amount: Money, *, key: str) -> list[AnyFact]: ...

    def cancel(self, subscription: Subscription, *, at_once: bool, key: str) -> list[AnyFact]: ...

    def pause(self, subscription: Subscription, until: datetime, *, key: str) -> list[AnyFact]: ...

    def resume(self, subscription: Subscription, *, key: str) -> list[AnyFact]:
        """Go on after a pause, or take a cancellation back."""

    def portal_url(self, subscription: Subscription, back_url: str) -> str:
        """Return a page of the provider where the payer changes the card."""

    def shred(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return a payload without whatever tells of a person."""
