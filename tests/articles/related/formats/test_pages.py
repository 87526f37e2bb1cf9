"""What a page says of itself, for a story that is added by its address."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.related.formats.pages import Embedded, Page, read_oembed, read_page

URL = "https://outlet.example/2024/bridge?utm_source=x"


def page(head: str, html: str = '<html lang="uk-UA">', **named: str) -> Page:
    return read_page(f"<!doctype html>{html}<head>{head}</head><body></body></html>".encode(), url=URL, **named)


def ld(data: object) -> str:
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def test_open_graph():
    found = page(
        """<title>Bridge | Outlet</title><link rel="canonical" href="/2024/bridge/">
        <meta property="og:title" content="Bridge opens &amp; closes | Outlet">
        <meta property="og:site_name" content="Outlet">
        <meta property="og:description" content="&lt;p&gt;The bridge opened on Monday.&lt;/p&gt;">
        <meta property="og:image" content="/lead.jpg"><meta property="og:image:width" content="1200">
        <meta property="article:published_time" content="2024-05-06T10:00:00+03:00"><meta name="author" content="Ada">
        <link rel="alternate" type="application/json+oembed" href="https://outlet.example/oembed?url=x">
        <link rel="icon" sizes="16x16 32x32" href="/small.png"><link rel="apple-touch-icon" href="/large.png">"""
    )
    assert found.url == "https://outlet.example/2024/bridge/"
    assert found.title == "Bridge opens & closes"
    assert found.excerpt == "The bridge opened on Monday."
    assert (found.site_name, found.author, found.language) == ("Outlet", "Ada", "uk-UA")
    assert f"{found.published_at:%d.%m.%Y %H:%M}" == "06.05.2024 07:00"
    assert found.picture_url == "https://outlet.example/lead.jpg"
    assert found.icon_url == "https://outlet.example/large.png"
    assert found.oembed_url == "https://outlet.example/oembed?url=x"


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Bridge opens",
    "description": "The bridge opened on Monday.",
    "datePublished": "2024-05-06T10:00:00+03:00",
    "author": [{"@type": "Person", "name": "Ada"}, {"name": "Grace"}],
    "publisher": {"@type": "Organization", "name": "Outlet"},
    "image": [
        {"@type": "ImageObject", "url": "https://outlet.example/s.jpg", "width": 300},
        "https://outlet.example/l.jpg",
    ],
    "inLanguage": "uk",
}


@pytest.mark.parametrize(
    "script",
    [
        ld(ARTICLE),
        ld([{"@type": "BreadcrumbList"}, ARTICLE]),
        ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]}),
        ld({"@type": "WebPage", "name": "x", "mainEntity": ARTICLE}),
        ld(ARTICLE | {"@type": ["Article", "ReportageNewsArticle"]}),
        ld(ARTICLE | {"@type": "https://schema.org/NewsArticle"}),
        ld("<!--\n" + json.dumps(ARTICLE) + "\n-->"),
        ld("//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>"),
        ld(json.dumps(ARTICLE)[:-1] + ",}"),
        ld(json.dumps(ARTICLE).replace("opens", "opens\n")),
        ld("{ this is not JSON") + ld(ARTICLE),
        ld("[" * 5000) + ld(ARTICLE),
    ],
)
def test_json_ld(script):
    found = page(script, html="<html>")
    assert found.title == "Bridge opens"
    assert (found.author, found.site_name, found.language) == ("Ada", "Outlet", "uk")
    assert found.excerpt == "The bridge opened on Monday."
    assert found.published_at is not None
    assert found.picture_url in ("https://outlet.example/l.jpg", "https://outlet.example/s.jpg")


@pytest.mark.parametrize(
    "broken",
    [
        5,
        "text",
        [],
        [[]],
        {"@type": 5},
        {"@graph": "x"},
        {"@type": "NewsArticle", "author": [[]], "image": {"url": []}},
    ],
)
def test_json_ld_of_any_shape(broken):
    assert page(ld(broken) + "<title>From the page</title>").title in ("From the page", "")


def test_plain_html():
    found = page(
        "<title>\n Bridge   opens </title><meta name=description content='About the bridge, in a sentence.'>",
        html="<html>",
    )
    assert (found.title, found.excerpt) == ("Bridge opens", "About the bridge, in a sentence.")
    assert found.url == "https://outlet.example/2024/bridge"
    assert found.icon_url == "https://outlet.example/favicon.ico"
    assert found.picture_url == found.oembed_url == found.language == ""


def test_a_canonical_address_that_leads_to_the_front_page_is_not_believed():
    assert page('<link rel="canonical" href="https://outlet.example/">').url == "https://outlet.example/2024/bridge"


@pytest.mark.parametrize(
    ("charset", "head", "content_type"),
    [
        ("cp1251", '<meta charset="windows-1251">', ""),
        ("cp1251", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', ""),
        ("cp1251", "", "text/html; charset=windows-1251"),
        ("utf-8", '<meta charset="windows-1251">', "text/html; charset=iso-8859-1"),
        ("utf-16", "", ""),
        ("utf-8-sig", "", ""),
    ],
)
def test_charsets(charset, head, content_type):
    html = f"<html><head>{head}<title>Міст через Дніпро відкрито</title></head></html>"
    assert read_page(html.encode(charset), content_type=content_type).title == "Міст через Дніпро відкрито"


def test_hostile_values():
    found = page(
        """<title>&lt;script&gt;alert(1)&lt;/script&gt;Bridge</title><link rel="canonical" href="javascript:alert(1)">
        <meta property="og:image" content="javascript:alert(1)">
        <meta property="og:site_name" content="<b>Outlet</b>&#7;">
        <link rel="icon" href="data:image/png;base64,AA"><link rel="alternate" type="text/json+oembed" href="file:///etc/passwd">"""
    )
    assert found == Page(
        url="https://outlet.example/2024/bridge", title="Bridge", has_bare_title=True, site_name="Outlet",
        language="uk-UA", icon_url="https://outlet.example/favicon.ico",
    )  # fmt: skip


def test_oembed():
    said = {
        "title": "A <b>film</b>",
        "author_name": "Ada",
        "provider_name": "YouTube",
        "thumbnail_url": "https://i.ytimg.com/vi/x/hq.jpg",
    }
    assert read_oembed(json.dumps(said).encode()) == Embedded(
        "A film", "Ada", "YouTube", "https://i.ytimg.com/vi/x/hq.jpg"
    )
    photo = {"type": "photo", "url": "https://o.example/p.jpg"}
    assert read_oembed(json.dumps(photo).encode()).picture_url == "https://o.example/p.jpg"
    for nothing in (b"", b"<html>", b"[]", b"5", b'{"title": {}, "thumbnail_url": []}'):
        assert read_oembed(nothing) == Embedded()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes(body):
    assert isinstance(read_page(body, url=URL), Page)
    assert isinstance(read_oembed(body), Embedded)
