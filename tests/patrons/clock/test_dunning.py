"""A renewal that failed: letters on the third and the seventh day, fourteen days of grace, then it lapses."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from patrons import dunning, pledges
from patrons.models import Grant, SentMail
from patrons.money import Money
from patrons.providers.base import Unreachable
from patrons.providers.facts import PaymentFact, SubscriptionFact
from tests.patrons.conftest import day

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
SECOND = timedelta(seconds=1)


@pytest.fixture
def failed(paid, account, monkeypatch):
    """Paid on the first of March for thirty days; the next payment failed on the day."""
    monkeypatch.setattr("patrons.announcing.timezone.now", lambda: day(30))
    told = SubscriptionFact(at=day(30), subscription="sub_paid", told="past_due", amount=Money(500, "EUR"))
    pledges.apply(account, [told])
    paid.refresh_from_db()
    assert paid.state == "past_due"
    return paid


def kinds():
    return list(SentMail.objects.exclude(kind__in=("welcome", "receipt")).order_by("pk").values_list("kind", "about"))


def test_the_first_letter_goes_with_the_failure_and_two_more_follow(failed):
    assert [kind for kind, _about in kinds()] == ["payment_failed"]
    # The third day begins at midnight in Kyiv, whatever the hour of the failure was.
    third = datetime(2026, 4, 3, tzinfo=KYIV)
    assert dunning.remind(third - SECOND) == 0
    assert dunning.remind(third) == 1
    assert dunning.remind(third + timedelta(days=3)) == 0
    seventh = datetime(2026, 4, 7, tzinfo=KYIV)
    assert dunning.remind(seventh - SECOND) == 0
    assert [dunning.remind(seventh + timedelta(hours=hour)) for hour in range(3)] == [1, 0, 0]
    assert [about[-5:] for _kind, about in kinds()[1:]] == ["day 3", "day 7"]


def test_who_began_elsewhere_is_written_to_there(failed, provider):
    failed.source = "provider"
    failed.save()
    assert dunning.remind(day(40)) == dunning.lapse(day(90)) == 0 and provider.asked == []


def test_whoever_was_not_written_for_long_gets_one_letter(failed, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert dunning.remind(day(40)) == 1
    assert kinds()[-1][1].endswith("day 7") and len(mailoutbox) == 1
    assert "14 April 2026" in mailoutbox[0].body and "/support/you/" in mailoutbox[0].body
    assert mailoutbox[0].alternatives


def test_after_its_grace_it_lapses_at_the_provider_and_here(failed, provider):
    over = day(30) + timedelta(days=14)
    assert Grant.objects.get().ends_at == over
    assert dunning.lapse(over - SECOND) == 0 and provider.asked == []
    assert dunning.remind(over) == 0
    assert dunning.lapse(over) == 1 and dunning.lapse(over + timedelta(days=1)) == 0
    failed.refresh_from_db()
    assert (failed.state, failed.end_reason) == ("lapsed", "payment failed")
    assert [verb for verb, _key in provider.asked] == ["cancel"]
    assert Grant.objects.get().ends_at == failed.period_end


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_lapsed_is_lapsed_whichever_word_comes_first(failed, account, provider, first):
    ended = SubscriptionFact(at=day(1), subscription="sub_paid", told="ended", amount=Money(500, "EUR"))
    if first == "theirs":
        # The delivery overtakes the answer: staff's list says why it ended all the same.
        original = provider.cancel

        def cancel(known, *, at_once, key):
            facts = original(known, at_once=at_once, key=key)
            pledges.apply(account, facts)
            return facts

        provider.cancel = cancel
    dunning.lapse(day(50))
    pledges.apply(account, [ended])
    failed.refresh_from_db()
    assert failed.state == "lapsed"


def test_a_provider_that_is_silent_is_asked_again(failed, provider):
    provider.fails_with = Unreachable()
    assert dunning.lapse(day(50)) == 0
    failed.refresh_from_db()
    assert failed.state == "past_due"
    provider.fails_with = None
    assert dunning.lapse(day(50)) == 1
    assert len({key for _verb, key in provider.asked}) == 1


def test_paid_after_all_nothing_more_is_said(failed, account):
    paid = PaymentFact(
        at=day(32), subscription="sub_paid", payment="pay_2", outcome="succeeded", amount=Money(500, "EUR"),
        period_start=day(30), period_end=day(60),
    )  # fmt: skip
    again = SubscriptionFact(at=day(32), subscription="sub_paid", told="active", amount=Money(500, "EUR"))
    pledges.apply(account, [paid, again])
    assert dunning.remind(day(40)) == 0 and dunning.lapse(day(60)) == 0


def test_days_and_grace_are_settings(failed, provider, settings):
    settings.REMIND_AFTER_DAYS, settings.GRACE_DAYS = [1], 2
    assert dunning.remind(day(31)) == 1
    assert dunning.lapse(day(32)) == 1
