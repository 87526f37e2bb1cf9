"""A fake Stripe, the provider that asks it, and an address that takes its deliveries."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe
from django.test import Client
from django.urls import Resolver404, resolve

from patrons import deliveries
from patrons.models import Pledge, ProviderAccount, ProviderEvent
from patrons.money import Money
from patrons.providers import provider_for
from patrons.providers.base import Order
from patrons.providers.stripe.hooks import EVENTS
from patrons.providers.stripe.provider import StripeProvider
from tests.patrons.stripe.fake import FakeStripe
from tests.patrons.stripe.state import examples

HOOK = "/support/hooks/stripe/"


def pytest_collection_modifyitems(config, items):
    """The real Stripe is asked by whoever asks for it; left out, not skipped: CI takes a skip for a failure."""
    if "stripe_live" in config.option.markexpr:
        return
    out = [item for item in items if item.get_closest_marker("stripe_live")]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]


@pytest.fixture
def fake(shared_data, settings, monkeypatch):
    """A Stripe of this test's own, to which the site's keys lead."""
    made = FakeStripe(examples(shared_data / "billing/stripe-openapi/fixtures3.json"))
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, settings.STRIPE_SITE = made.key, made.url, "lantern.example"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_test"
    # Between two tries the SDK would sleep.
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    yield made
    made.close()


@pytest.fixture
def account(db) -> ProviderAccount:
    return ProviderAccount.objects.create(key="stripe", label="Card", is_live=False)


@pytest.fixture
def ours(fake) -> StripeProvider:
    """The provider, with the real SDK in it."""
    return provider_for("stripe")


class Inbox(ThreadingHTTPServer):
    """Takes deliveries as they come, and lets a test look at them in its own time."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Take)
        self.came: list[tuple[dict[str, str], bytes]] = []
        # Answers of the next ones; 200 when there is none.
        self.answers: list[int] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{HOOK}"

    def take_in(self, account: ProviderAccount) -> list[ProviderEvent]:
        """Hand what came to the site's own address, as it was signed, and return what was kept of it."""
        came, self.came = self.came, []
        return [self._hand_in(account, headers, body) for headers, body in came]

    def _hand_in(self, account: ProviderAccount, headers: dict[str, str], body: bytes) -> ProviderEvent:
        try:
            resolve(HOOK)
        except Resolver404:  # the address is being built
            provider = provider_for(account.key)
            return deliveries.take(account, provider, provider.verify(headers, body))
        signed = {"Stripe-Signature": headers["Stripe-Signature"]}
        answer = Client().post(HOOK, body, content_type="application/json", headers=signed)
        assert answer.status_code == 200
        return ProviderEvent.objects.get(account=account, event_id=json.loads(body)["id"])


class Take(BaseHTTPRequestHandler):
    server: Inbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.answers.pop(0) if self.server.answers else 200
        if status == 200:
            self.server.came.append((dict(self.headers), body))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def inbox(fake, ours, settings):
    """The address that the fake was told, as an editor tells it to the real one: with the events of the docs."""
    box = Inbox()
    made = ours.client.v1.webhook_endpoints.create({"url": box.url, "enabled_events": list(EVENTS)})
    settings.STRIPE_WEBHOOK_SECRET = made.secret
    yield box
    box.shutdown()
    box.server_close()


def order(pledge: Pledge | str = "p-1", **fields: Any) -> Order:
    name = str(getattr(pledge, "public_id", pledge))
    said = {
        "pledge": name, "amount": Money(500, "EUR"), "months": 1, "words": "Friend", "email": "olha@example.com",
        "language": "en", "done_url": "https://lantern.example/thanks/", "back_url": "https://lantern.example/support/",
        "key": f"pledge:{name}:start",
    }  # fmt: skip
    return Order(**said | fields)
