"""What the patrons' room keeps. Promises, money and rights are three things: pledges, payments, grants."""

from .accounts import ProviderAccount
from .bank import BankAccount, BankLine, BankStatement, OtherWay
from .comparisons import Comparison
from .drafts import SupportDraft
from .events import Discrepancy, ProviderEvent
from .figures import Figures
from .gifts import Gift
from .grants import Grant
from .imports import Import, ImportLine
from .ledger import LedgerEntry
from .mail import SentMail, SignIn
from .memberships import MappedTier, Membership, Synchronisation
from .names import NameWord
from .payments import Dispute, Payment, ReceiptRow, Refund
from .people import Patron
from .pledges import CheckoutAttempt, Pledge, PledgeEvent
from .tiers import Campaign, Tier, TierPrice
from .topics import Topic, TopicRound, TopicStep, Vote
from .turns import Turn

__all__ = [
    "BankAccount", "BankLine", "BankStatement", "Campaign", "CheckoutAttempt", "Comparison", "Discrepancy", "Dispute",
    "Figures", "Gift", "Grant", "Import", "ImportLine", "LedgerEntry", "MappedTier", "Membership", "NameWord",
    "OtherWay",
    "Patron", "Payment", "Pledge", "PledgeEvent", "ProviderAccount", "ProviderEvent", "ReceiptRow", "Refund",
    "SentMail", "SignIn", "SupportDraft", "Synchronisation", "Tier", "TierPrice", "Topic", "TopicRound", "TopicStep",
    "Turn", "Vote",
]  # fmt: skip
