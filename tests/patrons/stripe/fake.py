"""A Stripe for tests: it remembers, its clock can be moved, and it tells what happened over HTTP.

The real SDK talks to it. Shapes are Stripe's own examples, copied when it starts (tests/README.md says
where they lie); what it does is our reading of Stripe's documentation, and an opt-in test compares it
with the real one.

    fake = FakeStripe(examples)
    fake.pay(session_url)
    fake.advance(days=30)
    fake.deliver()
"""

import json
import random
import threading
import urllib.error
import urllib.request
from typing import Any

import stripe

from . import going_on, moving, pages
from .server import Server
from .state import State

GOOD, DECLINED, FAILS_LATER = "4242424242424242", "4000000000000002", "4000000000000341"


class FakeStripe:
    """One account. Methods do what payers, banks and people at Stripe's dashboard do."""

    key = "sk_test_fake"

    def __init__(self, shapes: dict[str, Any]) -> None:
        self.state = State(shapes)
        self.server = Server(self.state)
        self.state.base = self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        # All that was delivered, as it was signed: to be delivered again.
        self.sent: list[tuple[str, str]] = []

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def asked(self) -> list[tuple[str, str, dict[str, Any], str]]:
        return self.server.asked

    # What payers do.

    def session(self, url: str) -> dict[str, Any]:
        return self.state.get(url.rpartition("/")[2], "checkout.session")

    def pay(self, url: str, card: str = GOOD, email: str = "olha@example.com") -> bool:
        with self.state.lock:
            return pages.pay(self.state, self.session(url), card, email)

    def expire(self, url: str) -> None:
        with self.state.lock:
            pages.expire(self.state, self.session(url))

    def new_card(self, customer: str, card: str) -> None:
        self.state.cards[customer] = card

    def press_in_portal(self, url: str, subscription: str, do: str = "cancel", card: str = "") -> None:
        made = self.state.get(url.rpartition("/")[2], "billing_portal.session")
        with self.state.lock:
            pages.portal_press(self.state, made, {"do": do, "card": card, "subscription": subscription})

    # What happens at Stripe and at banks.

    def advance(self, days: int = 0, seconds: int = 0) -> None:
        with self.state.lock:
            going_on.advance(self.state, days, seconds)

    def refund(self, intent: str, amount: int) -> dict[str, Any]:
        """Somebody gives back at the dashboard."""
        with self.state.lock:
            return moving.refund(self.state, {"payment_intent": intent, "amount": amount})

    def fail_refund(self, ref: str) -> None:
        with self.state.lock:
            moving.fail_refund(self.state, self.state.get(ref, "refund"))

    def dispute(self, intent: str, status: str = "needs_response") -> dict[str, Any]:
        with self.state.lock:
            return moving.dispute(self.state, intent, status)

    def close_dispute(self, made: dict[str, Any], *, won: bool) -> None:
        with self.state.lock:
            moving.close_dispute(self.state, made, won=won)

    def settle_fees(self) -> None:
        """Fees that were late are known."""
        with self.state.lock:
            for charge in self.state.all("charge"):
                if charge["paid"] and charge["balance_transaction"] is None:
                    moving.settle(self.state, charge)
                    self.state.event("charge.updated", charge, {"balance_transaction": None})

    # What it tells.

    def deliver(self, *, shuffle: int | None = None, twice: bool = False, hold: tuple[str, ...] = ()) -> list[int]:
        """Send what is waiting, signed, to whom it is for. What is not taken with a 2xx waits for the next time.

        Args:
            shuffle: a number that chooses the order.
            twice: each one is sent a second time at the end.
            hold: kinds that wait longer.

        Returns:
            what the receivers answered, 0 for nothing.
        """
        due = [one for one in self.state.outbox if one[1]["type"] not in hold]
        self.state.outbox = [one for one in self.state.outbox if one[1]["type"] in hold]
        if shuffle is not None:
            random.Random(shuffle).shuffle(due)
        statuses = []
        for endpoint, event in due * (2 if twice else 1):
            status = self.send(endpoint, event)
            if not 200 <= status < 300 and (endpoint, event) not in self.state.outbox:
                self.state.outbox.append((endpoint, event))
            statuses.append(status)
        return statuses

    def send(self, endpoint: dict[str, Any], event: dict[str, Any]) -> int:
        body = json.dumps(event)
        signature = stripe.WebhookSignature.generate_signature_header(body, endpoint["secret"])
        self.sent.append((signature, body))
        asked = urllib.request.Request(
            endpoint["url"], body.encode(), {"Content-Type": "application/json", "Stripe-Signature": signature}
        )
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0
