"""Keys that are missing or wrong, and deliveries that Stripe did not sign."""

import json
import time
from pathlib import Path

import pytest
import stripe
from django.conf import settings as real

from patrons.providers import provider_for
from patrons.providers.base import BadSignature, NotReady
from patrons.providers.stripe import hooks

SECRET = "whsec_of_a_test"
EVENT = {"id": "evt_1", "object": "event", "type": "invoice.paid", "created": 1_800_000_000, "livemode": False,
         "api_version": "2026-10-28.endive", "data": {"object": {"id": "in_1", "object": "invoice"}}}  # fmt: skip


def signed(event=EVENT, secret=SECRET, moment=None):
    body = event if isinstance(event, str) else json.dumps(event)
    return {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, secret, moment)}, body.encode()


@pytest.fixture
def keys(settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", SECRET
    settings.STRIPE_API_BASE = ""
    return settings


def test_with_both_keys_it_is_ready_and_knows_which_money_it_moves(keys):
    assert not provider_for("stripe").is_live
    for key in ("sk_live_1", "rk_live_1"):
        keys.STRIPE_SECRET_KEY = key
        assert provider_for("stripe").is_live
    assert provider_for("stripe").abilities.portal


@pytest.mark.parametrize("name", ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"])
@pytest.mark.parametrize("value", ["", "  ", "\n"])
def test_a_missing_key_is_named(keys, name, value):
    setattr(keys, name, value)
    with pytest.raises(NotReady, match=f"{name} is not set"):
        provider_for("stripe")


@pytest.mark.parametrize("key", ["pk_live_abc", "whsec_abc", "sk_other_abc", "abc"])
def test_what_is_no_secret_key_is_refused_and_not_repeated(keys, key):
    keys.STRIPE_SECRET_KEY = key
    with pytest.raises(NotReady, match="STRIPE_SECRET_KEY is no secret") as caught:
        provider_for("stripe")
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "base"),
    [("sk_test_1", "https://evil.example"), ("sk_live_1", "http://127.0.0.1:1"), ("sk_test_1", "http://10.0.0.1"),
     ("sk_test_1", "127.0.0.1:80")],
)  # fmt: skip
def test_no_key_goes_to_another_machine(keys, key, base):
    keys.STRIPE_SECRET_KEY, keys.STRIPE_API_BASE = key, base
    with pytest.raises(NotReady, match="STRIPE_API_BASE"):
        provider_for("stripe")


def test_the_variables_are_in_the_example_and_the_events_in_the_docs():
    example, page = Path(".env.example").read_text(), Path("docs/providers/stripe.md").read_text()
    for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_SITE", "STRIPE_API_BASE"):
        assert hasattr(real, name) and f"# {name}=" in example and name in page
    assert all(f"`{kind}`" in page for kind in hooks.EVENTS)


def test_what_stripe_signed_is_an_envelope(keys):
    envelope = provider_for("stripe").verify(*signed())
    assert (envelope.event_id, envelope.kind, envelope.api_version) == ("evt_1", "invoice.paid", "2026-10-28.endive")
    assert envelope.payload == EVENT and envelope.happened_at.timestamp() == 1_800_000_000
    headers, body = signed()
    assert hooks.verify({"STRIPE-SIGNATURE": headers["Stripe-Signature"]}, body, SECRET) == envelope


@pytest.mark.parametrize("age", [299, 0, -299])
def test_clocks_may_be_some_minutes_apart(age):
    assert hooks.verify(*signed(moment=int(time.time()) - age), SECRET)


@pytest.mark.parametrize("age", [302, 86_400, -302, -(10**9)])
def test_old_ones_and_future_ones_are_refused(age):
    with pytest.raises(BadSignature):
        hooks.verify(*signed(moment=int(time.time()) - age), SECRET)


@pytest.mark.parametrize(
    "header",
    ["", "t=,v1=", "v1=abc", "t=1", "t=x,v1=abc", "t=" + "9" * 5000 + ",v1=a", "nonsense", "t=1,v1=" + "0" * 64,
     "v0=abc,t=1", "\u00e4=1,t=1,v1=\u00e4"],
)  # fmt: skip
def test_strange_headers_are_refused(header):
    with pytest.raises(BadSignature):
        hooks.verify({"Stripe-Signature": header}, signed()[1], SECRET)


def test_others_are_refused_and_so_is_a_changed_body_and_no_secret():
    headers, body = signed()
    for wrong in (
        lambda: hooks.verify({}, body, SECRET),
        lambda: hooks.verify(headers, body.replace(b"in_1", b"in_2"), SECRET),
        lambda: hooks.verify(headers, body, "whsec_other"),
        lambda: hooks.verify(headers, b"\xff\xfe", SECRET),
        lambda: hooks.verify(*signed(secret=""), ""),
        lambda: hooks.verify(*signed(secret="  "), "  "),
    ):
        with pytest.raises(BadSignature):
            wrong()


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", "7", '"x"', "{}", "{", "[" * 100_000, '{"id": 1, "type": "x", "created": 1}',
     '{"id": "", "type": "x", "created": 1}', '{"id": "evt", "type": "x", "created": "soon"}',
     '{"id": "evt", "type": "x", "created": 1e99}'],
)  # fmt: skip
def test_signed_and_no_event(body):
    with pytest.raises(BadSignature):
        hooks.verify(*signed(body), SECRET)


def test_what_postgresql_cannot_keep_is_left_out():
    event = EVENT | {"data": {"object": {"id": "cus_1", "name": "O\0lha", "list": ["\0", 1, None]}}}
    found = hooks.verify(*signed(event), SECRET).payload["data"]["object"]
    assert found == {"id": "cus_1", "name": "Olha", "list": ["", 1, None]}
