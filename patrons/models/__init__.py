"""What the patrons' room keeps. Promises, money and rights are three things: pledges, payments, grants."""

from .accounts import ProviderAccount
from .drafts import SupportDraft
from .events import Discrepancy, ProviderEvent
from .figures import Figures
from .grants import Grant
from .ledger import LedgerEntry
from .mail import SentMail, SignIn
from .payments import Dispute, Payment, ReceiptRow, Refund
from .people import Patron
from .pledges import CheckoutAttempt, Pledge, PledgeEvent
from .tiers import Campaign, Tier, TierPrice

__all__ = [
    "Campaign", "CheckoutAttempt", "Discrepancy", "Dispute", "Figures", "Grant", "LedgerEntry", "Patron", "Payment",
    "Pledge", "PledgeEvent", "ProviderAccount", "ProviderEvent", "ReceiptRow", "Refund", "SentMail", "SignIn",
    "SupportDraft", "Tier", "TierPrice",
]  # fmt: skip
