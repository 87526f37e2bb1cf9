"""What is written into PostgreSQL's index, in its notation and in its binary protocol."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search import engine
from articles.search.documents import document_of
from articles.search.postgres import vector
from articles.search.words import _WORD, fold, folded_words
from tests.factories import make_article

LONG = " ".join(["harbour ships of the sea"] * 4_000)
TEXTS = ["", "Ships", "Київ, м’ятий; it's the o'clock ships 1_000 x", "the " * 300, LONG, "a" * 300 + " b"]


@pytest.mark.only_on_postgresql
@pytest.mark.django_db
def test_both_ways_write_the_same():
    documents = [
        (number, document_of("Ships wait", "All of them", "Olha Koval", text)) for number, text in enumerate(TEXTS, 1)
    ]
    engine().index_many(documents)
    with connection.cursor() as cursor:
        for pk, known in documents:
            cursor.execute(
                "SELECT terms = %s::tsvector FROM articles_search WHERE edition_id = %s", [vector(known), pk]
            )
            assert cursor.fetchone() == (True,), pk


def test_places_and_weights_of_a_document():
    known = document_of("Ships wait", "Ships", "Koval", "Ship it")
    assert vector(known).split() == [
        "'ship':1A,53B,155C,16383D", "'wait':2A,16383D", "'koval':104B,16383D", "'it':156C,16383D", "'ships':16383D",
    ]  # fmt: skip


def test_of_a_word_that_stands_everywhere_the_first_places_are_kept_and_the_last():
    known = document_of("", "", "", "the " * 300)
    places = vector(known).removeprefix("'the':").split(",")
    assert len(places) == 201
    assert places[0] == "151C"
    assert places[199:] == ["350C", "16383D"]


@pytest.mark.only_on_postgresql
@pytest.mark.django_db
def test_of_many_that_match_the_newest_are_ranked(monkeypatch):
    monkeypatch.setattr("articles.search.postgres.RANKED_AT_MOST", 2)
    best = make_article(published=True, headline="Harbour, harbour", body="<p>Harbour.</p>").live_edition
    newer = [make_article(published=True, body="<p>At the harbour.</p>").live_edition for _number in range(2)]
    found = engine().search("harbour", language="en", limit=9)
    assert {hit.pk for hit in found.hits} == {edition.pk for edition in newer}
    assert [hit.pk for hit in engine().search("harbour -at", language="en", limit=9).hits] == [best.pk]


@pytest.mark.only_on_postgresql
@pytest.mark.django_db
def test_many_are_found_in_the_index_alone():
    article = make_article(published=True, body="<p>At the harbour.</p>").live_edition
    with CaptureQueriesContext(connection) as asked:
        assert [hit.pk for hit in engine().search("harbour", language="en", limit=9).hits] == [article.pk]
    assert "('harbour' | 'harbour':*)" in asked.captured_queries[0]["sql"].replace("''", "'")


@given(st.text(alphabet=st.sampled_from("aZ9 _'`-.\n\té’їх\x1f")) | st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_words_are_the_same_whichever_way_they_are_found(text):
    assert folded_words(text) == [word for found in _WORD.findall(text) if (word := fold(found))]


def test_long_words_are_cut():
    assert folded_words("a" * 70 + " b") == ["a" * 64, "b"]
    assert folded_words("a" * 70 + " bé") == ["a" * 64, "be"]
