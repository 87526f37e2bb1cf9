"""A correction's words are mended, and one that was a mistake goes: audited, and everywhere shown follows."""

import json

import pytest

from articles import corrections, publishing
from articles.models import Correction
from newsroom.audit.models import Event
from tests.factories import make_article, make_user, minutes_ago

pytestmark = pytest.mark.django_db
PLACES = ("", "lite", "print", "/corrections/", "/feed.xml", "/feed.json", "/feed.atom")


@pytest.fixture
def article():
    return make_article(published=True, at=minutes_ago(600), headline="Ferry")


@pytest.fixture
def correction(article):
    return publishing.correct(article, "It was the 4th.", at=minutes_ago(60))


def pages(client, article):
    path = article.live_edition.get_absolute_url()
    found = {}
    for place in PLACES:
        address = place if place.startswith("/") else f"/{place}{path}" if place else path
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = answer.text
    return found


def mend(correction, text, **fields):
    how = {"kind": correction.kind, "placement": correction.placement} | fields
    corrections.amend(correction, text, **how)


def test_mending_works(client, article, correction):
    made_at, updated_at = correction.made_at, article.live_edition.updated_at
    mend(correction, " It was the 5th. ", by=make_user(name="Halyna"))
    kept = Correction.objects.get()
    assert (kept.text, kept.made_at) == ("It was the 5th.", made_at)
    assert kept.edited_at is not None
    assert article.live_edition.updated_at == updated_at
    for address, page in pages(client, article).items():
        assert "It was the 5th." in page and "It was the 4th." not in page, address
        assert "Edited " in page, address
    event = Event.objects.get(verb="article.correction_edited")
    assert (event.actor, event.subject) == ("Halyna", "Ferry")
    assert event.details["changed"] == {"text": ["It was the 4th.", "It was the 5th."]}


def test_the_data_says_when_it_was_edited(client, article, correction):
    page = client.get(article.live_edition.get_absolute_url()).text
    assert '"CorrectionComment"' in page
    mend(correction, "It was the 5th.")
    page = client.get(article.live_edition.get_absolute_url()).text
    block = page.split('"CorrectionComment"')[1].split("}")[0]
    assert '"dateModified"' in block and json.dumps("It was the 5th.") in block


def test_moving_it_on_the_page_edits_no_words(article, correction):
    mend(correction, correction.text, placement=Correction.Placement.ABOVE)
    kept = Correction.objects.get()
    assert (kept.placement, kept.edited_at) == ("above", None)
    assert Event.objects.filter(verb="article.correction_edited").exists()


def test_mending_nothing_writes_nothing(article, correction):
    mend(correction, correction.text)
    assert not Event.objects.filter(verb="article.correction_edited").exists()


def test_no_words_are_refused(article, correction):
    with pytest.raises(publishing.NotReady, match="what was wrong"):
        mend(correction, " \n")


def test_removing_works(client, article, correction):
    corrections.remove(correction, by=make_user(name="Halyna"))
    assert not Correction.objects.exists()
    assert article.live_edition.updated_at is None
    for address, page in pages(client, article).items():
        assert "It was the 4th." not in page, address
    event = Event.objects.get(verb="article.correction_removed")
    assert (event.actor, event.subject, event.details["text"]) == ("Halyna", "Ferry", "It was the 4th.")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_readers_are_told_again_what_they_were_before(article, order):
    publishing.publish(article, substantial=True)
    updated_at = article.live_edition.updated_at
    made = [publishing.correct(article, f"Correction {number}.") for number in range(2)]
    for number in order:
        corrections.remove(made[number])
    assert article.live_edition.updated_at == updated_at


def test_a_later_update_stays_told(article, correction):
    publishing.publish(article, substantial=True)
    updated_at = article.live_edition.updated_at
    corrections.remove(correction)
    assert article.live_edition.updated_at == updated_at
