"""Whatever is typed is a query; at worst it finds nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search import Cursor, engine
from articles.search.queries import MAX_TERMS, Query, Term, parse
from tests.factories import make_article

ODD = [
    "", " ", '"', '""', '"""', "'", "-", "--", "-a", "-abc", "*", "abc*", "^abc", "a AND", "AND OR NOT NEAR",
    "NEAR(a b, 5)", "headline: abc", "{headline}: x", "abc)", "((abc", "a & b | !c", "a <-> b", "abc:*", "abc:A", "\\",
    "abc\\", "%", "_", ";--", "\x00", "abc\x00def", "😀", "👩\u200d👧 abc", "\u202eabc", "\ud800", "a" * 500,
    "слово " * 200, "-" * 500, '"' + "a " * 200, '"abc', 'abc"def"ghi', "’’’", "'; DROP TABLE articles_search; --",
    "漢字", "عربي", "1", "1.5", "covid-19", "C++", "ß", "İstanbul", "ﬁ", "٣",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("query", ODD)
def test_odd_strings(query):
    make_article(published=True, headline="abc covid-19 漢字 C++ İstanbul ﬁ ß عربي 1.5")
    engine().search(query, language="en", limit=5)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_in_any_article(query, headline):
    headline = headline.replace("\0", "")  # no database of ours keeps one in a headline
    article = make_article(published=True, headline=f"x {headline}"[:200])
    engine().search(query, language="en", limit=5)
    found = engine().search(headline, language="en", limit=50)
    if found.understood and "-" not in headline:
        # more than MAX_TERMS words are cut, which only finds more
        assert article.editions.get().pk in {hit.pk for hit in found.hits} or len(found.hits) == 50


def test_words_phrases_and_exclusions():
    assert parse('One "two three" -four -"five six" seven') == Query(
        (Term(("one",)), Term(("two", "three")), Term(("seven",), is_prefix=True)),
        (Term(("four",)), Term(("five", "six"))),
    )


def test_no_word_to_look_for():
    for text in ("", "-only", "!!!", "😀", '""', "- -"):
        assert not parse(text), text


def test_terms_are_few():
    assert len(parse(" ".join(f"w{n}" for n in range(100))).wanted) == MAX_TERMS


@pytest.mark.parametrize(
    "text", ["", "~", "1", "1~", "~1", "x~1", "nan~1", "inf~1", "1~-1", "1~x", "1~" + "9" * 30, "1e999~1", "1~²"]
)
def test_a_bad_place_is_refused(text):
    with pytest.raises(ValueError):
        Cursor.parse(text)
