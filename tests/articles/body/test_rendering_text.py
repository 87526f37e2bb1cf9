"""Headings, links, quotations and footnotes."""

import pytest

from articles.body.pipeline import ArticleSource, Form, Sources, render


def test_headings_get_names_of_their_own(sources):
    page = render("<h2>The cost</h2><h3>Поле битви</h3><h2>The cost</h2><h2>!</h2>", sources)
    assert 'id="h-the-cost"' in page
    assert 'id="h-поле-битви"' in page
    assert 'id="h-the-cost-2"' in page
    assert '<h2 id="h">!</h2>' in page
    assert "id=" not in render("<h2>The cost</h2>", sources, Form.FEED)


@pytest.mark.parametrize(
    ("href", "rel"),
    [
        ("https://example.org/", True),
        ("https://lantern.example.evil.example/", True),
        ("https://lantern.example/x/", False),
        ("/x/", False),
        ("mailto:a@b.example", False),
    ],
)
def test_only_outside_links_are_marked(sources, href, rel):
    assert ('rel="noopener"' in render(f'<p><a href="{href}">x</a></p>', sources)) is rel


def test_links_to_own_articles(sources):
    html = '<p>See <a data-article="41">calm</a> and <a data-article="9">gone</a>.</p>'
    assert render(html, sources) == ('<p>See <a href="/2021/11/29/calm/">calm</a> and gone.</p>')
    assert 'href="https://lantern.example/2021/' in render(html, sources, Form.FEED)
    assert render(html, Sources()) == "<p>See calm and gone.</p>"


def test_an_articles_absolute_address_is_still_our_own():
    own = ArticleSource(41, "x", "https://lantern.example/x/")
    sources = Sources({}, {41: own}, "https://lantern.example/")
    assert render('<a data-article="41">x</a>', sources) == ('<a href="https://lantern.example/x/">x</a>')


def test_a_quotations_last_line_is_its_speaker(sources):
    html = "<blockquote><p>Words <cite>Book</cite>.</p><p><cite>Lukashenka</cite></p></blockquote>"
    assert render(html, sources) == (
        "<blockquote><p>Words <cite>Book</cite>.</p><footer><cite>Lukashenka</cite></footer></blockquote>"
    )


NOTES = (
    '<h2>A<cms-footnote data-text="first"></cms-footnote></h2>'
    '<p>B<cms-footnote data-text="&lt;b&gt; second"></cms-footnote> and on.</p>'
)


def test_footnotes_lead_there_and_back(sources):
    page = render(NOTES, sources)
    assert '<h2 id="h-a">' in page  # the number is no part of the name
    assert (
        '<sup id="fnref-2"><a href="#fn-2" role="doc-noteref" class="fn-ref" '
        'aria-label="Footnote 2">2</a></sup> and on.</p>'
    ) in page
    assert page.index('<section class="fns"') > page.index("and on.")
    assert '<li id="fn-2">&lt;b&gt; second <a class="fn-back" href="#fnref-2"' in page


def test_footnotes_in_a_feed_have_no_ids(sources):
    page = render(NOTES, sources, Form.FEED)
    assert "<sup>[2]</sup> and on." in page
    assert "<ol><li>first</li>" in page
    assert "#fn" not in page


def test_a_footnote_in_a_link_is_no_link_in_a_link(sources):
    html = '<p><a href="/x/">a<cms-footnote data-text="n"></cms-footnote>b</a>c</p>'
    assert render(html, sources).startswith('<p><a href="/x/">a<sup id="fnref-1">1</sup>b</a>c</p>')


def test_ids_and_sizes_have_no_thousands_separator(sources, settings):
    settings.USE_THOUSAND_SEPARATOR = True
    settings.NUMBER_GROUPING = 3
    html = "<p>" + '<cms-footnote data-text="n"></cms-footnote>' * 1001 + "</p>"
    assert 'id="fn-1001"' in render(html, sources)
