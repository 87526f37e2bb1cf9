"""How Stripe is asked: one client for each key, bounded in time, and errors in our words."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

import stripe
from django.utils.translation import gettext as _

from patrons.providers.base import NotReady, Refused, Unreachable

logger = logging.getLogger(__name__)

# What our reading was written for. It changes with the SDK, never by itself at Stripe: a test holds them together.
API_VERSION = "2026-10-28.endive"
# Seconds to connect, and to wait for a piece of the answer; then twice again, under the same key.
SECONDS = (5, 20)
RETRIES = 2


class Missing(Refused):
    """Stripe knows nothing by this name."""


@dataclass(frozen=True)
class Seen:
    """An object as it was at a moment of Stripe's clock. `order` tells apart what was asked in one second."""

    found: dict[str, Any]
    at: datetime
    order: int


@lru_cache(maxsize=4)
def client_for(secret_key: str, base: str) -> stripe.StripeClient:
    """Return the client of a key; its connections are kept for the next question."""
    stripe.enable_telemetry = False
    return stripe.StripeClient(
        secret_key,
        stripe_version=API_VERSION,
        max_network_retries=RETRIES,
        base_addresses={"api": base} if base else {},
        http_client=stripe.RequestsClient(timeout=SECONDS),
    )


@contextmanager
def asking() -> Iterator[None]:
    """Turn the SDK's errors into ours: Stripe's own sentences name its insides, and may name a person."""
    try:
        yield
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        _log("does not accept the key", error)
        raise NotReady("Stripe does not accept STRIPE_SECRET_KEY for this.") from error
    except stripe.IdempotencyError as error:
        _log("was asked twice", error)
        raise Refused(_("This was asked for before with other values: open the page again.")) from error
    except stripe.InvalidRequestError as error:
        if error.code == "resource_missing":
            raise Missing(_("Stripe does not know this any more: look for it there.")) from error
        if error.http_status == 409:  # the same question is being answered just now
            raise Unreachable("Stripe is busy with the same question.") from error
        _log("refused", error)
        raise Refused(_words(error)) from error
    except stripe.CardError as error:
        raise Refused(_("The card was declined: try another one.")) from error
    except stripe.StripeError as error:  # no connection, too many questions, an error of its own
        _log("did not answer", error)
        raise Unreachable("Stripe did not answer.") from error


def seen(ask: Callable[[], Any]) -> Seen:
    """Ask for one object, and note of which moment it is true.

    A change is told after it happened, and what is asked then was sent later than all that was asked
    before: so the moment of sending puts two answers of one second into their order.
    """
    sent = time.time_ns()
    with asking():
        answer = ask()
    headers = {name.lower(): value for name, value in answer.last_response.headers.items()}
    try:
        at = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        at = datetime.fromtimestamp(sent // 10**9, UTC)
    return Seen(answer.to_dict(), at, sent)


def _words(error: stripe.InvalidRequestError) -> str:
    said = {
        "amount_too_small": _("This is less than Stripe takes: choose a larger amount."),
        "amount_too_large": _("This is more than Stripe takes at once: choose a smaller amount."),
        "charge_already_refunded": _("All of this payment was given back before."),
        "charge_disputed": _("The patron’s bank is taking this payment back: it cannot be given back as well."),
    }.get(error.code or "")
    if said is None and error.param == "amount":
        said = _("Less than this is left of the payment at Stripe.")
    return said or _("Stripe refused this. Nothing was charged or changed.")


def _log(what: str, error: stripe.StripeError) -> None:
    """Never the message: it may name a person."""
    logger.warning(
        "Stripe %s: %s %s, request %s", what, type(error).__name__, error.code or error.http_status, error.request_id
    )
