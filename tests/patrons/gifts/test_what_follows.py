"""A gift's right follows from its money, in any order; letters go once, on their day."""

from datetime import timedelta
from itertools import permutations

import pytest

from patrons import clock, forgetting, gifts
from patrons.days import begin_of
from patrons.figures import now
from patrons.models import Gift, Grant, Patron, Pledge, SentMail
from patrons.periods import later
from patrons.pledges import apply
from patrons.providers.facts import Claim

from .conftest import NOW, TODAY, disputed, paid, refunded

pytestmark = pytest.mark.django_db


def rights():
    return [
        (grant.patron.email, grant.source, grant.revoked_at is None) for grant in Grant.objects.select_related("patron")
    ]


def test_money_gives_the_recipient_a_right_and_the_giver_none(give, tell, mailoutbox):
    gift = give()
    tell()
    assert rights() == [] and not Patron.objects.filter(email="olena@example.com").exists()
    for _repeat in range(3):
        tell(paid(gift.pledge))
    assert rights() == [("olena@example.com", "gift", True)]
    grant = Grant.objects.get()
    assert grant.tier == gift.pledge.tier and grant.ends_at == later(grant.starts_at, 3)
    gift.pledge.refresh_from_db()
    assert gift.pledge.state == Pledge.State.GIVEN
    assert len(mailoutbox) == 3, "a receipt and a word to the giver, one letter to the recipient"
    assert ["Taras has a gift for you" in mail.subject for mail in mailoutbox if mail.to == ["olena@example.com"]] == [
        True
    ]


def test_who_was_a_patron_before_stays_as_they_are(give, tell, stranger):
    tell(paid(give(" OLENA@example.com ").pledge))
    stranger.refresh_from_db()
    assert stranger.name == "Olena Own" and stranger.grants.get().source == "gift"
    assert Patron.objects.filter(email_key="olena@example.com").count() == 1


def test_in_whatever_order_it_is_told_it_comes_to_the_same(give, account):
    ends = []
    for order in permutations(range(3)):
        gift = give(f"o{len(ends)}@example.com")
        told = [paid(gift.pledge), refunded(gift.pledge, 1000), disputed(gift.pledge, Claim.WON)]
        late = []
        for number in order:
            try:
                apply(account, [told[number]])
            except Exception:
                late.append(told[number])
        apply(account, [told[0], *late])
        grant = Grant.objects.get(gift=gift)
        ends.append((grant.starts_at, grant.ends_at, grant.revoked_at))
    assert len(set(ends)) == 1 and ends[0][2] is None


@pytest.mark.parametrize("by_link", [True, False])
def test_all_of_it_back_takes_the_right_and_a_part_does_not(give, tell, by_link):
    gift = give("" if by_link else "olena@example.com")
    tell(paid(gift.pledge))
    if by_link:
        from patrons import redeeming

        redeeming.redeem(gift.token, "olena@example.com")
    tell(refunded(gift.pledge, 1000))
    assert rights() == [("olena@example.com", "gift", True)]
    tell(refunded(gift.pledge, 2600, "b"))
    assert rights() == [("olena@example.com", "gift", False)]
    assert not Grant.objects.valid().exists()


def test_a_dispute_takes_it_and_one_that_is_won_gives_it_back(give, tell):
    gift = give()
    tell(paid(gift.pledge))
    for became, has in ((Claim.OPEN, False), (Claim.LOST, False), (Claim.WON, True)):
        tell(disputed(gift.pledge, became))
        assert rights() == [("olena@example.com", "gift", has)], became


def test_a_later_day_waits_for_the_clock_and_is_written_once(give, tell, mailoutbox):
    day = TODAY + timedelta(days=40)
    gift = give(starts_on=day, language="uk")
    tell(paid(gift.pledge))
    grant = Grant.objects.get()
    assert grant.starts_at == begin_of(day) and not Grant.objects.valid().exists()
    assert Grant.objects.valid(begin_of(day)).exists()
    assert gifts.write_due(NOW + timedelta(days=38)) == 0
    assert {mail.to[0] for mail in mailoutbox} == {gift.pledge.patron.email}
    assert [gifts.write_due(begin_of(day) + timedelta(hours=1)) for _twice in range(2)] == [1, 0]
    assert SentMail.objects.filter(kind="gift").count() == 1
    assert any(job.act() == gifts.write_due for job in clock.JOBS)


