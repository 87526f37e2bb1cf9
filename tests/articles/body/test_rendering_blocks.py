"""Every block in every form, and what is left of one that refers to nothing."""

from unittest import mock

import pytest
from django.utils import translation

from articles.body.pipeline import Form, Sources, render

PICTURE = '<cms-picture data-picture="12" data-caption="My &lt;caption&gt;."></cms-picture>'
GALLERY = '<cms-gallery data-pictures="1,99,2" data-caption="Two of three"></cms-gallery>'
READ_ALSO = '<cms-read-also data-article="41"></cms-read-also>'


def test_a_picture_on_a_page(sources):
    page = render(PICTURE, sources)
    assert page.startswith('<figure class="fig"><picture><source type="image/avif"')
    assert 'src="/media/12-480.webp" alt="A watchtower" width="480" height="320"' in page
    assert 'loading="lazy"' in page
    assert "My &lt;caption&gt;." in page
    assert '<span class="cr">Photo: Ada</span>' in page


def test_a_picture_falls_back_to_its_own_caption(sources):
    assert "Forest and fence." in render('<cms-picture data-picture="12">', sources)


def test_a_picture_in_the_lite_edition_is_words_and_a_link(sources):
    page = render(PICTURE, sources, Form.LITE)
    assert "<img" not in page
    assert "<small>A watchtower. My &lt;caption&gt;. Photo: Ada. <a" in page
    assert '<a href="/media/12-480.webp">Show picture (38 KB)</a>' in page


def test_a_picture_in_a_feed_is_plain_and_absolute(sources):
    page = render(PICTURE, sources, Form.FEED)
    assert '<figure><img src="https://lantern.example/media/12-480.webp"' in page
    assert "class=" not in page
    assert "srcset" not in page


def test_a_gallery_leaves_out_what_is_missing(sources):
    page = render(GALLERY, sources)
    assert page.count("<img") == 2
    assert '<ul class="gallery-list">' in page
    assert "Two of three" in page
    lite = render(GALLERY, sources, Form.LITE)
    assert lite.count("<li>") == 2
    assert "<img" not in lite
    assert render(GALLERY, sources, Form.FEED).count("<figure>") == 2


def test_read_also_follows_the_prototype(sources):
    page = render(READ_ALSO, sources)
    assert page.startswith('<aside class="read" aria-label="Read also"><p class="kick">Read also</p>')
    assert '<p class="hed"><a href="/2021/11/29/calm/">Calm is not peace</a></p>' in page
    assert 'alt=""' in page  # the headline says it all
    assert render(READ_ALSO, sources, Form.LITE) == (
        '<p>Read also: <a href="/2021/11/29/calm/">Calm is not peace</a></p>'
    )
    assert 'href="https://lantern.example/2021/' in render(READ_ALSO, sources, Form.FEED)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("block", [PICTURE, GALLERY, READ_ALSO])
def test_a_block_without_its_row_disappears(block, form):
    assert render(f"<p>a</p>{block}<p>b</p>", Sources(), form) == "<p>a</p><p>b</p>"


def test_a_pull_quote_names_its_speaker(sources):
    html = "<aside data-pullquote><p>A loophole.</p><p><cite>Hélène</cite></p></aside>"
    inside = "<p>A loophole.</p><footer><cite>Hélène</cite></footer>"
    assert render(html, sources) == f'<aside class="pull">{inside}</aside>'
    assert render(html, sources, Form.LITE) == f"<blockquote>{inside}</blockquote>"


def test_a_fact_box_holds_finished_blocks(sources):
    html = "<aside data-factbox><h3>Votes</h3><table><tr><th>a</th><td>1</td></tr></table></aside>"
    page = render(html, sources)
    assert page.startswith('<aside class="facts" aria-label="Background"><h3 id="h-votes">Votes</h3>')
    assert '<div class="table-scroll" role="region" aria-label="Table" tabindex="0">' in page
    assert '<th scope="row">a</th>' in page
    assert "<!--" not in page


def test_a_tables_region_is_called_like_the_table(sources):
    html = "<table><caption>Seats &amp; votes</caption><tr><th>a</th><th>b</th></tr></table>"
    page = render(html, sources)
    assert 'aria-label="Seats &amp; votes"' in page
    assert '<th scope="col">a</th>' in page
    for form in (Form.LITE, Form.FEED, Form.PRINT):
        assert render(html, sources, form).startswith("<table>")


def test_text_behind_a_block_stays(sources):
    assert render(f"{READ_ALSO}behind", Sources()) == "behind"


def test_visible_words_can_be_translated(sources):
    class Ukrainian:
        def gettext(self, words: str) -> str:
            return {"Read also": "Читайте також"}.get(words, words)

    with translation.override("en"):
        english = render(READ_ALSO, sources)
    with translation.override(None), mock.patch("django.utils.translation._trans.gettext", Ukrainian().gettext):
        assert "Читайте також" in render(READ_ALSO, sources)
    assert "Читайте також" not in english
