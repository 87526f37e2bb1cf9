"""What patrons are written, when, and that it is written once."""

import pytest
from django.utils import timezone

from patrons import deliveries, pledges
from patrons.models import Patron, Payment, SentMail
from patrons.money import Money
from patrons.providers.facts import Outcome, PaymentFact, SubscriptionFact, Told

from .conftest import Scripted, day, make_pledge
from .lives import monthly

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """It is the second of March: what the lives tell is news."""
    moment = {"now": day(1)}
    monkeypatch.setattr("patrons.announcing.timezone.now", lambda: moment["now"])
    return moment


def subjects(box):
    return [message.subject for message in box]


def test_a_life_in_mails(account, now, mailoutbox, django_capture_on_commit_callbacks):
    pledge = make_pledge(account)
    provider = Scripted(monthly(pledge))
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(len(provider.told)):
            for _twice in range(2):
                deliveries.take(account, provider, provider.envelope(number))
            now["now"] = day({5: 30, 6: 33, 8: 34, 12: 40, 14: 60, 16: 90}.get(number, 1)) if number > 4 else day(1)
    kinds = list(SentMail.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds.count("receipt") == 3 and kinds.count("welcome") == 1 and kinds.count("payment_failed") == 1
    assert kinds.count("ends") == 1 == kinds.count("ended") and len(kinds) == 7 == len(mailoutbox)
    first = next(message for message in mailoutbox if message.subject.startswith("Receipt"))
    assert "€5" in first.body and "2026-000001" in first.body and first.to == [pledge.patron.email]
    assert "/support/you/" in first.body
    assert "It is for: Friend, monthly, 1 March 2026 – 31 March 2026." in first.body


def test_what_is_long_past_is_not_written_about(account, mailoutbox, django_capture_on_commit_callbacks):
    pledge = make_pledge(account)
    provider = Scripted(monthly(pledge))
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(len(provider.told)):
            deliveries.take(account, provider, provider.envelope(number))
    assert Payment.objects.exclude(receipt_number=None).count() == 3
    assert mailoutbox == [] and not SentMail.objects.exists()


def test_nothing_is_sent_of_what_was_rolled_back(account, mailoutbox, django_capture_on_commit_callbacks, monkeypatch):
    pledge = make_pledge(account)
    fact = PaymentFact(
        at=timezone.now(),
        pledge=str(pledge.public_id),
        payment="p",
        outcome=Outcome.SUCCEEDED,
        amount=Money(500, "EUR"),
    )
    monkeypatch.setattr("patrons.settling.announce", lambda *args: 1 // 0)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        pledges.apply(account, [fact])
    assert mailoutbox == [] and not Payment.objects.exists()


def test_in_the_patrons_language_and_to_nobody_who_was_erased(account, mailoutbox, django_capture_on_commit_callbacks):
    uk = Patron.objects.create(email="oksana@example.com", locale="uk")
    gone = Patron.objects.create(email="", erased_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        for number, patron in enumerate((uk, gone)):
            make_pledge(account, patron=patron, subscription_ref=f"s{number}")
            pledges.apply(
                account,
                [
                    SubscriptionFact(at=timezone.now(), subscription=f"s{number}", told=Told.ACTIVE),
                    PaymentFact(
                        at=timezone.now(), subscription=f"s{number}", payment=f"p{number}", outcome=Outcome.SUCCEEDED,
                        amount=Money(500, "EUR"),
                    ),
                ],
            )  # fmt: skip
    assert {tuple(message.to) for message in mailoutbox} == {("oksana@example.com",)}
    assert all("/uk/support/you/" in message.body and "5\u00a0€" in message.body for message in mailoutbox)
