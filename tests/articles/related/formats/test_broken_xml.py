"""A break in the middle costs what is broken, and neither what stood before it nor what comes after."""

import pytest

from articles.related.formats import parse
from articles.related.formats.mending import mended

BEFORE = "<item><title>Before</title><link>https://o.example/1</link></item>"
AFTER = "<item><title>After</title><link>https://o.example/3</link></item>"


def titles(middle: str, start: str = "<rss version='2.0'><channel>", end: str = "</channel></rss>") -> list[str]:
    return [item.title for item in parse(f"{start}{BEFORE}{middle}{AFTER}{end}".encode()).items]


@pytest.mark.parametrize(
    ("middle", "title"),
    [
        ("<item><title>AT&T & Co</title></item>", "AT&T & Co"),
        ("<item><title>Caf&eacute;&nbsp;&hellip;</title></item>", "Café …"),
        ("<item><title>Unknown &thing; here</title></item>", "Unknown &thing; here"),
        ("<item><title>1 < 2 and 3 > 2</title></item>", "1 < 2 and 3 > 2"),
        ("<item><title>Control \x0b\x01 &#x1; &#0; character</title></item>", "Control character"),
        ("<item><title>Never closed</item>", "Never closed"),
        ("<item><title>No end of the item</title>", "No end of the item"),
        ("<item><title>Closed twice</title></title></b></item>", "Closed twice"),
        ("<item><title>Bold <b>and <i>mixed</b></i></title></item>", "Bold and mixed"),
        ("<item><dc:title>x</dc:title><title>Unknown prefix</title><media:content url='/p.jpg'/></item>",
         "Unknown prefix"),
        ("<item><title>Attributes</title><link href=https://o.example/2 checked>x</link></item>", "Attributes"),
        ("<item a='1' a='2'><title>Twice the same attribute</title></item>", "Twice the same attribute"),
        ("<item><title><![CDATA[In CDATA & more]]></title><description><![CDATA[never closed</description></item>",
         "In CDATA & more"),
        ("<item><title>Line<br>break</title><description>An <img src='x'> x<br></description></item>", "Line break"),
        ("<!-- a comment -- with dashes --><item><title>A comment</title></item>", "A comment"),
        ("<item><title>An instruction</title><?php echo 1 ?></item>", "An instruction"),
        ("<item><title>Left over ]]> here</title></item>", "Left over ]]> here"),
    ],
)  # fmt: skip
def test_items_around_a_break(middle, title):
    assert titles(middle) == ["Before", title, "After"]


@pytest.mark.parametrize(
    "end", ["", "</channel>", "</rss>", "</channel></rss><script>1</script>", "</channel></rss></rss>x&y"]
)
def test_ends_that_are_missing_or_too_many(end):
    assert titles("", end=end) == ["Before", "After"]


def test_a_file_that_was_cut_off():
    whole = f"<rss><channel>{BEFORE}{AFTER}</channel></rss>"
    assert [item.title for item in parse(whole[: whole.index("</title><link>https://o.example/3")].encode()).items] == [
        "Before",
        "After",
    ]


def test_items_below_an_element_that_was_never_closed():
    assert titles("", start="<rss><channel><itunes:category text='News'>") == ["Before", "After"]


def test_a_feed_inside_a_web_page():
    assert titles("", start="<html><body><rss><channel>", end="</channel></rss></body></html>") == ["Before", "After"]


def test_mending_leaves_what_is_whole():
    whole = '<rss version="2.0"><channel><item><title>A &amp; B</title><link/></item></channel></rss>'
    assert mended(whole) == whole
