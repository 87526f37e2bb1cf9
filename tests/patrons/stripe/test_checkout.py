"""From an order to Stripe's page and back: asked once, marked everywhere, told as it is."""

import urllib.parse
import urllib.request

import pytest
import stripe

from patrons.money import Money
from patrons.providers import facts
from patrons.providers.base import NotReady, Refused, Unreachable
from patrons.providers.stripe.checkout import LANGUAGES
from tests.patrons.stripe.conftest import order
from tests.patrons.stripe.fake import DECLINED

MARK = {"site": "lantern.example", "pledge": "p-1"}


def test_a_monthly_order_opens_a_page_and_is_paid(fake, ours):
    way = ours.start(order())
    asked = fake.asked[-1]
    assert asked[3] == "pledge:p-1:start" and "payment_method_types" not in asked[2]
    session = fake.session(way.url)
    assert (session["mode"], session["client_reference_id"], session["metadata"]) == ("subscription", "p-1", MARK)
    assert way.session == session["id"] and way.expires_at.timestamp() == session["expires_at"]
    assert ours.returned(way.session) == []
    assert fake.pay(way.url)
    told = {type(fact): fact for fact in ours.returned(way.session)}
    visit, subscription, payment = (
        told[kind] for kind in (facts.SessionFact, facts.SubscriptionFact, facts.PaymentFact)
    )
    assert {fact.pledge for fact in told.values()} == {"p-1"} and not payment.live
    assert (visit.became, visit.subscription, visit.customer) == (
        "completed", subscription.subscription, subscription.customer,
    )  # fmt: skip
    assert (subscription.told, subscription.amount) == ("active", Money(500, "EUR"))
    assert (payment.outcome, payment.amount, payment.fee) == ("succeeded", Money(500, "EUR"), Money(33, "EUR"))
    assert payment.payment.startswith("pi_") and payment.subscription == subscription.subscription
    assert (payment.period_end - payment.period_start).days == 30
    assert payment.period_end == subscription.period_end


def test_a_single_gift_in_hryvnias(fake, ours):
    way = ours.start(order(months=0, amount=Money(20050, "UAH"), language="uk"))
    assert fake.session(way.url)["locale"] == "auto"
    assert fake.pay(way.url)
    visit, payment = ours.returned(way.session)
    assert visit.subscription == "" and payment.subscription == "" and payment.period_end is None
    assert (payment.pledge, payment.outcome, payment.amount) == ("p-1", "succeeded", Money(20050, "UAH"))


def test_a_year_is_a_year(fake, ours):
    way = ours.start(order(months=12))
    fake.pay(way.url)
    payment = ours.returned(way.session)[-1]
    assert (payment.period_end - payment.period_start).days == 365


def test_a_double_click_is_one_session_and_other_values_are_refused(fake, ours):
    assert ours.start(order()) == ours.start(order())
    assert len(fake.state.all("checkout.session")) == 1
    with pytest.raises(Refused, match="asked for before with other values"):
        ours.start(order(amount=Money(700, "EUR")))


def test_the_page_takes_a_card_refuses_another_and_takes_it_once(fake, ours):
    url = ours.start(order(months=0)).url

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args):
            return None

    def press(card):
        data = urllib.parse.urlencode({"card": card, "email": "olha@example.com"}).encode()
        try:
            urllib.request.build_opener(Stay).open(url, data)
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location")

    assert "500 eur" in urllib.request.urlopen(url).read().decode()
    assert press(DECLINED) == (402, None)
    assert press("4242 4242 4242 4242") == (303, "https://lantern.example/thanks/")
    assert press("4242 4242 4242 4242") == (402, None)
    assert len([one for one in fake.state.all("charge") if one["paid"]]) == 1


def test_a_declined_card_on_an_open_page_is_counted_and_an_expired_page_told(fake, ours):
    way = ours.start(order(months=0))
    assert not fake.pay(way.url, DECLINED)
    event = next(one for one in fake.state.all("event") if one["type"] == "payment_intent.payment_failed")
    payment, visit = ours.facts(event["type"], event)
    assert (payment.outcome, payment.error) == ("failed", "Your card was declined.")
    assert (visit.became, visit.session, visit.pledge) == ("declined", way.session, "p-1")
    fake.expire(way.url)
    assert [fact.became for fact in ours.returned(way.session)[:1]] == ["expired"]
    # Told again when the page is closed: no more is counted.
    assert [type(fact) for fact in ours.facts(event["type"], event)] == [facts.PaymentFact]


@pytest.mark.parametrize(
    ("amount", "words"),
    [(Money(10, "EUR"), "less than Stripe takes"), (Money(1234, "KWD"), "choose a rounder amount")],
)
def test_amounts_that_stripe_does_not_take_are_refused_in_our_words(fake, ours, amount, words):
    with pytest.raises(Refused, match=words) as caught:
        ours.start(order(amount=amount))
    assert "amount_too_small" not in str(caught.value)


def test_stripe_is_down(fake, ours):
    fake.server.down = 3
    with pytest.raises(Unreachable):
        ours.start(order())
    # Down twice is not yet down: the SDK asks again under the same key.
    fake.server.down = 2
    assert ours.start(order()).url
    fake.close()


def test_nobody_is_there(fake, ours):
    fake.close()
    with pytest.raises(Unreachable):
        ours.start(order("p-9"))


def test_an_answer_that_got_lost_begins_nothing_twice(fake, ours):
    fake.server.loses = 1
    assert ours.start(order()).url
    fake.server.loses = 5
    with pytest.raises(Unreachable):
        ours.start(order("p-2"))
    fake.server.loses = 0
    assert ours.start(order("p-2")).url
    assert len(fake.state.all("checkout.session")) == 2


def test_a_key_that_stripe_does_not_know(fake, settings):
    from patrons.providers import provider_for

    settings.STRIPE_SECRET_KEY = "sk_test_other"
    with pytest.raises(NotReady, match="STRIPE_SECRET_KEY") as caught:
        provider_for("stripe").start(order())
    assert "sk_test_other" not in str(caught.value)


def test_the_languages_are_those_of_the_sdk():
    from stripe.params.checkout import SessionCreateParams

    said = str(SessionCreateParams.__annotations__["locale"])
    assert all(f"'{language}'" in said for language in LANGUAGES)
    assert said.count("'") // 2 == len(LANGUAGES) + 1  # and “auto”


def test_the_version_is_that_of_the_sdk():
    from patrons.providers.stripe.asking import API_VERSION

    assert stripe.api_version == API_VERSION


def test_an_open_visit_can_be_ended_and_a_paid_one_says_no(fake, ours):
    way = ours.start(order())
    ours.close(way.session)
    assert fake.session(way.url)["status"] == "expired"
    with pytest.raises(Refused):
        ours.close(way.session)
