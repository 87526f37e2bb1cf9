"""Bodies of Ghost's three kinds into the desk's dialect: HTML, Lexical, Mobiledoc, with all cards."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body.sanitise import sanitise
from articles.importers.ghost.lexical import lexical_as_html
from articles.importers.ghost.mobiledoc import mobiledoc_as_html
from articles.importers.html_bodies import convert
from tests.articles.importers.ghost.exports import entry

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PLAYER = f'<cms-embed data-url="{YOUTUBE}"></cms-embed>'
FIGURE = '<figure data-import-image="https://old.example/content/images/a.jpg"></figure>'


def lexical(*nodes):
    return json.dumps({"root": {"type": "root", "children": list(nodes)}})


def mobiledoc(**parts):
    return json.dumps({"version": "0.3.1", "atoms": [], "cards": [], "markups": [], "sections": []} | parts)


def words(text, bits=0):
    return {"type": "extended-text", "text": text, "format": bits}


CARDS = [
    ("image", {"src": "__GHOST_URL__/content/images/size/w600/a.jpg", "caption": ""}, FIGURE),
    ("image", {"src": "/content/images/a.jpg", "caption": "By <b>Ada</b>"},
     FIGURE.replace("></f", "><figcaption>By Ada</figcaption></f")),
    ("gallery", {"images": [{"src": "/content/images/a.jpg"}, {"src": "https://b.example/b.png"}], "caption": "Two"},
     f'<div data-import-gallery>{FIGURE}<figure data-import-image="https://b.example/b.png"></figure>'
     "<figcaption>Two</figcaption></div>"),
    ("embed", {"url": YOUTUBE, "html": "<iframe>", "caption": "See"}, f"{PLAYER}<p>See</p>"),
    ("embed", {"url": "https://maps.example/1"}, '<p><a href="https://maps.example/1">https://maps.example/1</a></p>'),
    ("bookmark", {"url": "https://x.example/", "metadata": {"title": "X & Y"}},
     '<p><a href="https://x.example/">X &amp; Y</a></p>'),
    ("callout", {"calloutEmoji": "💡", "calloutText": "Know <b>it</b>"},
     '<aside data-factbox=""><p>💡 Know <strong>it</strong></p></aside>'),
    ("toggle", {"heading": "Why?", "content": "<p>So.</p>"}, "<h3>Why?</h3><p>So.</p>"),
    ("button", {"buttonText": "Go", "buttonUrl": "https://x.example/"}, '<p><a href="https://x.example/">Go</a></p>'),
    ("html", {"html": "<p onclick='x()'>Own<script>x()</script></p>"}, "<p>Own</p>"),
    ("markdown", {"markdown": "# H\n\nA **b** [c](https://x.example/)\n\n- one\n- two"},
     '<h2>H</h2><p>A <strong>b</strong> <a href="https://x.example/">c</a></p><ul><li>one</li><li>two</li></ul>'),
    ("code", {"code": "if a < b:\n  go", "language": "py"}, "<p>if a &lt; b:<br>\u00a0\u00a0go</p>"),
    ("file", {"src": "https://x.example/a.pdf", "fileTitle": "The paper"},
     '<p><a href="https://x.example/a.pdf">The paper</a></p>'),
    ("audio", {"src": "https://x.example/a.mp3", "title": "Talk"}, '<p><a href="https://x.example/a.mp3">Talk</a></p>'),
    ("video", {"src": "https://x.example/a.mp4", "caption": "Seen"},
     '<p><a href="https://x.example/a.mp4">https://x.example/a.mp4</a></p><p>Seen</p>'),
    ("product", {"productTitle": "Mug", "productDescription": "<p>Blue</p>", "productImageSrc": "/content/images/a.jpg",
                 "productUrl": "https://x.example/", "productButton": "Buy"},
     f'{FIGURE}<h3>Mug</h3><p>Blue</p><p><a href="https://x.example/">Buy</a></p>'),
    ("header", {"heading": "Big", "subheading": "Small"}, "<h2>Big</h2><p>Small</p>"),
    ("hr", {}, "<hr>"),
    ("signup", {"heading": "Join"}, ""),
    ("email", {"html": "<p>Dear member</p>"}, ""),
    ("paywall", {}, ""),
    ("hologram", {}, ""),
]  # fmt: skip
LEFT_OUT = ("signup", "email", "paywall", "hologram")


@pytest.mark.parametrize(("name", "payload", "html"), CARDS)
def test_cards_of_both_editors(tmp_path, name, payload, html):
    renamed = {"code": "codeblock", "hr": "horizontalrule"}.get(name, name)
    of_lexical = entry(tmp_path, html=None, lexical=lexical({"type": renamed, "version": 1, **payload}))
    of_mobiledoc = entry(tmp_path, html="", mobiledoc=mobiledoc(cards=[[name, payload]], sections=[[10, 0]]))
    assert (of_lexical.body, of_mobiledoc.body) == (html, html)
    for found in (of_lexical, of_mobiledoc):
        assert [note.what for note in found.notes if note.about == "card"] == ([name] if name in LEFT_OUT else [])


def test_text_of_lexical(tmp_path):
    link = {"type": "link", "url": "/other/", "children": [words("link", 2)]}
    nested = {"type": "list", "listType": "bullet", "children": [{"type": "listitem", "children": [words("deep")]}]}
    found = entry(
        tmp_path,
        html=None,
        lexical=lexical(
            {"type": "extended-heading", "tag": "h3", "children": [words("Head")]},
            {"type": "paragraph", "children": [words("a<b ", 1), {"type": "linebreak"}, words("c", 4), link]},
            {"type": "list", "listType": "number", "start": 3, "children": [
                {"type": "listitem", "children": [words("one")]}, {"type": "listitem", "children": [nested]}]},
            {"type": "aside", "children": [words("Pulled")]},
            {"type": "extended-quote", "children": [words("Said")]},
        ),
    )  # fmt: skip
    assert found.body == (
        "<h3>Head</h3><p><strong>a&lt;b </strong><br><s>c</s>"
        '<a href="https://old.example/other/"><em>link</em></a></p>'
        '<ol start="3"><li>one</li><li><ul><li>deep</li></ul></li></ol>'
        '<aside data-pullquote=""><p>Pulled</p></aside><blockquote><p>Said</p></blockquote>'
    )


def test_text_of_mobiledoc(tmp_path):
    document = mobiledoc(
        atoms=[["soft-return", "", {}], ["mention", "@ada", {}]],
        markups=[["strong"], ["a", ["href", "https://x.example/"]], ["script"]],
        sections=[
            [1, "h2", [[0, [], 0, "Head"]]],
            [1, "p", [[0, [0], 0, "bold "], [0, [1], 2, "link"], [1, [], 0, 0], [0, [2], 1, "x<y"], [1, [], 0, 1]]],
            [3, "ol", [[[0, [], 0, "one"]], [[0, [0], 1, "two"]]]],
            [1, "aside", [[0, [], 0, "Pulled"]]],
            [2, "/content/images/a.jpg"],
        ],
    )
    assert entry(tmp_path, html=None, mobiledoc=document).body == (
        '<h2>Head</h2><p><strong>bold <a href="https://x.example/">link</a></strong><br>x&lt;y@ada</p>'
        "<ol><li>one</li><li><strong>two</strong></li></ol>"
        f'<aside data-pullquote=""><p>Pulled</p></aside>{FIGURE}'
    )


def test_the_html_that_ghost_shows_is_taken_before_its_source(tmp_path):
    assert entry(tmp_path, html="<p>Shown</p>", lexical=lexical(words("Kept"))).body == "<p>Shown</p>"


@pytest.mark.parametrize(
    ("html", "body"),
    [
        ('<p>a <img src="/content/images/a.jpg"> b</p>', f"<p>a </p>{FIGURE}<p> b</p>"),
        ('<p>x</p><cms-picture data-picture="7"></cms-picture>', "<p>x</p>"),
        ('<p><a data-article="7">w</a></p>', "<p>w</p>"),
        ("<p>a<del>b</del></p>", "<p>a<s>b</s></p>"),
        ('<img src="data:image/png;base64,AAAA"><p>x</p>', "<p>x</p>"),
        ('<img src="https://count.example/1.gif" width="1" height="1"><p>x</p>', "<p>x</p>"),
        ('<blockquote class="twitter-tweet"><p>w</p><a href="https://twitter.com/a/status/12">d</a></blockquote>',
         '<cms-embed data-url="https://twitter.com/a/status/12"></cms-embed>'),
        ('<figure class="kg-card kg-embed-card"><iframe src="//www.youtube.com/embed/dQw4w9WgXcQ"></iframe></figure>',
         '<cms-embed data-url="https://www.youtube.com/embed/dQw4w9WgXcQ"></cms-embed>'),
        ('<figure class="wp-block-table"><table><tr><td>1</td></tr></table></figure>',
         "<table><tbody><tr><td>1</td></tr></tbody></table>"),
    ],
)  # fmt: skip
def test_other_markup(html, body):
    assert convert(html, "https://old.example").html == body


def test_a_gallery_of_more_than_one_may_hold_is_several():
    images = "".join(f'<img src="https://x.example/{number}.jpg">' for number in range(70))
    body = convert(f'<figure class="kg-gallery-card">{images}</figure>')
    assert body.html.count("data-import-gallery") == 2
    assert body.html.count("data-import-image") == len(body.images) == 70


def test_deep_markup_keeps_its_words():
    body = convert("<div>" * 3000 + "deep" + "</div>" * 3000)
    assert body.html == "<p>deep</p>"
    assert [note.about for note in body.notes] == ["markup"]


def test_a_card_named_a_thousand_times_fills_no_memory():
    trap = mobiledoc(cards=[["html", {"html": "x" * 1_000_000}]], sections=[[10, 0]] * 100_000)
    assert len(mobiledoc_as_html(trap)) < 8_000_000


NAMES = st.sampled_from(
    ["root", "children", "type", "text", "format", "tag", "url", "html", "src", "images", "caption", "markdown",
     "sections", "cards", "atoms", "markups", "metadata", "version", "listType", "start"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["paragraph", "text", "list", "listitem", "image", "gallery", "embed", "html", "markdown", "callout", "link",
     "heading", "h2", "ol", "file", "product", "table", "toggle", "<script>", "https://[", "\ud800", "\x00"]
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | KINDS
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=6),
    max_leaves=40,
)


@given(TREES, TREES)
def test_any_tree_is_read_without_a_word(first, second):
    documents = (
        lexical_as_html({"root": {"children": [first, second]}}),
        lexical_as_html(first),
        mobiledoc_as_html({"cards": [["html", first], first], "markups": first, "atoms": second,
                           "sections": [[10, 0], [1, "p", second], first, second]}),
        mobiledoc_as_html(first),
    )  # fmt: skip
    for html in documents:
        only_ours(convert(html, "https://old.example").html)


@given(st.text(alphabet="<>/=\"' abcdivpfgue:&;#x0[]()*_!\n", max_size=200))
def test_any_markup_becomes_the_dialect_and_nothing_else(html):
    only_ours(convert(html).html)
    only_ours(convert(lexical_as_html(lexical({"type": "markdown", "markdown": html}))).html)


def only_ours(body):
    """Without the three things that importing will replace, the sanitiser finds nothing to change."""
    plain = re.sub(r"</?figure\b[^>]*>|</?div data-import-gallery>|</div>|<figcaption>.*?</figcaption>", "", body)
    assert sanitise(plain).split() == plain.split()
