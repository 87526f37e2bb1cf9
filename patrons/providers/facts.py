"""What a provider may report, in words that are the same for all of them. Facts are values: they decide nothing.

Each fact stands for itself: it may come twice, late, or before another that happened earlier.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from patrons.money import Money


class Told(StrEnum):
    """What a subscription is."""

    INCOMPLETE = "incomplete"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELING = "canceling"
    ENDED = "ended"
    LAPSED = "lapsed"


class Outcome(StrEnum):
    """What became of money on its way."""

    PENDING = "pending"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


class Claim(StrEnum):
    """What became of a dispute."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Session(StrEnum):
    """What became of a visit to the provider's page."""

    COMPLETED = "completed"
    EXPIRED = "expired"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """`at` is the provider's clock, `order` tells apart what it reports of one second; `live` is real money."""

    at: datetime
    order: int = 0
    live: bool = True
    # The public id of our pledge, where the provider carries it; else it is found by the other references.
    pledge: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionFact(Fact):
    session: str
    became: Session
    customer: str = ""
    subscription: str = ""


@dataclass(frozen=True, kw_only=True)
class SubscriptionFact(Fact):
    subscription: str
    told: Told
    amount: Money | None = None
    customer: str = ""
    period_end: datetime | None = None
    cancel_at: datetime | None = None
    resume_at: datetime | None = None
    reason: str = ""
    # Until which month the card is good, as "2027-04", where the provider says so.
    card_expires: str = ""


@dataclass(frozen=True, kw_only=True)
class PaymentFact(Fact):
    payment: str
    outcome: Outcome
    amount: Money
    subscription: str = ""
    fee: Money | None = None
    period_start: datetime | None = None
    period_end: datetime | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundFact(Fact):
    refund: str
    payment: str
    outcome: Outcome
    amount: Money
    # The public id of our refund, where we asked for it.
    ours: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DisputeFact(Fact):
    dispute: str
    payment: str
    became: Claim
    amount: Money
    fee: Money | None = None
    answer_by: datetime | None = None


type AnyFact = SessionFact | SubscriptionFact | PaymentFact | RefundFact | DisputeFact
