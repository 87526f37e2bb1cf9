"""Defence against card testing, before a provider is asked: limits for each network, address, form and the site.

Numbers: shared experience of others is in docs/decisions/; each can be set. Counted in the database, because a
cache may forget, and only begun checkouts are counted, which are few.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import CheckoutAttempt, ProviderAccount

HOUR = timedelta(hours=1)
DECLINES_AT_MOST = 3
# The brake: of the last twenty tries in ten minutes more than twelve were declined.
BRAKE_SPAN, BRAKE_TRIES, BRAKE_DECLINES = timedelta(minutes=10), 20, 12


class TooMany(Exception):
    """Nothing was asked of a provider; the sentence is for the reader."""


def check(network: str, email_key: str, account: ProviderAccount, *, cards: bool = True) -> None:
    """Stop a checkout that begins from `network` (a fingerprint) for `email_key`, if there were too many.

    Each way to pay is counted by itself: whoever was stopped with a card may announce a transfer.

    Args:
        cards: whether cards could be tried out there. If not, only floods are stopped.

    Raises:
        TooMany: with a sentence.
    """
    recent = CheckoutAttempt.objects.filter(created_at__gt=timezone.now() - HOUR, pledge__account=account)
    most = settings.CHECKOUTS_AN_HOUR_PER_NETWORK if cards else settings.TRANSFERS_AN_HOUR_PER_NETWORK
    if network and recent.filter(network=network).count() >= most:
        raise TooMany(_card_sentence() if cards else _transfer_sentence())
    if recent.filter(pledge__patron__email_key=email_key).count() >= settings.CHECKOUTS_AN_HOUR_PER_ADDRESS:
        raise TooMany(_("This address began several payments within an hour: try again a little later."))
    if recent.count() >= settings.CHECKOUTS_AN_HOUR or (cards and is_braking()):
        raise TooMany(_("Payments are paused for some minutes. You have not been charged: try again a little later."))


def _card_sentence() -> str:
    if ProviderAccount.objects.filter(is_enabled=True, key="bank_transfer").exists():
        return _("There were many payments from your network within an hour: try again later, or by bank transfer.")
    return _("There were many payments from your network within an hour: try again later.")


def _transfer_sentence() -> str:
    return _(
        "Many transfers were announced from your network within an hour: try again later. "
        "What you have announced already, you may transfer."
    )


def is_braking() -> bool:
    """Whether so many cards are declined just now that somebody must be trying them out."""
    attempts = CheckoutAttempt.objects.filter(created_at__gt=timezone.now() - BRAKE_SPAN)
    tries = attempts.aggregate(
        declined=Sum("declines"), paid=Count("pk", filter=Q(state=CheckoutAttempt.State.COMPLETED))
    )
    declined = tries["declined"] or 0
    return declined + tries["paid"] >= BRAKE_TRIES and declined > BRAKE_DECLINES


def is_spent(attempt: CheckoutAttempt) -> bool:
    """Whether an attempt was declined so often that it is closed."""
    return attempt.declines >= DECLINES_AT_MOST
