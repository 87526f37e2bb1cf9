"""A small newspaper with one article that has everything, and documents as parsers see them."""

import json
from datetime import UTC, datetime

import pytest
from lxml import etree, html

from articles import publishing
from newsroom.site.models import SiteSettings
from tests.factories import make_article, make_author, make_picture, make_section

EVENING = datetime(2021, 11, 29, 16, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_address(settings):
    settings.SITE_URL = "https://lantern.example"


@pytest.fixture
def newspaper(db):
    """The settings, read once: pages find them in the cache."""
    SiteSettings.objects.create(
        name="The Lantern",
        tagline="Independent reporting",
        description="Independent reporting from Ukraine and Europe.",
        translations={"uk": {"name": "Ліхтар"}},
    )
    return SiteSettings.load()


@pytest.fixture
def story(newspaper):
    """An article with a picture, two names, tags, a block, a note of its source and a correction."""
    target = make_article(
        pk=40, headline="Calm is not peace", deck="", body="<p>Quiet days.</p>", published=True,
        at=datetime(2021, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    picture = make_picture(
        pk=7, alt="A watchtower", caption="The border", credit="Ada", rendition_key="key7", sha256="7" * 64
    )
    section = make_section(name="Border & region", slug="border", translations={"uk": {"name": "Кордон"}})
    article = make_article(
        pk=41,
        headline="Drills at the border <b>& beyond",
        slug="drills-at-the-border",
        deck="Three weeks with a decibel meter.",
        body=(
            '<p>They hear <a href="/about/">the guns</a> & count.</p>'
            '<cms-picture data-picture="7"></cms-picture>'
            f'<cms-read-also data-article="{target.pk}"></cms-read-also>'
        ),
        genre="report",
        section=section,
        lead_picture=picture,
        credit_line="With material of a news agency.",
        tags=["Belarus", "Military exercises"],
        authors=[
            make_author(name="Daryna Kovalchuk", slug="daryna-kovalchuk", role="Correspondent"),
            make_author(name="Foreign desk", slug="foreign-desk", is_desk=True),
        ],
    )
    publishing.publish(article, at=EVENING)
    publishing.correct(article, "The maps were signed on 4 November.", at=datetime(2021, 11, 30, 7, 5, tzinfo=UTC))
    return article.editions.get()


@pytest.fixture
def parsed(client):
    """Fetch an address and return its XML as a tree."""

    def fetch(path: str) -> etree._Element:
        response = client.get(path)
        assert response.status_code == 200, path
        return etree.fromstring(response.content)

    return fetch


def json_ld(page: bytes | str) -> list[dict]:
    """Return every JSON-LD block of a page, as a browser's parser finds them."""
    blocks = html.fromstring(page).iterfind('.//script[@type="application/ld+json"]')
    return [json.loads(block.text) for block in blocks]


def properties(page: bytes | str) -> dict[str, list[str]]:
    """Return the `<meta>` elements of a page: property or name → contents, in order."""
    found: dict[str, list[str]] = {}
    for meta in html.fromstring(page).iterfind(".//meta"):
        found.setdefault(meta.get("property") or meta.get("name") or "", []).append(meta.get("content"))
    return found
