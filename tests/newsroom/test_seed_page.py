"""A real page's text is read into parts, published through the verbs, and found again on the page."""

import pytest

from newsroom.trial.comparing import compare
from newsroom.trial.seedpage import read_seed
from newsroom.trial.settingup import publish_seed
from newsroom.trial.texts import publish_texts

OWN = """The Ferry Post

News from both banks of the river.

Ferry to sail on Sundays, says the harbour master.

The ferry will sail on Sundays from May.

“Nobody asked us before,” the harbour master said.

Read also: How the ferry lost its bell

This paper lives on its readers. Join us. Become a patron or see other ways to support. Become a Patron!

Tags: Ferry, Harbour

Related news
Storm closes the strait

Storm closes the strait

Winds of 30 metres a second closed the strait on Friday...

Bridge to be painted

Bridge to be painted

Green, by a narrow vote...
"""


def test_it_reads_every_part():
    page = read_seed(OWN)
    assert (page.name, page.tagline) == ("The Ferry Post", "News from both banks of the river.")
    assert page.headline == "Ferry to sail on Sundays, says the harbour master."
    assert len(page.paragraphs) == 2
    assert page.read_also == "How the ferry lost its bell"
    assert page.appeal_headline == "This paper lives on its readers. Join us."
    assert page.appeal_text == ""
    assert page.tags == ["Ferry", "Harbour"]
    assert [item.title for item in page.related] == ["Storm closes the strait", "Bridge to be painted"]
    assert page.related[1].excerpt == "Green, by a narrow vote..."


def test_windows_line_ends_make_no_difference():
    assert read_seed(OWN.replace("\n", "\r\n")) == read_seed(OWN)


@pytest.mark.parametrize("text", ["", "Only a name", "A name\n\nA tagline\n\nA headline"])
def test_what_is_no_page_is_refused(text):
    with pytest.raises(ValueError, match="at least"):
        read_seed(text)


def published(client, text):
    seed = read_seed(text)
    edition = publish_seed(seed)
    return seed, client.get(edition.get_absolute_url()).content.decode(), client.get("/").content.decode()


@pytest.mark.django_db
def test_every_part_of_our_own_page_is_found(client):
    assert [part.name for part in compare(*published(client, OWN)) if not part.found] == []


@pytest.mark.django_db
def test_a_missing_part_is_noticed(client):
    seed, article, front = published(client, OWN)
    without = (
        article.replace("from May", "from June").replace("Green, by", "Blue, by").replace("Become a Patron", "Pay")
    )
    missing = {part.name for part in compare(seed, without, front) if not part.found}
    assert missing == {"paragraph 1", "related 2, excerpt", "appeal, sentence 3", "appeal, sentence 4"}


@pytest.mark.django_db
def test_every_part_of_the_seed_page_is_found(client, shared_data):
    text = (shared_data / "seed" / "euromaidan-article.txt").read_text()
    parts = list(compare(*published(client, text)))
    assert len([part for part in parts if part.name.startswith("related")]) == 18
    assert [part.name for part in parts if not part.found] == []


@pytest.mark.django_db
def test_real_texts_in_two_languages_are_read_back_word_for_word(client, shared_data):
    outcomes = list(publish_texts(shared_data / "texts"))
    assert outcomes
    assert [outcome for outcome in outcomes if outcome.status != 200 or outcome.missing] == []
