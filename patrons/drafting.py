"""From the form to the last page before the provider: kept for a day, and marked so that it begins once.

See docs/decisions/: why the mark is made after the form, and kept in no cookie.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .filling import Filled
from .limits import TooMany
from .models import Campaign, CheckoutAttempt, ProviderAccount, SupportDraft, Tier
from .money import Money
from .pledging import GiftWish, Wish

SALT = "patrons.support"
# Forms are cheap to send and cost a row: some times more than payments may begin.
FORMS_FOR_A_PAYMENT = 6


def keep(filled: Filled, network: str) -> SupportDraft:
    """Keep a form that says all it should. Forms of yesterday go.

    Raises:
        TooMany: with a sentence.
    """
    now = timezone.now()
    SupportDraft.objects.filter(created_at__lt=now - SupportDraft.LASTS).delete()
    recent = SupportDraft.objects.filter(created_at__gt=now - timedelta(hours=1))
    from_here = settings.CHECKOUTS_AN_HOUR_PER_NETWORK * FORMS_FOR_A_PAYMENT
    if network and recent.filter(network=network).count() >= from_here:
        raise TooMany(_("Many of these forms came from your network within an hour: try again later."))
    if recent.count() >= settings.CHECKOUTS_AN_HOUR * FORMS_FOR_A_PAYMENT:
        raise TooMany(_("Payments are paused for some minutes. You have not been charged: try again a little later."))
    wish = filled.wish | {"language": get_language() or "", "campaign": _campaign()}
    return SupportDraft.objects.create(said=filled.said, wish=wish, network=network)


def find(public_id: UUID) -> SupportDraft | None:
    """Return a draft that is not a day old."""
    since = timezone.now() - SupportDraft.LASTS
    return SupportDraft.objects.filter(public_id=public_id, created_at__gt=since).first()


def form_of(attempt: CheckoutAttempt) -> str:
    """Return the address of the form as it was filled in for an attempt; empty when it is no longer kept."""
    try:
        draft = find(UUID(attempt.form_mark))
    except ValueError:
        return ""
    return reverse("support_change", args=[draft.public_id]) if draft else ""


def mark(draft: SupportDraft) -> str:
    """Return what the last page's form carries: signed, and dated."""
    return signing.TimestampSigner(salt=SALT).sign(str(draft.public_id))


def is_marked(draft: SupportDraft, text: str) -> bool:
    """Whether `text` is this draft's mark, and not a day old."""
    try:
        return signing.TimestampSigner(salt=SALT).unsign(text, max_age=SupportDraft.LASTS) == str(draft.public_id)
    except signing.BadSignature:
        return False


def wish_of(draft: SupportDraft) -> Wish | None:
    """Return what the draft asks for; None when the way to pay is no longer offered."""
    said: dict[str, Any] = dict(draft.wish)
    account = ProviderAccount.objects.filter(pk=said.pop("account"), is_enabled=True).first()
    tier = Tier.objects.filter(pk=said.pop("tier")).first()
    amount = Money(said.pop("minor"), said.pop("currency"))
    gift = said.pop("gift", None)
    if gift:
        gift = GiftWish(**gift | {"starts_on": date.fromisoformat(gift["starts_on"])})
    return Wish(account=account, tier=tier, amount=amount, gift=gift, **said) if account else None


def _campaign() -> int | None:
    now = timezone.now()
    current = Campaign.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)
    return current.values_list("pk", flat=True).first()
