"""Sitemaps: every public address once, with true dates, and nothing that is not public."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import Page
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_author, make_section, make_tag, minutes_ago, storable

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOME = "https://lantern.example"


@pytest.fixture
def addresses(parsed):
    """Return the paths in a sitemap, or of the parts in an index."""

    def read(path):
        return [line.findtext(f"{MAP}loc").removeprefix(HOME) for line in parsed(path)]

    return read


@pytest.fixture
def everything(parsed):
    """Return every path in every part that the index names, and in the news sitemap."""

    def read():
        parts = [line.findtext(f"{MAP}loc").removeprefix(HOME) for line in parsed("/sitemap.xml")]
        lines = [line for part in [*parts, "/news-sitemap.xml"] for line in parsed(part)]
        return {line.findtext(f"{MAP}loc").removeprefix(HOME) for line in lines}

    return read


def test_it_works(addresses, newspaper):
    make_article(slug="june", tags=["Energy"], authors=[make_author(slug="ada")], published=True,
                 at=datetime(2024, 6, 3, tzinfo=UTC))  # fmt: skip
    make_article(slug="march", published=True, at=datetime(2024, 3, 3, tzinfo=UTC))
    assert addresses("/sitemap.xml") == [
        "/sitemap-pages.xml", "/sitemap-en-2024-06.xml", "/sitemap-en-2024-03.xml",
    ]  # fmt: skip
    assert addresses("/sitemap-en-2024-06.xml") == ["/2024/06/03/june/"]
    assert addresses("/sitemap-pages.xml") == [
        "/", "/uk/", "/corrections/", "/uk/corrections/", "/section/politics/", "/tag/energy/", "/author/ada/",
    ]  # fmt: skip


def test_an_empty_newspaper(addresses, newspaper):
    assert addresses("/sitemap.xml") == ["/sitemap-pages.xml"]
    assert "/" in addresses("/sitemap-pages.xml")
    assert addresses("/news-sitemap.xml") == []


def test_every_part_of_the_index_answers(addresses, newspaper, client):
    for part in addresses("/sitemap.xml"):
        assert client.get(part).status_code == 200, part


def test_months_are_the_newsroom_s(addresses, newspaper):
    make_article(slug="after-midnight", published=True, at=datetime(2024, 5, 31, 22, 0, tzinfo=UTC))
    assert addresses("/sitemap-en-2024-06.xml") == ["/2024/06/01/after-midnight/"]


def test_lastmod_is_what_readers_are_told(parsed, newspaper):
    at = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)
    article = make_article(published=True, at=at)
    line = parsed("/sitemap-en-2024-06.xml")[0]
    assert line.findtext(f"{MAP}lastmod") == "2024-06-03T12:30:00+03:00"
    publishing.correct(article, "It was Tuesday.", at=at + timedelta(days=40))
    line = parsed("/sitemap-en-2024-06.xml")[0]
    assert line.findtext(f"{MAP}lastmod") == "2024-07-13T12:30:00+03:00"
    index = {each.findtext(f"{MAP}loc"): each.findtext(f"{MAP}lastmod") for each in parsed("/sitemap.xml")}
    assert index[f"{HOME}/sitemap-en-2024-06.xml"] == "2024-07-13T12:30:00+03:00"


def test_translations_point_at_each_other(parsed, newspaper):
    at = datetime(2024, 6, 3, tzinfo=UTC)
    english = make_article(slug="bells", published=True, at=at)
    make_article(slug="dzvony", language="uk", translation_group=english.translation_group, published=True, at=at)
    make_article(slug="alone", published=True, at=at)
    expected = {"en": f"{HOME}/2024/06/03/bells/", "uk": f"{HOME}/uk/2024/06/03/dzvony/"}
    for part in ("en", "uk"):
        for line in parsed(f"/sitemap-{part}-2024-06.xml"):
            links = {link.get("hreflang"): link.get("href") for link in line.findall(LINK)}
            assert links == ({} if "alone" in line.findtext(f"{MAP}loc") else expected)


def test_lists_only_in_languages_they_have(addresses, newspaper):
    make_article(tags=["English only"], published=True)
    make_article(tags=["Both"], published=True)
    make_article(tags=["Both"], language="uk", published=True)
    tags = [path for path in addresses("/sitemap-pages.xml") if "/tag/" in path]
    assert tags == ["/tag/both/", "/uk/tag/both/", "/tag/english-only/"]


def test_standing_pages(parsed, newspaper):
    Page.objects.create(title="About", slug="about", body="<p>Us.</p>", is_live=True)
    Page.objects.create(title="Про нас", slug="about", language="uk", body="<p>Ми.</p>", is_live=True)
    Page.objects.create(title="Not yet", slug="not-yet", body="<p>…</p>")
    lines = {line.findtext(f"{MAP}loc"): len(line.findall(LINK)) for line in parsed("/sitemap-pages.xml")}
    assert lines == {
        f"{HOME}/": 2, f"{HOME}/uk/": 2, f"{HOME}/corrections/": 2, f"{HOME}/uk/corrections/": 2,
        f"{HOME}/about/": 2, f"{HOME}/uk/about/": 2,
    }  # fmt: skip


def test_nothing_that_is_not_public(everything, newspaper):
    make_tag("Inside", is_internal=True)
    secret = {"section": make_section(slug="secret"), "authors": [make_author(slug="hidden")], "tags": ["Secret"]}
    make_article(slug="draft", **secret)
    publishing.schedule(make_article(slug="scheduled", **secret), timezone.now() + timedelta(hours=1))
    publishing.withdraw(make_article(slug="withdrawn", published=True, **secret))
    make_article(slug="live", tags=["Inside"], published=True)
    make_article(slug="theirs", canonical_url="https://first.example/it", published=True)
    found = everything()
    assert any("live" in path for path in found)
    for word in ("draft", "scheduled", "withdrawn", "theirs", "secret", "hidden", "inside"):
        assert not any(word in path for path in found), word


@pytest.mark.parametrize(
    "part", ["none", "en-2020-01", "en-2024-13", "de-2024-06", "en-2024-6", "en-24-06", "en-2024-06-03", "en-2024-W1"]
)
def test_a_part_that_does_not_exist(client, newspaper, part):
    make_article(published=True, at=datetime(2024, 6, 3, tzinfo=UTC))
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_news_of_two_days(parsed, newspaper):
    make_article(slug="old", published=True, at=minutes_ago(49 * 60))
    make_article(slug="new", headline="New & <true>", published=True, at=minutes_ago(47 * 60))
    make_article(slug="nove", headline="Нове", language="uk", published=True, at=minutes_ago(5))
    lines = parsed("/news-sitemap.xml")
    assert [line.findtext(f"{NEWS}news/{NEWS}title") for line in lines] == ["Нове", "New & <true>"]
    publications = [
        (line.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}name"),
         line.findtext(f"{NEWS}news/{NEWS}publication/{NEWS}language"))
        for line in lines
    ]  # fmt: skip
    assert publications == [("Ліхтар", "uk"), ("The Lantern", "en")]
    assert datetime.fromisoformat(lines[0].findtext(f"{NEWS}news/{NEWS}publication_date")).tzinfo


def test_a_thousand_news_at_most(addresses, newspaper, monkeypatch):
    monkeypatch.setattr("articles.sitemaps.MOST_NEWS", 2)
    for number in range(3):
        make_article(published=True, at=minutes_ago(number + 1))
    assert len(addresses("/news-sitemap.xml")) == 2


def test_an_archive_from_before_the_web(addresses, newspaper):
    make_article(slug="wall", published=True, at=datetime(1989, 11, 9, 18, tzinfo=UTC))
    assert addresses("/sitemap.xml") == ["/sitemap-pages.xml", "/sitemap-en-1989-11.xml"]
    assert addresses("/sitemap-en-1989-11.xml") == ["/1989/11/09/wall/"]


def test_an_article_dated_by_mistake(addresses, newspaper):
    make_article(slug="caesar", published=True, at=datetime(44, 3, 15, tzinfo=UTC))
    make_article(slug="today", published=True)
    assert any(path.startswith(f"/sitemap-en-{timezone.localtime():%Y-%m}") for path in addresses("/sitemap.xml"))


def test_characters_that_xml_cannot_hold(parsed, newspaper):
    make_article(headline=storable("a\x00b\x0b ]]> & <"), slug="hostile", published=True)
    assert parsed("/news-sitemap.xml")[0].findtext(f"{NEWS}news/{NEWS}title") == "ab ]]> & <"


def test_queries_do_not_grow(client, newspaper):
    counts = {}
    for number in range(30):
        at = timezone.now() - timedelta(days=20 * number)
        group = make_article(tags=[f"Tag {number}"], authors=[make_author()], published=True, at=at).translation_group
        make_article(language="uk", translation_group=group, published=True, at=at)
        if number in (2, 29):
            SiteSettings.load()
            for path in ("sitemap", "news-sitemap", "sitemap-pages", f"sitemap-en-{timezone.localtime():%Y-%m}"):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(f"/{path}.xml").status_code == 200
                counts.setdefault(path, []).append(len(queries))
    for path, (few, many) in counts.items():
        assert many <= few <= 8, path
