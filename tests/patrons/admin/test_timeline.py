"""What happened to a patron: every change with who did it or what caused it, money, mails and rights in one list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from patrons import changing, deliveries, people, pledges, pledging
from patrons.history import Via
from patrons.models import Tier
from patrons.money import Money
from patrons.pledging import Wish
from patrons.providers.facts import SubscriptionFact, Told
from tests.patrons.conftest import Scripted, day, make_pledge
from tests.patrons.lives import monthly

pytestmark = pytest.mark.django_db


def patron_page(staff, pledge):
    return staff.get(reverse("admin:patrons_patron_change", args=[pledge.patron_id]))


def test_a_life_is_told_newest_first(staff, account):
    pledge = make_pledge(account)
    told = Scripted(monthly(pledge))
    for number in range(len(told.told)):
        deliveries.take(account, told, told.envelope(number))
    pledge.patron.mails.create(kind="ended", about=f"pledge {pledge.pk}")
    told_here = patron_page(staff, pledge).context["timeline"]
    words = " ".join(moment.words for moment in told_here)
    for said in ("→ ended", "a payment came in", "refund, refused", "dispute, won", "mail to the patron"):
        assert said in words, said
    assert [moment.at for moment in told_here] == sorted((moment.at for moment in told_here), reverse=True)
    assert any(moment.cause == "told by Card" and moment.url for moment in told_here)


def test_it_says_who_did_it(staff, paid, provider):
    user = staff.get("/admin/").wsgi_request.user
    changing.cancel(paid, by=user)
    people.give(paid.patron, Tier.objects.first(), None, by=user, reason="He drew our maps")
    text = patron_page(staff, paid).content.decode()
    assert f"by {user}" in text and "the end was asked for" in text and "He drew our maps" in text
    user.delete()
    deleted = f"account {changing.PledgeEvent.objects.get(verb='cancel').by_number}"
    assert deleted in " ".join(moment.by for moment in _moments(paid))


def _moments(pledge):
    from patrons.admin import timeline

    return timeline.of_pledge(pledge)


def test_as_many_queries_for_thirty_pledges(staff, account, paid, django_assert_max_num_queries):
    for number in range(30):
        make_pledge(account, patron=paid.patron, created_at=day(number))
    patron_page(staff, paid)
    with django_assert_max_num_queries(22):
        assert patron_page(staff, paid).status_code == 200


def test_only_the_mails_about_it(staff, account, paid):
    other = make_pledge(account, patron=paid.patron)
    paid.patron.mails.create(kind="ended", about=f"pledge {paid.pk}")
    paid.patron.mails.create(kind="renewal", about=f"pledge {other.pk} 2026")
    words = [moment.words for moment in _moments(paid)]
    assert "mail to the patron: ended" in words and "mail to the patron: renewal notice" not in words
    assert Money(500, "EUR") == paid.amount


def test_given_taken_back_put_together_and_mailed_again_say_who(staff, paid, account):
    user, tier = staff.user, Tier.objects.first()
    people.take_back(people.give(paid.patron, tier, None, by=user, reason="He drew our maps"), by=user)
    other = make_pledge(account).patron
    people.merge(other, paid.patron, by=user)
    staff.post(reverse("admin:patrons_payment_receipt", args=[paid.payments.get().pk]))
    told = {moment.words: moment.by for moment in patron_page(staff, paid).context["timeline"]}
    for words in (
        "given: Friend (He drew our maps)", "taken back: Friend", f"Patron {other.pk} was put into this one",
        "the receipt 2026-000001 was sent again",
    ):  # fmt: skip
        assert told.get(words) == str(user), words
    assert "the receipt 2026-000001 was sent again" in [moment.words for moment in _moments(paid)]
    shell = staff.get(reverse("admin:patrons_patron_change", args=[other.pk])).context["timeline"]
    assert f"put into Patron {paid.patron_id}" in [moment.words for moment in shell]


def test_no_names_of_the_code_in_it(staff, paid, account):
    from patrons.admin.timeline import VERBS

    for verb in VERBS:
        pledges.change(paid, verb)
    told = Scripted(monthly(make_pledge(account, patron=paid.patron)))
    deliveries.take(account, told, told.envelope(3))
    moments = patron_page(staff, paid).context["timeline"]
    written = " ".join(f"{moment.words} {moment.cause}" for moment in moments)
    assert "_" not in written and "told by Card" in written
    assert {"transfer_booked", "transfer_taken_back", "brought", "lapse"} <= set(VERBS)


def causes(pledge):
    return [(moment.words, moment.cause or moment.by) for moment in _moments(pledge) if "→" in moment.words]


def test_every_transition_says_who_or_what_caused_it(staff, account, provider):
    """The bank that was asked, the patron, somebody here, the clock: each change of state names one."""
    wish = Wish(email="t@example.com", amount=Money(500, "EUR"), interval="month", account=account)
    pledge = pledging.begin(wish, form_mark="m1").pledge
    told = SubscriptionFact(at=day(0), pledge=str(pledge.public_id), subscription="sub_t", told=Told.ACTIVE)
    pledges.apply(account, [told], by=Via.RETURN)
    changing.pause(pledge, timezone.now() + timedelta(days=9))
    changing.resume(pledge, by=Via.CLOCK)
    changing.cancel(pledge, by=staff.user)
    assert [said for _words, said in causes(pledge)] == [
        str(staff.user), "by the clock", "by the patron", "told by Card when the patron came back from there",
    ]  # fmt: skip
    page = staff.get(reverse("admin:patrons_pledge_change", args=[pledge.pk])).content.decode()
    assert "by the clock" in page and "told by Card when the patron came back from there" in page
    begun = _moments(pledge)[-1]
    assert (begun.words, begun.cause) == ("begun", "by the patron")


def test_an_unfinished_one_is_given_up_by_the_clock(staff, account):
    pledge = make_pledge(account, created_at=timezone.now() - timedelta(days=2))
    assert pledging.abandon_old() == 1
    assert causes(pledge) == [("not paid yet → not finished", "by the clock")]
    assert pledging.abandon_old() == 0
