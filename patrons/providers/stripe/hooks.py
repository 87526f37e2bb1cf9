"""Deliveries: whose they are is known before a byte of them is read."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from patrons.providers.base import BadSignature, Envelope

# Seconds that a delivery may be old, or our clocks apart.
TOLERANCE = 300
# What Stripe is asked to tell, at /support/hooks/stripe/. Fees come late, with “charge.updated”.
EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "invoice.paid",
    "invoice.payment_failed",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "charge.updated",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
)


def verify(headers: Mapping[str, str], body: bytes, secret: str) -> Envelope:
    """Return what was delivered, if Stripe signed it within the last minutes.

    Raises:
        BadSignature: it did not, or `secret` is empty.
    """
    signed = next((value for name, value in headers.items() if name.lower() == "stripe-signature"), "")
    try:
        stripe.WebhookSignature.verify_header(body, signed, secret, TOLERANCE)
    # Neither what is no UTF-8 nor what is no ASCII gets as far as the SDK's own refusal.
    except (stripe.SignatureVerificationError, UnicodeDecodeError, TypeError) as error:
        raise BadSignature("Stripe did not sign this, or not lately.") from error
    # The SDK looks back only: a signature from the future could be used again until then.
    moment = next(part.removeprefix("t=") for part in signed.split(",") if part.startswith("t="))
    if int(moment.partition("=")[0]) > time.time() + TOLERANCE:
        raise BadSignature("This was signed in the future.")
    try:
        event = _without_nul(json.loads(body))
        return Envelope(
            event_id=_text(event["id"]), kind=_text(event["type"]), payload=event,
            happened_at=datetime.fromtimestamp(event["created"], UTC), api_version=event.get("api_version") or "",
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError) as error:
        raise BadSignature("Stripe signed this, and it is no event.") from error


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("no name")
    return value


def _without_nul(value: Any) -> Any:
    """PostgreSQL cannot keep it, and a payer may have typed it."""
    if isinstance(value, dict):
        return {name.replace("\0", ""): _without_nul(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_without_nul(part) for part in value]
    return value.replace("\0", "") if isinstance(value, str) else value
