"""A payment begins: Stripe's own page, with the price in the question, so that nothing is prepared there.

Our mark stands on the session and again on what comes of it: Stripe does not hand it down.
"""

from datetime import UTC, datetime
from typing import Any

import stripe
from stripe.params.checkout import SessionCreateParams

from patrons.providers.base import Order, Way

from .amounts import to_stripe
from .asking import asking
from .marks import mark

# The languages of Stripe's page; a test compares them with the SDK. Ukrainian is none of them.
LANGUAGES = frozenset(
    "bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru "
    "sk sl sv th tr vi zh zh-HK zh-TW".split()
)
# A product's name at Stripe.
LETTERS = 250


def start(client: stripe.StripeClient, order: Order, site: str) -> Way:
    """Ask for a page to pay on. The same key gives the same page."""
    with asking():
        session = client.v1.checkout.sessions.create(wanted(order, site), {"idempotency_key": order.key})
    return Way(url=session.url or "", session=session.id, expires_at=datetime.fromtimestamp(session.expires_at, UTC))


def wanted(order: Order, site: str) -> SessionCreateParams:
    """Return what is asked. It follows from the order alone: a repeat under the same key must be the same.

    Hence no `expires_at`, which would be another one each time: Stripe's own is a day, as is ours. And no
    `payment_method_types`: which ways to pay are offered is chosen at Stripe.
    """
    metadata = mark(site, pledge=order.pledge)
    words = " ".join(order.words.split())[:LETTERS] or "—"
    params: SessionCreateParams = {
        "mode": "subscription" if order.months else "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.amount.currency.lower(),
                    "unit_amount": to_stripe(order.amount),
                    "product_data": {"name": words},
                },
            }
        ],
        "customer_email": order.email,
        "client_reference_id": order.pledge,
        "metadata": metadata,
        "success_url": order.done_url,
        "cancel_url": order.back_url,
        "locale": order.language if order.language in LANGUAGES else "auto",
    }
    if order.months:
        params["line_items"][0]["price_data"]["recurring"] = every(order.months)
        params["subscription_data"] = {"metadata": metadata}
    else:
        params["payment_intent_data"] = {"metadata": metadata}
    return params


def every(months: int) -> Any:
    """Return a rhythm in Stripe's words."""
    years, rest = divmod(months, 12)
    return {"interval": "month", "interval_count": months} if rest else {"interval": "year", "interval_count": years}
