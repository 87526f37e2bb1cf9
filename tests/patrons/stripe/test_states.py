"""Every state that Stripe names, in our words: also those that a fake does not reach by itself."""

import pytest

from patrons.providers.facts import PaymentFact
from tests.patrons.stripe.conftest import order


@pytest.fixture
def subscription(fake, ours):
    fake.pay(ours.start(order()).url)
    return fake.state.all("subscription")[0]


PAUSE = {"pause_collection": {"behavior": "void", "resumes_at": None}}
ENDING = {"cancel_at_period_end": True}


@pytest.mark.parametrize(
    ("said", "told", "reason"),
    [
        ({"status": "trialing"}, "active", ""),
        ({"status": "incomplete"}, "incomplete", ""),
        ({"status": "incomplete_expired"}, "ended", "never paid"),
        ({"status": "unpaid"}, "past_due", ""),
        ({"status": "past_due", **ENDING}, "past_due", ""),
        ({"status": "past_due", **PAUSE}, "paused", ""),
        ({"status": "paused"}, "paused", ""),
        ({**PAUSE, **ENDING}, "paused", ""),
        (ENDING, "canceling", ""),
        ({"cancel_at": 2_000_000_000}, "canceling", ""),
        ({"status": "canceled", "cancellation_details": {"reason": "payment_disputed"}}, "lapsed", "payment disputed"),
        ({"status": "canceled", "cancellation_details": {"reason": "canceled_by_retention_policy"}}, "ended",
         "canceled_by_retention_policy"),
        ({"status": "canceled", "cancellation_details": None}, "ended", ""),
    ],
)  # fmt: skip
def test_a_subscription(ours, subscription, said, told, reason):
    subscription |= said
    [fact] = ours.look.subscription(subscription["id"])
    assert (fact.told, fact.reason) == (told, reason)
    assert (fact.cancel_at is not None) == bool({"cancel_at", "cancel_at_period_end"} & set(said))


@pytest.mark.parametrize(
    ("status", "outcome", "of_a_renewal"),
    [
        ("processing", "pending", "pending"),
        ("requires_action", None, "pending"),
        ("requires_capture", None, "pending"),
        ("requires_confirmation", None, None),
        ("requires_payment_method", None, None),
        ("canceled", "failed", "failed"),
    ],
)
def test_a_payment(fake, ours, subscription, status, outcome, of_a_renewal):
    """One that waits for the payer on a page is nothing yet; a renewal that waits for them is under way."""
    renewal = fake.state.all("payment_intent")[0]
    fake.pay(ours.start(order("p-2", months=0)).url)
    single = fake.state.all("payment_intent")[0]
    for intent, expected in ((single, outcome), (renewal, of_a_renewal)):
        fake.state.get(intent["latest_charge"])["status"] = "pending"
        intent |= {"status": status, "amount_received": 0, "cancellation_reason": "abandoned"}
        facts = ours.look.intent(intent["id"])
        assert [fact.outcome for fact in facts] == ([expected] if expected else [])
        for fact in facts:
            assert isinstance(fact, PaymentFact) and fact.fee is None
            assert fact.error == ("abandoned" if expected == "failed" else "")


@pytest.mark.parametrize(
    ("status", "outcomes"),
    [
        ("pending", ["pending"]), ("requires_action", ["pending"]), ("succeeded", ["succeeded"]),
        ("failed", ["failed"]), ("canceled", ["failed"]),
    ],
)  # fmt: skip
def test_a_refund(fake, ours, status, outcomes):
    fake.pay(ours.start(order(months=0)).url)
    made = fake.refund(fake.state.all("payment_intent")[0]["id"], 100)
    made["status"] = status
    assert [fact.outcome for fact in ours.look.refund(made["id"])[1:]] == outcomes


@pytest.mark.parametrize(
    ("status", "became"),
    [
        ("under_review", "open"), ("appeal_under_review", "lost"), ("appeal_needs_response", "lost"), ("lost", "lost"),
        ("warning_under_review", None), ("warning_closed", None), ("prevented", None),
    ],
)  # fmt: skip
def test_a_dispute(fake, ours, status, became):
    fake.pay(ours.start(order(months=0)).url)
    made = fake.dispute(fake.state.all("payment_intent")[0]["id"])
    made["status"] = status
    assert [fact.became for fact in ours.look.dispute(made["id"])[1:]] == ([became] if became else [])
