"""A visit to the provider's page that is spent: its card was declined so often that no further one is tried there.

Money that comes all the same, because somebody pressed in the same moment, is booked as any other.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from .limits import DECLINES_AT_MOST, is_spent
from .models import CheckoutAttempt
from .providers import agreed, provider_for
from .providers.base import NotReady, Refused, Unreachable

logger = logging.getLogger(__name__)

# A provider's page is open for a day: what is older is over by itself.
OPEN_FOR = timedelta(days=1)
AT_ONCE = 100


def close(number: int) -> bool:
    """End the visit of a spent attempt at its provider. A silent provider is asked again by the clock.

    Returns:
        whether it was ended now.
    """
    attempt = CheckoutAttempt.objects.select_related("pledge__account").get(pk=number)
    if attempt.state != CheckoutAttempt.State.OPEN or not is_spent(attempt) or not attempt.session_ref:
        return False
    account = attempt.pledge.account
    try:
        provider = agreed(provider_for(account.key), account)
        if not provider.abilities.closes:
            return False
        provider.close(attempt.session_ref)
    except (NotReady, Refused, Unreachable) as error:
        logger.info("The visit of attempt %s could not be ended: %s.", attempt.pk, type(error).__name__)
        return False
    still = CheckoutAttempt.objects.filter(pk=attempt.pk, state=CheckoutAttempt.State.OPEN)
    return bool(still.update(state=CheckoutAttempt.State.EXPIRED))


def close_spent() -> int:
    """End the visits of spent attempts that are open still."""
    since = timezone.now() - OPEN_FOR
    spent = CheckoutAttempt.objects.filter(
        state=CheckoutAttempt.State.OPEN, declines__gte=DECLINES_AT_MOST, created_at__gt=since
    )
    numbers = spent.exclude(session_ref="").order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    return sum(close(number) for number in numbers)
