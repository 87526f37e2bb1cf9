"""The pledges' desk: found by what is known, shown whole, changed by verbs, and nobody gives back too much."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.audit.models import Event
from patrons import deliveries, people
from patrons.models import (
    Discrepancy,
    Grant,
    LedgerEntry,
    Patron,
    Payment,
    Pledge,
    ProviderEvent,
    Tier,
)
from patrons.people import NotDone
from patrons.providers.base import Abilities
from tests.patrons.conftest import Obedient, Scripted, day, make_pledge
from tests.patrons.lives import monthly

pytestmark = pytest.mark.django_db
LIST = "/admin/patrons/pledge/"


@pytest.fixture
def provider(provider, monkeypatch):
    monkeypatch.setattr("patrons.admin.pledges.provider_for", lambda key: provider)
    monkeypatch.setattr("patrons.admin.deliveries.provider_for", lambda key: provider)
    able = Abilities(recurring=True, refunds=True, pause=True)
    monkeypatch.setattr(Obedient, "abilities", able, raising=False)
    return provider


def page(client, pledge):
    return client.get(reverse("admin:patrons_pledge_change", args=[pledge.pk]))


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_found_by_whatever_somebody_writes_in(staff, paid, account):
    other = make_pledge(account)
    for term in (
        paid.patron.email.upper(), str(paid.public_id), "sub_paid", "pay_1",
        Payment.objects.get().receipt_number.lower(),
    ):  # fmt: skip
        found = staff.get(LIST, {"q": term})
        assert f"/pledge/{paid.pk}/change/" in found.text and f"/pledge/{other.pk}/change/" not in found.text, term
    for term in ("nothing", "x" * 5000, "%", "' OR 1=1"):
        found = staff.get(LIST, {"q": term})
        assert found.status_code == 200 and f"/pledge/{paid.pk}/change/" not in found.text


def test_a_pledge_is_found_by_the_address_that_was_merged_away(staff, paid, account):
    second, last = (Patron.objects.create(email=f"{name}@example.com") for name in ("second", "last"))
    address = paid.patron.email
    people.merge(people.merge(paid.patron, second), last)
    for term in (address.upper(), "second@example.com", "last@example.com"):
        assert f"/pledge/{paid.pk}/change/" in staff.get(LIST, {"q": term}).text, term


@pytest.mark.parametrize(
    "query",
    [
        "state=active", "interval=month", "currency=EUR", "state=nonsense", "tier=x", "through=9", "article=7",
        "article=x", "article=9999999999999999999999", "created_at_from=2026-01-01&created_at_to=2026-12-31",
        "created_at_from=x&created_at_to=99999-01-01", "created_at_from=0001-01-01&created_at_to=9999-12-31",
    ],
)  # fmt: skip
def test_filters_answer_whatever_they_are_asked(staff, paid, query):
    assert staff.get(f"{LIST}?{query}").status_code in (200, 302)


def test_by_the_day_it_was_begun_and_the_article_that_brought_it(staff, account):
    from tests.factories import make_article

    article = make_article(headline="Snow at the border", published=True)
    first = make_pledge(account, created_at=day(0), article=article)
    second = make_pledge(account, created_at=day(1))

    def found(query):
        return {row.pk for row in staff.get(f"{LIST}?{query}").context["cl"].result_list}

    assert (
        found("created_at_from=2026-03-02")
        == {second.pk}
        == found("created_at_from=2026-03-02&created_at_to=2026-03-02")
    )
    assert found("created_at_to=2026-03-01") == {first.pk} == found(f"article={article.pk}")
    page = staff.get(f"{LIST}?created_at_from=31.10.2026&created_at_to=2026-10-01")
    assert "2026-10-31 is later than 2026-10-01: exchange the two days." in page.text
    assert not page.context["cl"].result_list
    article.headline = "Not out yet"
    article.save()
    draft = make_article(headline="A secret draft")
    make_pledge(account, article=draft)
    text = staff.get(LIST).text
    assert "Snow at the border" in text and "Not out yet" not in text and "A secret draft" not in text


def test_pledges_without_a_tier_and_of_articles_that_are_not_listed_are_found(staff, account, monkeypatch):
    from tests.factories import make_article

    monkeypatch.setattr("patrons.admin.pledge_filters.OFFERED", 1)
    often, seldom = (make_article(headline=words, published=True) for words in ("Snow", "Rain"))
    listed = [make_pledge(account, article=often) for _twice in range(2)]
    other, without = make_pledge(account, article=seldom), make_pledge(account)
    Pledge.objects.filter(pk=other.pk).update(tier=None)

    def found(query):
        return {row.pk for row in staff.get(f"{LIST}?{query}").context["cl"].result_list}

    assert found("tier=none") == {other.pk} == found("article=others") == found(f"article={seldom.pk}")
    assert found("article=none") == {without.pk}
    assert found(f"article={often.pk}") == {row.pk for row in listed}
    text = staff.get(LIST).text
    assert "Snow" in text.partition("filter")[2] and "Another article" in text and "Without a tier" in text
    assert f"/admin/patrons/pledge/?article={seldom.pk}" in page(staff, other).text


def test_a_search_that_cannot_be_read_lists_nothing(staff, paid):
    page = staff.get(LIST, {"q": "\0"})
    assert "Null characters are not allowed." in page.text and not page.context["cl"].result_list


def test_the_state_stands_beside_the_pledge_and_days_say_what_they_are(staff, paid):
    row = staff.get(LIST).text.partition("<tbody")[2]
    columns = [row.index(f"field-{name}") for name in ("show_pledge", "state", "show_patron", "show_until")]
    assert columns == sorted(columns)
    assert '<span class="desk-named-when-narrow">paid until</span> 31 Mar 2026' in row


def test_the_name_of_a_payment_says_whose_it_is(staff, paid):
    assert "Card calls it pay_1" in staff.get(reverse("admin:patrons_pledge_change", args=[paid.pk])).text


def test_the_list_asks_no_more_for_thirty_than_for_three(staff, account, django_assert_max_num_queries):
    from tests.factories import make_article

    article = make_article(headline="Snow at the border", published=True)
    for number in range(33):
        if number in (3, 30):
            with django_assert_max_num_queries(12):
                assert staff.get(f"{LIST}?state=pending&article={article.pk}").status_code == 200
        make_pledge(account, article=article)


def test_the_page_of_a_pledge_tells_its_whole_life(staff, account, provider):
    pledge = make_pledge(account)
    told = Scripted(monthly(pledge))
    for number in range(len(told.told)):
        deliveries.take(account, told, told.envelope(number))
    text = page(staff, pledge).text
    for words in ("ends → ended", "2026-000001", "Card", "€8", "refund that failed", "dispute won", "told"):
        assert words in text, words


def test_staff_end_pause_and_go_on(staff, paid, provider):
    def press(verb, **data):
        return staff.post(reverse("admin:patrons_pledge_verb", args=[paid.pk, verb]), data, follow=True)

    assert "It is done." in said(press("cancel"))
    assert "It is done." in said(press("resume"))
    again = press("pause", until="soon")
    assert again.status_code == 422 and "is no day" in again.text and 'value="soon"' in again.text
    press("pause", until=f"{timezone.localdate() + timedelta(days=99)}")
    press("cancel_now", sure="1")
    paid.refresh_from_db()
    assert paid.state == "ended"
    assert "this pledge has ended" in said(press("resume"))
    verbs = list(Event.objects.filter(verb__startswith="pledge.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["pledge.cancel", "pledge.resume", "pledge.pause", "pledge.cancel_now"]
    assert paid.patron.email not in str(list(Event.objects.values()))


def test_staff_give_back_in_parts_and_never_too_much(staff, paid, provider):
    payment = Payment.objects.get()

    def press(amount, reason="Asked for", **more):
        address = reverse("admin:patrons_payment_refund", args=[payment.pk])
        answer = staff.post(address, {"amount": amount, "reason": reason} | more, follow=True)
        return said(answer) if answer.redirect_chain else answer.text

    # Asked first: how much, to whom, by which way, and what follows.
    asked = press("3,00")
    for words in (
        "Give back €3", f"€3 goes back to Olha, {paid.patron.email}", "receipt 2026-000001", "through Card",
        "Why: Asked for", "€2 of this payment is left then", "The pledge goes on", 'name="amount" value="3,00"',
    ):  # fmt: skip
        assert words in asked, words
    # Another amount than the one that was read about is asked about anew.
    assert "Give back €4" in press("4", sure="300") and not LedgerEntry.objects.filter(kind="refund")
    assert "was asked to give it back" in press("3,00", sure="300")
    assert "€2 of this payment is left" in press("3") and "€2 of this payment is left" in press("3", sure="300")
    assert "Write how much is given back: at most €2" in press("0")
    assert "is no amount" in press("all of it") and "Say why" in press("1", reason="")
    assert "Nothing of this payment is left then" in press("2") and "was asked" in press("2", sure="200")
    assert "Nothing of this payment is left: all of it was given back." in press("1")
    assert sum(LedgerEntry.objects.values_list("amount_minor", flat=True)) == 0


def test_a_receipt_is_mailed_again(staff, paid, provider, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("admin:patrons_payment_receipt", args=[Payment.objects.get().pk]))
    assert mailoutbox[0].to == [paid.patron.email] and "2026-000001" in mailoutbox[0].body


def test_two_patrons_become_one(staff, paid, account):
    other = make_pledge(account, patron=Patron.objects.create(email="second@example.com", visibility="public"))
    books = list(LedgerEntry.objects.values())
    address = reverse("admin:patrons_patron_do", args=[paid.patron_id, "merge"])
    refused = staff.post(address, {"into": "nobody@example.com"})
    assert "No patron has the address" in refused.text and 'value="nobody@example.com"' in refused.text
    asked = staff.post(address, {"into": " SECOND@example.com"})
    assert asked.status_code == 200 and Patron.objects.filter(merged_into=None).count() == 2
    for words in (paid.patron.email, other.patron.email, "€5 monthly, active, Card", "€5 monthly, not paid yet, Card"):
        assert words in asked.text, words
    staff.post(address, {"into": " SECOND@example.com", "sure": str(paid.patron_id)})
    assert Patron.objects.filter(merged_into=None).count() == 2
    staff.post(address, {"into": " SECOND@example.com", "sure": str(other.patron_id)})
    assert set(Pledge.objects.values_list("patron", flat=True)) == {other.patron_id}
    assert list(LedgerEntry.objects.values()) == books
    into = Patron.objects.get(pk=other.patron_id)
    assert (into.name, into.visibility) == ("Olha", "secret")
    assert Grant.objects.get().patron_id == into.pk
    with pytest.raises(NotDone, match="part of another"):
        people.merge(Patron.objects.get(pk=paid.patron_id), into)
    # The address that went may sign up anew: it is a new patron's then.
    assert Patron.objects.create(email=paid.patron.email)


def test_a_tier_is_given_and_taken_back(staff, paid):
    tier = Tier.objects.create(slug="press", name="Press", status="live")
    address = reverse("admin:patrons_patron_do", args=[paid.patron_id, "give"])
    for data, words in (
        ({"tier": "none"}, "Choose the tier"),
        ({"tier": "press", "reason": ""}, "Say why"),
        ({"tier": "press", "reason": "x", "until": "2001-01-01"}, "in the past"),
        ({"tier": "press", "reason": "x", "until": "never"}, "is no day"),
    ):
        refused = staff.post(address, data)
        assert refused.status_code == 422 and words in refused.text
        assert all(f'value="{typed}"' in refused.text for typed in data.values() if typed not in ("none", ""))
    long = staff.post(address, {"tier": "press", "reason": "y" * 201})
    assert "201 characters" in long.text and "y" * 201 in long.text and not Grant.objects.filter(tier=tier)
    staff.post(address, {"tier": "press", "reason": "Gave us her archive", "until": "2999-01-01"})
    grant = Grant.objects.get(tier=tier)
    assert grant in Grant.objects.valid()
    staff.post(reverse("admin:patrons_grant_take_back", args=[grant.pk]))
    assert grant not in Grant.objects.valid()
    of_pledge = Grant.objects.get(source="pledge")
    assert "end the pledge instead" in said(
        staff.post(reverse("admin:patrons_grant_take_back", args=[of_pledge.pk]), follow=True)
    )


def test_the_wall_shows_who_asked_was_approved_and_supports_us_now(staff, paid, monkeypatch):
    monkeypatch.setattr("patrons.people.timezone.now", lambda: paid.started_at)
    patron = paid.patron
    address = reverse("admin:patrons_patron_do", args=[patron.pk, "approve"])
    assert "did not ask" in said(staff.post(address, follow=True)) and people.wall() == []
    Patron.objects.filter(pk=patron.pk).update(visibility="public", wall_name="Olha K.")
    assert people.wall() == []
    staff.post(address)
    assert people.wall() == ["Olha K."]
    Patron.objects.filter(pk=patron.pk).update(visibility="private")
    assert people.wall() == []
    Patron.objects.filter(pk=patron.pk).update(visibility="public")
    Grant.objects.update(revoked_at=paid.started_at)
    assert people.wall() == []


def test_an_event_is_processed_again_and_the_books_stay(staff, account, provider):
    pledge = make_pledge(account)
    told = Scripted(monthly(pledge))
    event = deliveries.take(account, told, told.envelope(3))
    provider.told = told.told
    books = list(LedgerEntry.objects.values())
    ProviderEvent.objects.update(state="dead", error="x")
    response = staff.post(reverse("admin:patrons_providerevent_again", args=[event.pk]), follow=True)
    assert "It is now: done." in said(response) and list(LedgerEntry.objects.values()) == books
    assert "desk-payload" in response.text


def test_a_discrepancy_is_settled_with_a_word(staff, account):
    found = Discrepancy.objects.create(account=account, kind="amount", subject="payment:p", ours="€5", theirs="€6")
    address = reverse("admin:patrons_discrepancy_settle", args=[found.pk])
    assert "Say how" in said(staff.post(address, {"note": " "}, follow=True))
    staff.post(address, {"note": "Their mistake"})
    found.refresh_from_db()
    assert found.settled_at and found.note == "Their mistake"


@pytest.mark.parametrize("number", [3, 30])
def test_lists_ask_the_same_however_many_there_are(staff, account, number, django_assert_max_num_queries):
    for each in range(number):
        make_pledge(account, subscription_ref=f"s{each}")
    for address in (LIST, "/admin/patrons/patron/", "/admin/patrons/ledgerentry/", "/admin/patrons/providerevent/"):
        with django_assert_max_num_queries(12):
            assert staff.get(address).status_code == 200


@pytest.mark.parametrize("gone", ["merged", "erased"])
def test_nothing_is_written_onto_who_is_nobody_any_more(staff, paid, account, gone):
    shell = paid.patron
    if gone == "merged":
        people.merge(shell, make_pledge(account).patron)
    else:
        Patron.objects.filter(pk=shell.pk).update(erased_at=day(0), name="", email="")
    Tier.objects.create(slug="press", name="Press", status="live")
    text = staff.get(reverse("admin:patrons_patron_change", args=[shell.pk])).text
    assert "/do/" not in text and "/take-back/" not in text
    before, was = Grant.objects.count(), Patron.objects.filter(pk=shell.pk).values().get()
    for verb, data in {
        "give": {"tier": "press", "reason": "Gave us her archive"}, "note": {"note": "Kind"}, "approve": {},
        "merge": {"into": Patron.objects.exclude(pk=shell.pk).first().email if gone == "merged" else "x@example.com"},
    }.items():  # fmt: skip
        answer = staff.post(
            reverse("admin:patrons_patron_do", args=[shell.pk, verb]), data | {"sure": "1"}, follow=True
        )
        assert "is part of another" in answer.text or "No patron has" in answer.text, verb
    assert Grant.objects.count() == before and Patron.objects.filter(pk=shell.pk).values().get() == was


def test_ended_at_once_only_after_a_page_that_says_what_ends(staff, paid, provider):
    address = reverse("admin:patrons_pledge_verb", args=[paid.pk, "cancel_now"])
    asked = staff.post(address)
    paid.refresh_from_db()
    assert paid.state == "active" and not provider.asked
    for words in ("End it now", "€5 monthly", paid.patron.name, "Card", 'name="sure" value="1"', "No money goes back"):
        assert words in asked.text, words
    assert "<script" not in asked.text.partition("<main")[2]
    staff.post(address, {"sure": "1"})
    paid.refresh_from_db()
    assert paid.state == "ended"


def test_a_refund_that_is_refused_comes_back_open_with_what_was_typed(staff, paid, provider):
    address = reverse("admin:patrons_payment_refund", args=[Payment.objects.get().pk])
    for data, words in (
        ({"amount": "5,0o", "reason": "Wrote <b>twice</b>"}, "is no amount"),
        ({"amount": "9", "reason": "Asked"}, "is left"),
        ({"amount": "1", "reason": "z" * 201}, "201 characters"),
    ):
        answer = staff.post(address, data)
        assert answer.status_code == 422 and words in answer.text and "<details open>" in answer.text
        assert f'value="{data["amount"]}"' in answer.text and "<b>twice" not in answer.text
        assert data["reason"].replace("<b>", "&lt;b&gt;").replace("</b>", "&lt;/b&gt;") in answer.text
    assert not provider.asked


def test_a_note_that_is_too_long_is_not_cut(staff, paid):
    address = reverse("admin:patrons_patron_do", args=[paid.patron_id, "note"])
    answer = staff.post(address, {"note": "n" * 5001})
    assert answer.status_code == 422 and "5001 characters" in answer.text and "n" * 5001 in answer.text
    staff.post(address, {"note": "n" * 5000})
    assert Patron.objects.get(pk=paid.patron_id).note == "n" * 5000


def test_the_page_says_what_brought_it(staff, account):
    from django.utils import timezone

    from patrons.models import Campaign
    from tests.factories import make_article

    article = make_article(headline="Snow at the border", published=True)
    article.headline = "Not out yet"
    article.save()
    winter = Campaign.objects.create(name="Winter & coal", amount_minor=5, currency="EUR", starts_at=timezone.now())
    pledge = make_pledge(account, article=article, campaign=winter, source="import")
    text = page(staff, pledge).text
    for words in ("Snow at the border", "Winter &amp; coal", "<dd>import</dd>"):
        assert words in text, words
    assert "Not out yet" not in text and 'class="desk-link" href="/' in text
    draft = make_pledge(account, article=make_article(headline="A secret draft"))
    text = page(staff, draft).text
    assert f"Article {draft.article_id}, not public" in text and "A secret draft" not in text
