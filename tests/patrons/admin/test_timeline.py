"""What happened to a patron: every change with who did it or what caused it, money, mails and rights in one list."""

import pytest
from django.urls import reverse

from patrons import changing, deliveries, people
from patrons.models import Tier
from patrons.money import Money
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
    assert any(moment.cause == "told" and moment.url for moment in told_here)


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
