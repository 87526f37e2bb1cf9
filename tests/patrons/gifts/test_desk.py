"""Gifts at the desk: shown on both pages, the letter again, another address until it was redeemed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.audit.models import Event
from patrons import redeeming
from patrons.admin import gift_moments, timeline
from patrons.models import Gift, Grant, Patron, Payment
from patrons.providers import facts
from tests.articles.admin.conftest import signed_in  # noqa: F401

from .conftest import paid, refunded

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(signed_in):  # noqa: F811
    return signed_in("pledge")


def press(client, gift, what, **fields):
    return client.post(reverse(f"admin:patrons_gift_{what}", args=[gift.pledge_id]), fields, follow=True)


def test_a_pledge_shows_its_gift_and_the_recipient_where_it_is_from(staff, give, tell):
    gift = give()
    tell(paid(gift.pledge))
    page = staff.get(reverse("admin:patrons_pledge_change", args=[gift.pledge_id])).text
    assert "Olena" in page and "not redeemed yet" in page and "For the long evenings" in page
    olena = Patron.objects.get(email="olena@example.com")
    assert reverse("admin:patrons_patron_change", args=[olena.pk]) in page
    assert f"/pledge/{gift.pledge_id}/change/" in staff.get(f"/admin/patrons/patron/{olena.pk}/change/").text


def test_the_list_is_narrowed_down_to_gifts(staff, give, tell, paid_pledge):
    waits, had = give("a@example.com"), give("b@example.com")
    for gift in (waits, had):
        tell(paid(gift.pledge))
    redeeming.redeem(had.token)
    unpaid = give("c@example.com")
    for query, shown in {
        "any": {waits, had, unpaid}, "waits": {waits}, "redeemed": {had}, "x": set(),
    }.items():  # fmt: skip
        text = staff.get(f"/admin/patrons/pledge/?gift={query}", follow=True).text
        found = {
            each
            for each in (waits, had, unpaid, paid_pledge)
            if f"/pledge/{getattr(each, 'pledge_id', each.pk)}/change/" in text
        }
        assert found == shown, query


@pytest.fixture
def paid_pledge(account):
    from tests.patrons.conftest import make_pledge

    return make_pledge(account)


def test_a_wrong_address_is_put_right_and_who_had_it_is_forgotten(staff, give, tell, mailoutbox):
    gift = give("wrong@example.com")
    tell(paid(gift.pledge))
    before = gift.token
    press(staff, gift, "address", email="right@example.com")
    gift.refresh_from_db()
    assert gift.recipient_email == "right@example.com" and gift.token != before
    assert Grant.objects.get().patron.email == "right@example.com"
    assert not Patron.objects.filter(email="wrong@example.com").exists()
    assert Event.objects.filter(verb="gift.address_corrected").exists()
    assert redeeming.find(before) is None and gift.letter_at
    tell(paid(gift.pledge))
    assert Grant.objects.count() == 1


def test_once_redeemed_it_stays_where_it_is(staff, give, tell):
    gift = give("right@example.com")
    tell(paid(gift.pledge))
    redeeming.redeem(gift.token)
    answer = press(staff, gift, "address", email="x@example.com")
    assert "redeemed before" in answer.text and Grant.objects.get().patron.email == "right@example.com"
    answer = press(staff, gift, "address", email="x" * 5000)
    assert answer.status_code == 200 and Gift.objects.get().recipient_email == "right@example.com"


@pytest.mark.parametrize("email", ["", "olena@example.com"])
def test_the_letter_goes_again_to_whom_it_went(
    staff, give, tell, mailoutbox, email, django_capture_on_commit_callbacks
):
    gift = give(email)
    tell(paid(gift.pledge))
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        press(staff, gift, "letter")
    assert [mail.to for mail in mailoutbox] == [[email or gift.pledge.patron.email]]
    assert gift.token in mailoutbox[0].body


def test_a_link_may_become_an_address(staff, give, tell):
    gift = give("")
    tell(paid(gift.pledge))
    press(staff, gift, "address", email="olena@example.com")
    assert Grant.objects.valid().get().patron.email == "olena@example.com"


def test_what_is_no_gift_or_not_paid_is_said(staff, give, paid_pledge):
    assert "no gift" in press(staff, type("", (), {"pledge_id": paid_pledge.pk}), "letter").text
    assert "not paid yet" in press(staff, give(), "letter").text
    for verb in ("letter", "address"):
        assert staff.get(reverse(f"admin:patrons_gift_{verb}", args=[paid_pledge.pk])).status_code == 405
        assert staff.post(f"/admin/patrons/pledge/99999999/gift/{verb}/").status_code == 404


@pytest.mark.parametrize("role", ["writer", "editor", "chief"])
def test_others_may_not(signed_in, give, role):  # noqa: F811
    gift = give()
    client = signed_in(role)
    for verb in ("letter", "address"):
        answer = client.post(reverse(f"admin:patrons_gift_{verb}", args=[gift.pledge_id]), {"email": "x@example.com"})
        assert answer.status_code == 403


@pytest.mark.parametrize("typed", ["no address", "a" * 300 + "@example.com", '"><b>@x', "\0"])
def test_a_wrong_address_is_refused_beside_its_field_with_what_was_typed(staff, give, tell, typed):
    gift = give("right@example.com")
    tell(paid(gift.pledge))
    answer = press(staff, gift, "address", email=typed)
    assert answer.status_code == 422 and answer.context["wrong"]["typed"]["email"] == typed
    field = answer.text.partition('id="gift-address"')[2].partition("</form>")[0]
    assert 'aria-describedby="wrong"' in field and "in the correct format" in field and "<b>" not in field


def test_the_history_tells_the_life_of_a_gift(staff, give, tell, stranger):
    def history(gift):
        page = staff.get(reverse("admin:patrons_pledge_change", args=[gift.pledge_id])).text
        return page.partition('id="pledge-history"')[2].partition('id="pledge-books"')[0]

    gift, other = give("wrong@example.com"), give("other@example.com")
    tell(paid(gift.pledge), paid(other.pledge))
    press(staff, gift, "address", email="right@example.com")
    press(staff, gift, "letter")
    gift.refresh_from_db()
    redeeming.redeem(gift.token)
    text = history(gift)
    for words in (
        "the gift was bought", "the letter about the gift went out", "Address of a gift corrected",
        "Letter about a gift sent again", "the gift was accepted", "by the recipient",
    ):  # fmt: skip
        assert words in text, words
    assert "the gift has ended" not in text and "refused" not in text
    Grant.objects.filter(gift=gift).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert "the gift has ended" in history(gift)
    redeeming.decline(other.token)
    assert "the gift was refused" in history(other)


def test_what_went_back_took_the_gift_along_and_then(staff, give, tell):
    gift = give()
    tell(paid(gift.pledge))
    payment = gift.pledge.payments.get()
    later = timezone.now() + timedelta(minutes=5)
    refund = facts.RefundFact(
        at=later, refund="re_1", payment=payment.provider_ref, outcome=facts.Outcome.SUCCEEDED, amount=payment.amount
    )
    tell(refund)
    gift.refresh_from_db()
    assert gift.grant.revoked_at == gift.grant.starts_at
    assert gift_moments.taken_back_at(gift.grant) == later
    told = [moment.words for moment in timeline.of_pledge(gift.pledge)]
    assert told.index("the gift was taken back") < told.index("the gift was bought")
    assert "mail to the patron: about a payment" in told


@pytest.mark.parametrize("email", ["", "olena@example.com"])
def test_giving_back_a_gift_says_whom_it_hits_and_they_are_told_once(staff, give, tell, mailoutbox, email):
    gift = give(email)
    tell(paid(gift.pledge))
    refund = reverse("admin:patrons_payment_refund", args=[Payment.objects.get().pk])
    if not email:
        assert "nobody redeemed yet" in staff.post(refund, {"amount": "36", "reason": "Asked for"}).text
    redeeming.redeem(gift.token, email or "olena@example.com")
    asked = staff.post(refund, {"amount": "36", "reason": "Asked for"}).text
    assert "a gift to Olena, olena@example.com" in asked and "ends at once" in asked
    assert "gets a letter that the gift was taken back" in asked
    assert "a gift to" not in staff.post(refund, {"amount": "5", "reason": "Asked for"}).text
    mailoutbox.clear()
    tell(refunded(gift.pledge))
    tell(refunded(gift.pledge))
    told = [mail for mail in mailoutbox if mail.to == ["olena@example.com"]]
    assert len(told) == 1 and "was taken back" in told[0].subject and "Hello Olena" in told[0].body
    page = staff.get(reverse("admin:patrons_pledge_change", args=[gift.pledge_id])).text
    label = page.partition('id="pledge-gift"')[2].partition("</h2>")[0]
    assert "taken back" in label and "redeemed" not in label


def test_of_a_gift_that_nobody_was_told_of_nobody_is_told_that_it_went_back(give, tell, mailoutbox):
    gift = give(starts_on=timezone.localdate() + timedelta(days=5))
    tell(paid(gift.pledge), refunded(gift.pledge))
    assert not [mail for mail in mailoutbox if mail.to == ["olena@example.com"]]


def test_a_letter_that_is_asked_for_twice_in_a_minute_goes_once(
    staff, give, tell, mailoutbox, django_capture_on_commit_callbacks, monkeypatch
):
    gift = give()
    tell(paid(gift.pledge))
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert "on its way" in press(staff, gift, "letter").text
        assert "not sent twice" in press(staff, gift, "letter").text
    assert len(mailoutbox) == 1
    monkeypatch.setattr(redeeming, "ONCE_IN", timedelta(0))
    with django_capture_on_commit_callbacks(execute=True):
        press(staff, gift, "letter")
    assert len(mailoutbox) == 2


def test_the_list_marks_what_is_a_gift(staff, give, paid_pledge):
    give()
    page = staff.get("/admin/patrons/pledge/").text
    assert page.count('<span class="desk-label">Gift</span>') == 1