def test_what_was_given_back_before_its_day_is_not_written_about(give, tell):
    gift = give(starts_on=TODAY + timedelta(days=5))
    tell(paid(gift.pledge), refunded(gift.pledge))
    assert gifts.write_due(NOW + timedelta(days=6)) == 0 and not SentMail.objects.filter(kind="gift").exists()


def test_one_letter_a_day_from_one_giver_to_one_recipient(give, tell):
    first = give()
    second, other = give(giver=first.pledge.patron), give()
    for gift in (first, second, other):
        tell(paid(gift.pledge))
    assert Grant.objects.valid().count() == 3
    written = {gift.pk: bool(gift.letter_at) for gift in Gift.objects.all()}
    assert written == {first.pk: True, second.pk: False, other.pk: True}
    assert gifts.write_due(NOW + timedelta(hours=20)) == 0
    assert gifts.write_due(NOW + timedelta(hours=26)) == 1


def test_a_strangers_words_are_one_plain_line_without_links(give, tell, mailoutbox):
    gift = give(
        message='<a href="https://evil.example/x">win</a>\nsee evil.example or a@evil.example \u202e',
        giver_name="Taras www.evil.example", recipient_name="<b>Olena</b>",
    )  # fmt: skip
    tell(paid(gift.pledge))
    mail = next(mail for mail in mailoutbox if mail.to == ["olena@example.com"])
    html = mail.alternatives[0][0]
    for text in (mail.body, html, mail.subject):
        assert "evil.example" not in text.replace("&#x27;", "") and "https://evil" not in text and "\u202e" not in text
    assert html.count("<a href=") == 2, "our front page and the button"
    assert "&lt;b&gt;Olena" in html and "<b>Olena" not in html
    assert "win" in html and gift.token in html and gift.token in mail.body


def test_thirty_letters_ask_no_more_than_three_for_each(give, tell, django_assert_max_num_queries):
    for number in range(3):
        tell(paid(give(f"o{number}@example.com", starts_on=TODAY + timedelta(days=2)).pledge))
    with django_assert_max_num_queries(3 * 12 + 3):
        assert gifts.write_due(NOW + timedelta(days=3)) == 3


def test_whom_an_unpaid_gift_was_for_is_forgotten_and_late_money_makes_a_link(give, tell, mailoutbox):
    gift = give()
    Pledge.objects.update(state="abandoned")
    assert forgetting.forget(NOW + timedelta(days=29)) == 0
    assert forgetting.forget(NOW + timedelta(days=31)) == 1
    assert forgetting.forget(NOW + timedelta(days=31)) == 0
    gift.refresh_from_db()
    assert (gift.recipient_name, gift.recipient_email, gift.recipient_key, gift.message) == ("", "", "", "")
    tell(paid(gift.pledge))
    assert rights() == []
    assert any(gift.token in mail.body for mail in mailoutbox)


@pytest.mark.parametrize("is_live", [True, False])
def test_figures_count_real_gifts_and_no_trials(give, tell, is_live):
    gift = give()
    tell(paid(gift.pledge))
    Pledge.objects.update(is_live=is_live)
    assert [(line.source, line.patrons) for line in now.by_tier()] == ([("gift", 1)] if is_live else [])


def test_each_is_written_to_about_their_own(give, tell):
    gift = give()
    tell(paid(gift.pledge))
    assert sorted(SentMail.objects.values_list("patron__email", "kind")) == [
        ("olena@example.com", "gift"), (gift.pledge.patron.email, "gift_given"), (gift.pledge.patron.email, "receipt"),
    ]  # fmt: skip


def test_no_letter_while_the_money_waits(give, mailoutbox):
    give()
    assert gifts.write_due(NOW + timedelta(days=1)) == 0
    assert mailoutbox == []
