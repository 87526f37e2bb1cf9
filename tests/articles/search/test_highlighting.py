"""Words that matched are marked; whatever else a text holds is only text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.highlighting import highlight, snippet
from articles.search.queries import parse


def test_it_works():
    assert highlight("Drills at the border", parse("drill")) == "<mark>Drills</mark> at the border"


def test_neighbours_share_a_mark():
    assert highlight("the Union State’s plan", parse("union state")) == "the <mark>Union State’s</mark> plan"


def test_markup_is_escaped():
    html = highlight('<script>alert("drill")</script> <mark>', parse("drill script"))
    assert html == (
        "&lt;<mark>script</mark>&gt;alert(&quot;<mark>drill</mark>&quot;)&lt;/<mark>script</mark>&gt; &lt;mark&gt;"
    )


def test_private_characters_and_nul_do_no_harm():
    text = "\x00\x01\x02 drill \ue000\ue001\ufdd0 drill"
    assert highlight(text, parse("drill")) == text.replace("drill", "<mark>drill</mark>")


def test_a_beginning_is_marked_as_a_whole_word():
    assert highlight("Constitutional", parse("consti")) == "<mark>Constitutional</mark>"


def test_excluded_words_are_not_marked():
    assert "<mark>" not in highlight("Local", parse("elections -local"))


def test_a_snippet_shows_the_place_with_most_words():
    text = "border " + "word " * 200 + "the drills at the border began. " + "word " * 200
    html = snippet(text, parse("border drills"))
    assert "<mark>drills</mark> at the <mark>border</mark>" in html
    assert html.startswith("…") and html.endswith("…")
    assert len(html.split()) < 40


def test_a_snippet_of_a_long_text_begins_and_ends_at_a_word_wherever_its_place_is():
    filler = "Nothing of note happened there. " * 100
    text = f"{filler}Then the border was closed for drills. {filler}"
    html = snippet(text, parse("border drills"))
    assert "<mark>border</mark>" in html and "<mark>drills</mark>" in html
    assert html.startswith("…") and html.endswith("…")
    words = html.replace("<mark>", "").replace("</mark>", "").strip("…")
    assert f" {words} " in text


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Ґанок was repaired", "ганок"),  # another letter than the one typed
        ("The naïve plan", "naive"),
        ("Two portraits. A port", "port"),  # begins alike and is another word
        ("Three cities", "city"),
    ],
)
def test_a_snippet_finds_a_word_that_is_spelled_otherwise(said, asked):
    filler = "Nothing of note happened there. " * 60
    assert "<mark>" in snippet(f"{filler}{said} in the end. {filler}", parse(asked))


def test_a_snippet_without_a_match_is_the_beginning():
    assert snippet("One <two> three.", parse("nothing")) == "One &lt;two&gt; three."
    assert snippet("", parse("nothing")) == ""


@given(st.text(max_size=200), st.text(max_size=30))
def test_taking_the_marks_out_gives_the_escaped_text_back(text, query):
    from django.utils.html import escape

    html = highlight(text, parse(query))
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)
