"""What patrons are written, when, and that it is written once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom.site.models import SiteSettings
from patrons import deliveries, pledges
from patrons.models import Patron, Payment, SentMail
from patrons.money import Money
from patrons.providers.facts import Outcome, PaymentFact, RefundFact, SubscriptionFact, Told

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
    assert kinds.count("ends") == 1 == kinds.count("ended") and kinds.count("refunded") == 2
    assert len(kinds) == 9 == len(mailoutbox)
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


def test_taking_an_end_back_and_money_back_are_told_once(
    account, paid, mailoutbox, now, django_capture_on_commit_callbacks
):
    def tell(*facts):
        with django_capture_on_commit_callbacks(execute=True):
            for _twice in range(2):
                pledges.apply(account, facts)

    sub = {"subscription": "sub_paid", "amount": Money(500, "EUR")}
    tell(SubscriptionFact(at=day(1), told=Told.CANCELING, cancel_at=day(30), **sub))
    tell(SubscriptionFact(at=day(2), told=Told.ACTIVE, **sub))
    tell(RefundFact(at=day(2), refund="re_1", payment="pay_1", outcome=Outcome.PENDING, amount=Money(200, "EUR")))
    assert subjects(mailoutbox) == [
        "Your support of Newsroom ends on 31 March 2026", "Your support goes on"
    ]  # fmt: skip
    tell(RefundFact(at=day(2), refund="re_1", payment="pay_1", outcome=Outcome.SUCCEEDED, amount=Money(200, "EUR")))
    letter = mailoutbox[-1]
    assert len(mailoutbox) == 3 and letter.subject == "€2 was given back to you"
    assert "of your payment of 1 March 2026, receipt 2026-000001" in letter.body and "goes on as it was" in letter.body
    now["now"] = day(60)
    tell(RefundFact(at=day(3), refund="re_2", payment="pay_1", outcome=Outcome.SUCCEEDED, amount=Money(100, "EUR")))
    assert len(mailoutbox) == 3, "what is long past is no news"


def test_each_end_is_told(account, now, mailoutbox, django_capture_on_commit_callbacks):
    make_pledge(account, subscription_ref="sub")
    paid = PaymentFact(
        at=day(0), subscription="sub", payment="p", outcome=Outcome.SUCCEEDED, amount=Money(500, "EUR"),
        period_start=day(0), period_end=day(30),
    )  # fmt: skip

    def told(what, seconds, **said):
        at = day(1) + timedelta(seconds=seconds)
        return SubscriptionFact(at=at, subscription="sub", told=what, amount=Money(500, "EUR"), **said)

    will_end = {"cancel_at": day(30)}
    facts = [
        paid, told(Told.ACTIVE, 0), told(Told.CANCELING, 5, **will_end), told(Told.ACTIVE, 9),
        told(Told.CANCELING, 20, **will_end), told(Told.ACTIVE, 30),
        # As a standing order that does not come, comes after all, and does not come again.
        told(Told.OVERDUE, 40), told(Told.ACTIVE, 50), told(Told.OVERDUE, 60),
        # Why it ended is told later: that is no other end.
        told(Told.ENDED, 70), told(Told.LAPSED, 70, order=1),
    ]  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        for fact in facts:
            for _twice in range(2):
                pledges.apply(account, [fact])
    kinds = list(SentMail.objects.order_by("pk").values_list("kind", flat=True))
    assert [kinds.count(kind) for kind in ("ends", "resumed", "ended")] == [2, 2, 2]


def test_letters_speak_the_language_of_the_form_and_sign_with_its_name(
    account, now, mailoutbox, django_capture_on_commit_callbacks, settings
):
    """Of somebody who was here before, in another language."""
    SiteSettings(name="The Lantern", translations={"uk": {"name": "Ліхтар"}}).save()
    known = Patron.objects.create(email="olha@example.com", locale="en")
    pledge = make_pledge(account, patron=known, language="uk", interval="once")
    fact = PaymentFact(
        at=day(0), pledge=str(pledge.public_id), payment="p", outcome=Outcome.SUCCEEDED, amount=Money(500, "EUR")
    )
    with django_capture_on_commit_callbacks(execute=True):
        pledges.apply(account, [fact])
    assert len(mailoutbox) == 2
    for letter in mailoutbox:
        assert "-- \nЛіхтар" in letter.body and f"{settings.SITE_URL}/uk/support/you/" in letter.body
        html = letter.alternatives[0][0]
        assert f'<a href="{settings.SITE_URL}/uk/"' in html and "The Lantern" not in html
