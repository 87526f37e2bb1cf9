"""What the patrons' room keeps. Promises, money and rights are three things: pledges, payments, grants."""

from .accounts import ProviderAccount
from .comparisons import Comparison
from .drafts import SupportDraft
from .events import Discrepancy, ProviderEvent
from .grants import Grant
from .imports import Import, ImportLine
from .ledger import LedgerEntry
from .mail import SentMail, SignIn
from .payments import Dispute, Payment, ReceiptRow, Refund
from .people import Patron
from .pledges import CheckoutAttempt, Pledge, PledgeEvent
from .tiers import Campaign, Tier, TierPrice
from .turns import Turn

__all__ = [
    "Campaign", "CheckoutAttempt", "Comparison", "Discrepancy", "Dispute", "Grant", "Import", "ImportLine",
    "LedgerEntry", "Patron", "Payment", "Pledge", "PledgeEvent", "ProviderAccount", "ProviderEvent", "ReceiptRow",
    "Refund", "SentMail", "SignIn", "SupportDraft", "Tier", "TierPrice", "Turn",
]  # fmt: skip
