"""What a query finds, and in which order. The same on SQLite and PostgreSQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.search import engine
from tests.factories import make_article, make_author, make_tag

pytestmark = pytest.mark.django_db


def test_it_works(find):
    make_article(published=True, headline="Belarus announces joint drills", body="<p>At the border.</p>")
    make_article(published=True, headline="Bread prices rise", body="<p>Again.</p>")
    assert find("drills") == ["Belarus announces joint drills"]
    assert find("border") == ["Belarus announces joint drills"]
    assert find("cheese") == []


def test_headline_beats_deck_beats_body(find):
    make_article(published=True, headline="In the body", deck="-", body="<p>The reactor is old. So it goes on.</p>")
    make_article(published=True, headline="The reactor", deck="-", body="<p>So it goes on, and it is old.</p>")
    make_article(published=True, headline="In the deck", deck="The reactor", body="<p>It is old. So it goes on.</p>")
    assert find("reactor") == ["The reactor", "In the deck", "In the body"]


def test_headline_beats_tag(find):
    make_tag("Union State")
    make_article(published=True, headline="Gas prices", body="<p>The price of gas.</p>", tags=["Union State"])
    make_article(published=True, headline="Union of two states on paper", body="<p>Words. </p>" * 60)
    assert find("union state") == ["Union of two states on paper", "Gas prices"]


def test_all_words_must_be_there_in_any_field(find):
    make_article(published=True, headline="Grain", body="<p>A ship leaves the port.</p>")
    make_article(published=True, headline="Ship", body="<p>Only a ship.</p>")
    assert find("grain port") == ["Grain"]


def test_authors_and_tags_are_found_but_internal_tags_are_not(find):
    make_tag("Secret desk list", is_internal=True)
    author = make_author(name="Daryna Kovalchuk")
    make_article(published=True, headline="One", tags=["Energy", "Secret desk list"], authors=[author])
    assert find("Kovalchuk") == ["One"]
    assert find("energy") == ["One"]
    assert find("secret") == []


def test_names_are_found_in_the_language_of_the_article(find):
    author = make_author(name="Daryna Kovalchuk", translations={"uk": {"name": "Дарина Ковальчук"}})
    make_article(published=True, headline="Зима", language="uk", authors=[author])
    assert find("Ковальчук", "uk") == find("Kovalchuk", "uk") == ["Зима"]


def test_a_phrase_stands_together_in_one_field(find):
    make_article(published=True, headline="Together", body="<p>The Union State is a plan.</p>")
    make_article(published=True, headline="Apart", body="<p>A state outside of any union.</p>")
    make_article(published=True, headline="Of the union", deck="State of things", body="<p>Words.</p>")
    assert find('"union state"') == ["Together"]
    assert find("“union state”") == ["Together"]
    assert len(find("union state")) == 3


def test_a_minus_excludes(find):
    make_article(published=True, headline="Local elections", body="<p>x</p>")
    make_article(published=True, headline="National elections", body="<p>x</p>")
    assert find("elections -local") == ["National elections"]
    assert find('elections -"local elections"') == ["National elections"]


def test_the_last_word_may_be_unfinished(find):
    make_article(published=True, headline="Constitutional court", body="<p>x</p>")
    assert find("constitu") == ["Constitutional court"]
    assert find("court constitu") == ["Constitutional court"]
    assert find("constitu court") == []
    assert find("co") == []


def test_a_word_with_a_hyphen_is_found_with_and_without(find):
    make_article(published=True, headline="Івано-Франківськ чекає", language="uk", body="<p>x</p>")
    for query in ("Івано-Франківськ", "Івано Франківськ", "івано-франківську", "Франківськ"):
        assert find(query, "uk") == ["Івано-Франківськ чекає"], query


@pytest.mark.parametrize("query", ["Zelenskyi cafe", "CAFÉ", "café", "cafe\u0301", "Ｃａｆｅ"])
def test_accents_and_capitals_do_not_matter(find, query):
    make_article(published=True, headline="A café for Zelenskyi", body="<p>x</p>")
    assert find(query) == ["A café for Zelenskyi"]


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "‘", "`", ""])
def test_apostrophes_do_not_matter(find, apostrophe):
    make_article(published=True, headline="Зв’язок зник", language="uk", body="<p>Об'єкт підʼїзд</p>")
    assert find(f"зв{apostrophe}язок", "uk") == ["Зв’язок зник"]
    assert find(f"об{apostrophe}єкти під{apostrophe}їзду", "uk") == ["Зв’язок зник"]


@pytest.mark.parametrize(
    "query", ["Білорусь", "Білорусі", "білоруссю", "навчань", "спільні навчання", "кордоном", "солдатів"]
)
def test_ukrainian_inflections(find, query):
    make_article(
        published=True,
        language="uk",
        headline="Білорусь оголошує спільні навчання",
        body="<p>Солдати біля кордону.</p>",
    )
    assert find(query, "uk") == ["Білорусь оголошує спільні навчання"]


def test_an_inflected_headline_still_beats_the_body(find):
    make_article(published=True, language="uk", headline="Ранок", body="<p>Кордон закрито, і це надовго.</p>")
    make_article(
        published=True, language="uk", headline="На кордоні", body="<p>Сьогодні вранці тихо, і це надовго.</p>"
    )
    assert find("кордон", "uk") == ["На кордоні", "Ранок"]


def test_only_the_language_of_the_page(find):
    make_article(published=True, headline="NATO summit", body="<p>x</p>")
    make_article(published=True, headline="NATO: саміт", language="uk", body="<p>x</p>")
    assert find("nato") == ["NATO summit"]
    assert find("nato", "uk") == ["NATO: саміт"]


def test_only_what_is_public(find):
    make_article(headline="Meteor draft")
    scheduled = make_article(headline="Meteor tomorrow")
    publishing.schedule(scheduled, timezone.now() + timedelta(days=1))
    withdrawn = make_article(published=True, headline="Meteor yesterday")
    publishing.withdraw(withdrawn)
    changed = make_article(published=True, headline="Meteor changed", body="<p>x</p>")
    changed.headline = "Comet"
    changed.save()
    assert find("meteor") == ["Meteor changed"]
    publishing.publish(changed)
    assert find("meteor") == []
    assert find("comet") == ["Comet"]


def test_a_scheduled_article_appears_when_its_time_comes(find):
    article = make_article(headline="Meteor tomorrow")
    edition = publishing.schedule(article, timezone.now() + timedelta(days=1))
    assert find("meteor") == []
    edition.live_from = timezone.now() - timedelta(seconds=1)
    edition.save()
    assert find("meteor") == ["Meteor tomorrow"]


def test_a_failed_publication_leaves_no_trace(find):
    from django.db import transaction

    article = make_article(headline="Rolled back")
    with pytest.raises(RuntimeError), transaction.atomic():
        publishing.publish(article)
        raise RuntimeError
    assert find("rolled") == []


def test_rebuild_finds_the_same(find):
    make_article(published=True, headline="Meteor")
    scheduled = make_article(headline="Meteor tomorrow")
    edition = publishing.schedule(scheduled, timezone.now() + timedelta(days=1))
    publishing.withdraw(make_article(published=True, headline="Meteor yesterday"))
    assert engine().rebuild() == 2
    assert find("meteor") == ["Meteor"]
    edition.live_from = timezone.now()
    edition.save()
    assert len(find("meteor")) == 2


def test_pages_lose_and_double_nothing():
    for number in range(13):
        make_article(published=True, headline=f"Story about rivers {number % 3}", body="<p>river</p>")
    seen, after = [], None
    while True:
        results = engine().search("river", language="en", limit=4, after=after)
        seen += [hit.pk for hit in results.hits]
        after = results.after
        if after is None:
            break
        assert type(after).parse(str(after)) == after
    assert len(seen) == len(set(seen)) == 13
