"""A body as words."""

import pytest

from articles.body.text import excerpt, opens_briefly, plain_text, reading_minutes, word_count

BODY = (
    "<h2>Heading</h2><p>One <strong>two</strong>,<br>three<cms-footnote data-text='A note'>"
    "</cms-footnote> four.</p><cms-picture data-picture='1' data-caption='A caption'></cms-picture>"
    "<ul><li><p>first</p></li><li>second</li></ul><blockquote><p>Said</p></blockquote>"
    "<table><caption>Votes</caption><tr><th>a</th><td><p>1</p></td></tr></table>"
    "<cms-read-also data-article='3'></cms-read-also>"
    "<aside data-factbox><h3>Facts</h3><p>many</p></aside>"
)


def test_paragraphs_are_parted_by_blank_lines():
    assert plain_text(BODY).split("\n\n") == [
        "Heading",
        "One two, three four.",
        "A caption",
        "first",
        "second",
        "Said",
        "Votes",
        "a 1",
        "Facts",
        "many",
        "A note",
    ]


def test_entities_become_characters():
    assert plain_text("<p>5 &lt; 6 &amp; 7&nbsp;8</p>") == "5 < 6 & 7 8"
    assert plain_text("") == ""


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("", 0),
        ("<p>—</p>", 0),
        ("<p>п’ять state-owned слів — «лапки»</p>", 4),
        ("<p>war—and 1.9 million</p>", 4),
    ],
)
def test_words_are_counted(html, words):
    assert word_count(html) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (400, 2), (2000, 8)])
def test_reading_time(words, minutes):
    assert reading_minutes(words) == minutes


def test_an_excerpt_is_cut_after_a_word():
    html = "<h2>No</h2><p>The logbook lay open.</p><aside data-factbox><p>No</p></aside><p>On a table</p>"
    assert excerpt(html) == "The logbook lay open. On a table"
    assert excerpt(html, 20) == "The logbook lay…"
    assert excerpt(html, 12) == "The logbook…"
    assert excerpt("<p>Unbreakable</p>", 5) == "Unbr…"
    assert excerpt("<h2>Only a heading</h2>") == "Only a heading"
    assert excerpt("") == ""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>War.</p><p>" + "long " * 60 + "</p>", True),
        ("<p>" + "long " * 60 + "</p><p>War.</p>", False),
        ("<p><strong>" + "<em>w</em>" * 30 + "</strong></p>", True),
        ("<h2>Heading</h2>", False),
        ("", False),
    ],
)
def test_a_beginning_that_is_too_short_for_a_large_initial(html, expected):
    assert opens_briefly(html) is expected
