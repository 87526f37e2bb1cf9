"""What the content policy forbids is in no page, and what it allows is what the pages have."""

import base64
import hashlib
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from articles.views.errors import server_error
from articles.views.lite import STYLE
from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import make_article, make_author, make_picture, make_section

pytestmark = pytest.mark.django_db

BLOCKS = (
    '<p>Text.</p><aside data-pullquote><p>Words</p></aside><aside data-factbox><h3>Facts</h3><p>One.</p></aside>'
    '<table><tbody><tr><th>A</th></tr><tr><td>1</td></tr></tbody></table>'
    '<cms-embed data-url="https://www.youtube.com/watch?v=aqz-KE-bpKQ"></cms-embed>'
    '<p>A note<cms-footnote data-text="The note."></cms-footnote>.</p>'
)  # fmt: skip


@pytest.fixture
def pages(client):
    """Address → response of every kind of reader's page."""
    site = SiteSettings(name="The Lantern", notice="A demonstration", appeal_headline="Readers pay", appeal_url="/x/")
    site.save()
    MenuItem.objects.create(settings=site, place="sections", label="Politics", url="/section/politics/")
    opinion = make_section(slug="opinion", is_opinion=True)
    for number in range(8):
        article = make_article(
            published=True, body=BLOCKS, lead_picture=make_picture(), authors=[make_author(slug=f"a{number}")],
            section=opinion if number % 4 == 3 else make_section(slug="politics"), tags=["Energy"],
        )  # fmt: skip
    path = article.live_edition.get_absolute_url()
    addresses = [
        "/", "/uk/", path, f"/lite{path}", f"/print{path}", "/lite/", "/section/politics/", "/tag/energy/",
        "/author/a1/", "/archive/", "/corrections/", "/search/", "/search/?q=text", "/nothing-here/",
    ]  # fmt: skip
    return {address: client.get(address) for address in addresses}


def test_no_page_has_script_or_style_of_its_own(pages):
    for address, response in pages.items():
        page = html.fromstring(response.content)
        scripts = [each for each in page.iter("script") if each.get("type") != "application/ld+json"]
        assert all(each.get("src", "").startswith("/static/") and not each.text for each in scripts), address
        assert not page.xpath("//*[@style]"), address
        assert not [name for each in page.iter() for name in each.attrib if name.startswith("on")], address
        if not address.startswith("/lite"):
            assert not page.xpath("//style"), address


def test_the_style_of_the_lite_edition_is_the_one_its_policy_names(pages):
    for address, response in pages.items():
        if not address.startswith("/lite"):
            continue
        style = html.fromstring(response.content).xpath("string(//style)")
        assert style == STYLE and len(style.encode()) < 1024
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = response.headers["Content-Security-Policy"]
        assert f"style-src 'sha256-{digest}'" in policy and "script-src 'none'" in policy


def test_the_lite_edition_is_one_file(pages):
    for address, response in pages.items():
        if address.startswith("/lite"):
            page = html.fromstring(response.content)
            assert not page.xpath("//img | //picture | //script | //link[@rel='stylesheet'] | //iframe"), address
            assert not page.xpath("//link[@rel='icon'][@href != 'data:,']"), address


def test_every_page_has_what_a_head_needs(pages):
    for address, response in pages.items():
        if address.startswith(("/lite", "/print")):
            continue
        page = html.fromstring(response.content)
        assert page.xpath("string(//title)").strip(), address
        canonical = page.xpath("//link[@rel='canonical']/@href")
        assert len(canonical) == (1 if response.status_code == 200 else 0), address
        assert all(link.startswith(settings.SITE_URL) for link in canonical), address
        assert len(page.xpath("//link[@rel='preload'][@as='font']")) == 2, address
        assert len(page.xpath("//h1")) == 1, address
        assert len(page.xpath("//main[@id='main']")) == 1, address
        ids = page.xpath("//@id")
        assert len(set(ids)) == len(ids), address
        names = page.xpath("//@aria-labelledby | //@aria-describedby")
        assert set(names) <= set(ids), address


def test_full_pages_lead_to_their_lite_form(pages):
    path = next(address for address in pages if address.startswith("/2"))
    assert html.fromstring(pages[path].content).xpath(f"//a[@href='/lite{path}']")
    assert html.fromstring(pages[f"/lite{path}"].content).xpath("//link[@rel='canonical']/@href")[0].endswith(path)


def test_cyrillic_pages_load_cyrillic_fonts_first(pages):
    fonts = html.fromstring(pages["/uk/"].content).xpath("//link[@as='font']/@href")
    assert fonts and all("-uk" in font for font in fonts)


def test_the_style_sheet_names_only_files_that_exist():
    sheet = finders.find("newsroom/site.css")
    text = open(sheet, encoding="utf-8").read()
    files = re.findall(r"url\(([^)]+)\)", text)
    assert len(files) == 16
    assert all(finders.find(f"newsroom/{file}") for file in files)


def test_the_page_of_a_broken_site_needs_nothing(django_assert_num_queries):
    request = RequestFactory().get("/uk/")
    with django_assert_num_queries(0), translation.override("uk"):
        response = server_error(request)
    assert response.status_code == 500
    page = html.fromstring(response.content)
    assert page.get("lang") == "uk" and not page.xpath("//script | //style | //img")


def test_the_page_of_a_broken_site_does_without_its_style_sheet(monkeypatch):
    def not_collected(path):
        raise ValueError(f"Missing staticfiles manifest entry for {path!r}")

    assert b'rel="stylesheet"' in server_error(RequestFactory().get("/")).content
    monkeypatch.setattr("newsroom.bare_pages.static", not_collected)
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500 and b'rel="stylesheet"' not in response.content
