"""Somebody is back from the provider's page before its delivery is: the provider is asked, and the answer applied."""

import logging
from datetime import timedelta

from django.core.cache import cache

from . import pledges
from .history import Via
from .models import CheckoutAttempt
from .providers import agreed, provider_for
from .providers.base import NotReady, Refused, Unreachable

logger = logging.getLogger(__name__)

# The page loads itself anew every few seconds, and anybody may load it.
NOT_BEFORE = timedelta(seconds=10)


def look(attempt: CheckoutAttempt) -> bool:
    """Ask what became of a visit that nothing is known of yet.

    Returns:
        whether the pledge was brought up to date. A provider that is silent is no failure: its
        delivery will come.
    """
    pledge = attempt.pledge
    if not attempt.session_ref or not cache.add(f"patrons-returned:{attempt.pk}", 1, int(NOT_BEFORE.total_seconds())):
        return False
    try:
        provider = agreed(provider_for(pledge.account.key), pledge.account)
        if not provider.abilities.returns:
            return False
        pledges.apply(pledge.account, provider.returned(attempt.session_ref), by=Via.RETURN)
    except (NotReady, Refused, Unreachable, pledges.Unknown) as error:
        logger.info("The visit of pledge %s could not be looked at: %s.", pledge.pk, type(error).__name__)
        return False
    return True
