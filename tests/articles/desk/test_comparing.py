"""Comparing: the marks, applied, give both texts; bodies are marked inside; the time is bounded."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.comparing import bodies
from articles.comparing.names import Names, PictureName
from articles.comparing.words import compare, joined, words
from tests.timing import cpu_seconds

WORDS = st.lists(
    st.sampled_from(["the", "a", "minister,", "said", "“Yes.”", "п’ять", "日本語", "😀", "<b>", "&amp;", "—"])
)
NAMES = Names(pictures={3: PictureName("Tower", "A tall tower", "/t.webp")}, articles={7: "Another story"})


def side(pieces, without):
    return " ".join("".join(piece.text for piece in pieces if piece.mark != without).split())


def spelled(text):
    return " ".join("".join(joined(words(text))).split())


@given(st.text(), st.text())
def test_the_marks_give_both_texts_of_any_two(before, after):
    pieces = compare(before, after)
    assert side(pieces, "added") == spelled(before) == " ".join(before.split())
    assert side(pieces, "removed") == spelled(after) == " ".join(after.split())


@given(WORDS, WORDS)
def test_the_marks_give_both_texts_of_two_that_are_alike(before, after):
    pieces = compare(" ".join(before), " ".join(after))
    assert side(pieces, "added") == " ".join(before)
    assert side(pieces, "removed") == " ".join(after)


@given(st.lists(WORDS), st.lists(WORDS))
def test_the_marks_of_a_body_give_both_bodies(before, after):
    old, new = (body(paragraphs) for paragraphs in (before, after))
    html, _differs = bodies.compared(old, new, NAMES)
    assert text(re.sub("<ins>.*?</ins>", "", html)) == text(bodies.rendered(old, NAMES))
    assert text(re.sub("<del>.*?</del>", "", html)) == text(bodies.rendered(new, NAMES))


def body(paragraphs):
    escaped = (" ".join(paragraph).replace("&", "&amp;").replace("<", "&lt;") for paragraph in paragraphs)
    return "".join(f"<ul><li><p>{words}</p></li></ul>" if len(words) % 2 else f"<p>{words}</p>" for words in escaped)


def text(html):
    return "".join(re.sub("<[^>]*>", "", html).split())


def flow(before, after, **options):
    return bodies.compared(before, after, NAMES, **options)[0]


def test_a_changed_word_is_marked_in_its_paragraph():
    html = flow("<p>Talks begin <strong>today</strong>.</p>", "<p>Talks end <strong>today</strong>.</p>")
    assert "Talks<del> begin</del><ins> end</ins><strong> today</strong>." in html


def test_a_paragraph_that_came_and_one_that_went():
    html = flow("<p>First one.</p><p>Quite another thing.</p>", "<p>Wholly new words.</p><p>First one.</p>")
    assert "<p><ins> Wholly new words.</ins></p><p> First one.</p><p><del> Quite another thing.</del></p>" in html


def test_other_formatting_and_other_links_are_shown():
    assert "The formatting changed" in flow("<p>So bold</p>", "<p>So <strong>bold</strong></p>")
    html = flow('<p><a href="https://a.example/">there</a></p>', '<p><a data-article="7">there</a></p>')
    assert "The link changed: https://a.example/ → Another story" in html


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "",
            '<cms-picture data-picture="3"></cms-picture>',
            ['<ins class="desk-box">', "Tower", "A tall tower", "Added"],
        ),
        ('<cms-picture data-picture="3"></cms-picture>', "", ['<del class="desk-box">', "Removed"]),
        (
            '<cms-picture data-picture="3" data-caption="At dawn"></cms-picture>',
            '<cms-picture data-picture="3" data-caption="At dusk"></cms-picture>',
            ["Changed", "At<del> dawn</del><ins> dusk</ins>"],
        ),
        (
            '<cms-gallery data-pictures="3,4"></cms-gallery>',
            '<cms-gallery data-pictures="3"></cms-gallery>',
            ["Gallery", "Changed", "<del", "a picture that is gone (number 4)"],
        ),
        ("", '<cms-read-also data-article="7"></cms-read-also>', ["Read also", "Another story"]),
        ("", '<cms-embed data-url="https://v.example/1"></cms-embed>', ["Embed", "https://v.example/1"]),
        (
            "<table><tbody><tr><td><p>1</p></td><td><p>2</p></td></tr></tbody></table>",
            "<table><tbody><tr><td><p>1</p></td><td><p>3</p></td></tr></tbody></table>",
            ["Table", "<td><p> 1</p></td>", "<del> 2</del>", "<ins> 3</ins>"],
        ),
        (
            '<aside data-factbox=""><p>It is old.</p></aside>',
            '<aside data-factbox=""><p>It is new.</p></aside>',
            ["Fact box", "<del> old</del><ins> new</ins>"],
        ),
        (
            '<p>Note<cms-footnote data-text="one"></cms-footnote></p>',
            '<p>Note<cms-footnote data-text="two"></cms-footnote></p>',
            ["Footnote:", "one", "two"],
        ),
    ],
)
def test_blocks_are_boxes_that_can_be_read(before, after, shown):
    html, differs = bodies.compared(f"<p>Same words.</p>{before}", f"<p>Same words.</p>{after}", NAMES)
    assert differs
    for each in shown:
        assert each in html


def test_what_is_the_same_is_left_out_when_asked():
    same = "".join(f"<p>Paragraph number {number}.</p>" for number in range(9))
    html = flow(f"{same}<p>Old end.</p>", f"{same}<p>New end.</p>", everything=False)
    assert "8 paragraphs are the same" in html and "number 8." in html and "number 3." not in html


@pytest.mark.parametrize("words_in_a_paragraph", [50, 20_000])
def test_twenty_thousand_words_take_no_more_than_three_seconds_of_work(words_in_a_paragraph):
    def long(ending):
        count = 20_000 // words_in_a_paragraph
        return "".join(
            "<p>"
            + " ".join(f"w{p * 31 + n * 7 % 997}{ending if n % 3 else ''}" for n in range(words_in_a_paragraph))
            + "</p>"
            for p in range(count)
        )

    def compare():
        _html, differs = bodies.compared(long("x"), long("y"), NAMES)
        assert differs

    assert cpu_seconds(compare, enough=3) < 3


def test_markup_nested_too_deep_is_still_compared():
    deep = "<ul><li>" * 90 + "<p>end</p>" + "</li></ul>" * 90
    assert "<del>" in flow(deep, deep.replace("end", "other"))
