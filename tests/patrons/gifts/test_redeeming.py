"""Opening a link changes nothing; one press redeems it, once; the giver learns nothing of who was here."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils.formats import date_format
from django.utils.timezone import localtime

from patrons import people, privacy, redeeming
from patrons.models import Gift, Grant, Patron, SentMail
from patrons.redeeming import NotRedeemed
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.patrons.conftest import make_pledge

from .conftest import NOW, paid, refunded

pytestmark = pytest.mark.django_db


def url(gift):
    return f"/support/gift/{gift.token}/"


@pytest.fixture
def handed(give, tell):
    """A gift without an address, paid."""
    gift = give("")
    tell(paid(gift.pledge))
    return gift


@pytest.fixture
def mailed(give, tell):
    """A gift with an address, paid."""
    gift = give()
    tell(paid(gift.pledge))
    return gift


def test_the_giver_gets_the_link_and_nobody_has_a_right_yet(handed, mailoutbox):
    assert not Grant.objects.exists()
    mail = next(mail for mail in mailoutbox if url(handed) in mail.body)
    assert mail.to == [handed.pledge.patron.email]


def test_opening_changes_nothing_and_pressing_redeems_it_once(client, handed, django_capture_on_commit_callbacks):
    page = client.get(url(handed))
    assert page.status_code == 200 and "Taras" in page.text and "For the long evenings" in page.text
    assert page["Cache-Control"] == "private, no-store" and "noindex" in page["X-Robots-Tag"]
    assert client.head(url(handed)).status_code == 200 and not Grant.objects.exists()
    assert client.post(url(handed), {"email": "x@example.com"})["Location"] == f"{url(handed)}?done=1"
    assert Grant.objects.valid().get().patron.email == "x@example.com"
    assert SentMail.objects.get(kind="gift").patron.email == "x@example.com"
    again = client.post(url(handed), {"email": "y@example.com"})
    assert again.status_code == 200 and "x@example.com" not in again.text and "was redeemed" in again.text
    assert Grant.objects.count() == 1 and not Patron.objects.filter(email="y@example.com").exists()


def test_it_begins_with_the_day_it_is_redeemed(client, handed):
    redeeming.redeem(handed.token, "x@example.com")
    handed.refresh_from_db()
    assert handed.grant.starts_at == handed.redeemed_at > handed.pledge.created_at


def test_a_link_says_that_its_time_begins_when_it_is_used(client, give, tell, handed, mailed, signed_in):  # noqa: F811
    later = give("", starts_on=localtime(NOW).date() + timedelta(days=9))
    tell(paid(later.pledge))
    assert "the day on which you accept it</dd>" in client.get(url(handed)).text
    assert "accept it, and not before" in client.get(url(later)).text
    assert "the day on which" not in client.get(url(mailed)).text
    staff = signed_in("pledge")
    for gift, waits in ((handed, True), (later, True), (mailed, False)):
        page = staff.get(f"/admin/patrons/pledge/{gift.pledge_id}/change/").text
        assert ("the day on which its link is used, not before" in page) is waits
    redeeming.redeem(handed.token, "x@example.com")
    assert "its link is used" not in staff.get(f"/admin/patrons/pledge/{handed.pledge_id}/change/").text


@pytest.mark.parametrize("typed", ["", "x", "x@", "a" * 300 + "@example.com", "\0", "<b>@x", "a" * 20_000, "😀@😀"])
def test_what_is_no_address_comes_back_with_a_sentence(client, handed, typed):
    page = client.post(url(handed), {"email": typed})
    assert page.status_code == 422 and "correct format" in page.text and not Grant.objects.exists()


def test_links_that_lead_nowhere(client, give, handed, tell):
    for path in (url(give("")), "/support/gift/aaaaaaaaaaaaaaaaaaaa/", "/support/gift/x/", "/support/gift/%00/"):
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"email": "x@example.com"}).status_code == 404
    tell(refunded(handed.pledge))
    assert client.get(url(handed)).status_code == 410
    assert client.post(url(handed), {"email": "x@example.com"}).status_code == 410 and not Grant.objects.exists()


def test_the_page_is_the_same_whoever_was_here_before(client, give, tell, stranger):
    pages = []
    for email in ("olena@example.com", "nobody@example.com"):
        gift = give("")
        tell(paid(gift.pledge))
        client.post(url(gift), {"email": email})
        pages.append(client.get(url(gift)).text.replace(gift.token, ""))
    assert pages[0] == pages[1]


def test_a_mailed_gift_is_accepted_with_a_press(client, mailed):
    page = client.get(url(mailed))
    assert 'name="email"' not in page.text and "olena@example.com" not in page.text
    assert client.post(url(mailed), {"email": "thief@example.com"}).status_code == 303
    mailed.refresh_from_db()
    assert mailed.redeemed_at and Grant.objects.get().patron.email == "olena@example.com"
    assert not Patron.objects.filter(email="thief@example.com").exists()


def test_who_accepts_is_welcomed_on_the_page_and_by_mail(
    client, mailed, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url(mailed))
    page, grant = client.get(answer["Location"]).text, Grant.objects.get()
    until = date_format(localtime(grant.ends_at), "DATE_FORMAT")
    assert '<h1 class="hed-xl">Welcome</h1>' in page and f"until {until}: Friend" in page
    letter = mailoutbox[-1]
    assert letter.to == ["olena@example.com"] and f"until {until}" in letter.body and "/support/you/" in letter.body
    # Whoever opens the link later is not welcomed.
    assert "The gift was redeemed" in client.get(url(mailed)).text


def test_who_refuses_reads_that_it_was_done(client, mailed):
    page = client.get(client.post(url(mailed), {"verb": "decline"})["Location"])
    assert page.status_code == 200 and "The gift was refused" in page.text and "are forgotten" in page.text


def test_who_does_not_want_it_is_forgotten_and_not_written_to_again(client, mailed, tell):
    assert client.post(url(mailed), {"verb": "decline"}).status_code == 303
    assert not Patron.objects.filter(email="olena@example.com").exists()
    mailed.refresh_from_db()
    assert mailed.declined_at and mailed.recipient_email == mailed.recipient_name == mailed.recipient_key == ""
    assert mailed.message == "For the long evenings", "the giver keeps their own words"
    tell(paid(mailed.pledge))
    assert not Grant.objects.exists() and not SentMail.objects.filter(kind="gift").exists()
    assert client.get(url(mailed)).status_code == 410
    with pytest.raises(NotRedeemed):
        redeeming.redeem(mailed.token)


def test_who_is_a_patron_of_their_own_stays_one_without_the_gift(client, stranger, give, tell):
    gift = give()
    tell(paid(gift.pledge))
    redeeming.decline(gift.token)
    stranger.refresh_from_db()
    assert stranger.email == "olena@example.com" and not stranger.grants.exists()


def test_a_link_that_was_handed_over_cannot_be_declined_by_the_giver(handed):
    with pytest.raises(NotRedeemed, match="handed over"):
        redeeming.decline(handed.token)


def test_erasing_the_giver_leaves_the_gift_without_their_words(mailed):
    privacy.erase(mailed.pledge.patron)
    mailed.refresh_from_db()
    assert mailed.message == mailed.giver_name == "" and mailed.recipient_name == "Olena"
    assert Grant.objects.valid().get().patron.email == "olena@example.com"


def test_erasing_the_recipient_leaves_the_giver_theirs(mailed, tell):
    giver, olena = mailed.pledge.patron, Patron.objects.get(email="olena@example.com")
    privacy.erase(olena)
    mailed.refresh_from_db()
    assert mailed.recipient_name == mailed.recipient_email == mailed.recipient_key == ""
    assert mailed.message and not Grant.objects.valid().exists()
    tell(paid(mailed.pledge))
    assert not Grant.objects.valid().exists(), "a repeat brings nothing back"
    given = privacy.everything_about(giver)["gifts_given"]
    assert given[0]["message"] == "For the long evenings"


def test_both_may_download_theirs_and_the_giver_learns_nothing_of_the_other(mailed):
    giver, olena = mailed.pledge.patron, Patron.objects.get(email="olena@example.com")
    theirs = privacy.everything_about(olena)["gifts_received"]
    assert theirs[0]["message"] == "For the long evenings" and giver.email not in str(theirs)
    given = str(privacy.everything_about(giver)["gifts_given"])
    assert "Olena" in given and "redeemed" not in given and "recipient_id" not in given


def test_putting_two_together_moves_what_was_given(mailed):
    olena, into = Patron.objects.get(email="olena@example.com"), Patron.objects.create(email="o@example.org")
    people.merge(olena, into)
    mailed.refresh_from_db()
    assert mailed.recipient == into and into.grants.count() == 1


def test_their_own_page_says_what_they_have(client, mailed):
    from patrons import visits

    session = client.session
    olena = Patron.objects.get(email="olena@example.com")
    session[visits.KEY] = [str(olena.public_id), int(NOW.timestamp())]
    session.save()
    page = client.get("/support/you/")
    assert "A gift to you" in page.text and "Taras" in page.text and "Nothing was given" not in page.text
    session[visits.KEY] = [str(mailed.pledge.patron.public_id), int(NOW.timestamp())]
    session.save()
    page = client.get("/support/you/")
    assert "A gift of 3 months, for Olena" in page.text and mailed.token not in page.text


@pytest.mark.django_db(transaction=True)
def test_eight_hold_the_link_and_one_has_the_gift(account):
    from patrons import pledges

    pledge = make_pledge(account, 3600, interval="once")
    gift = Gift.objects.create(pledge=pledge, months=1, starts_on=NOW.date(), recipient_name="O", by_link=True)
    pledges.apply(account, [paid(pledge)])
    became = []

    def work(number):
        try:
            redeeming.redeem(gift.token, f"o{number}@example.com")
            became.append("redeemed")
        except NotRedeemed:
            became.append("late")
        except Exception as error:  # told by the assertion below
            became.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(became) == ["late"] * 7 + ["redeemed"]
    assert Grant.objects.count() == 1 and SentMail.objects.filter(kind="gift").count() == 1
    gift.refresh_from_db()
    assert gift.recipient == Grant.objects.get().patron
