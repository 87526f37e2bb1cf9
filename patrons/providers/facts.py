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
    # A standing order that did not come; it may yet.
    OVERDUE = "overdue"


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
class MemberFact(Fact):
    """A membership that began at the provider: nobody here made a pledge before. What comes again goes on."""

    # Its name there, which a pledge keeps as that of its subscription.
    subscription: str
    # None where the provider says what we have no word for: then what is known stands.
    told: Told | None
    amount: Money | None = None
    months: int = 1
    customer: str = ""
    name: str = ""
    # Only what the provider knows to be theirs: whoever has the address opens the patron's page with it.
    email: str = ""
    # The provider's names of its tiers, dearest first.
    tiers: tuple[str, ...] = ()
    # Had without paying: a gift, a trial.
    is_given: bool = False
    # When the gift is over, or what is given ends.
    until: datetime | None = None
    # Money came or was tried, so that there is a pledge to write it down for.
    has_paid: bool = False
    # The last try to charge that this knows of: a report that knows less is an old one.
    charged_at: datetime | None = None
    since: datetime | None = None
    reason: str = ""
    # What nobody can tell from this report: about what, and the provider's words.
    unclear: tuple[tuple[str, str], ...] = ()

    @property
    def is_promise(self) -> bool:
        """Whether there is a pledge to be made of it."""
        goes_on = self.told not in (None, Told.ENDED, Told.LAPSED) and not self.is_given
        return self.amount is not None and (self.has_paid or goes_on)


@dataclass(frozen=True, kw_only=True)
class PaymentFact(Fact):
    payment: str
    outcome: Outcome
    amount: Money
    # The provider tells no amount of this one charge: what is written down already stands, what comes exactly counts.
    estimated: bool = False
    # For how many months it is, where the provider says so itself.
    months: int = 0
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
    # All of the payment, as much as that was; of one that is not known, nothing.
    whole: bool = False


@dataclass(frozen=True, kw_only=True)
class DisputeFact(Fact):
    dispute: str
    payment: str
    became: Claim
    amount: Money
    fee: Money | None = None
    answer_by: datetime | None = None


type AnyFact = SessionFact | SubscriptionFact | MemberFact | PaymentFact | RefundFact | DisputeFact
