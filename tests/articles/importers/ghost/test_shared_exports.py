"""Every file of Ghost's own migration tools is read to what it holds."""

import json

import pytest

from articles.body.sanitise import sanitise
from articles.importers.ghost import open_export
from articles.importers.records import Kind, Status

# Posts, people, terms, pictures: counted by hand in the files.
HOLD = {
    "mg-assetscraper-db/src/test/fixtures/ghost-flat.json": (1, 0, 0, 2),
    "mg-assetscraper-db/src/test/fixtures/ghost.json": (3, 2, 2, 7),
    "mg-ghost-api/src/test/fixtures/posts.json": (1, 1, 1, 1),
    "mg-json/test/fixtures/multi-post-only.json": (3, 2, 3, 0),
    "mg-json/test/fixtures/single-post-author-bad-email.json": (1, 1, 2, 0),
    "mg-json/test/fixtures/single-post-author-long-slug.json": (1, 1, 0, 0),
    "mg-json/test/fixtures/single-post-author.json": (1, 1, 2, 0),
    "mg-json/test/fixtures/single-post-only-long-meta.json": (1, 1, 3, 1),
    "mg-json/test/fixtures/single-post-only-meta.json": (1, 1, 2, 1),
    "mg-json/test/fixtures/single-post-only.json": (1, 1, 2, 1),
    "mg-json/test/fixtures/single-post-with-bad-tag-order.json": (1, 1, 3, 0),
    "mg-json/test/fixtures/single-post-with-empty-tag.json": (1, 1, 2, 1),
    "mg-linkfixer/test/fixtures/ctx-lexical.json": (7, 2, 10, 2),
    "mg-linkfixer/test/fixtures/ctx-slug-yyyy-mm-dd.json": (5, 2, 10, 2),
    "mg-linkfixer/test/fixtures/ctx-slug-yyyy-mm.json": (5, 2, 10, 2),
    "mg-linkfixer/test/fixtures/ctx-yyyy-mm-dd.json": (5, 2, 10, 2),
    "mg-linkfixer/test/fixtures/ctx-yyyy-mm.json": (5, 2, 10, 2),
    "mg-linkfixer/test/fixtures/ctx.json": (7, 2, 10, 2),
}


def test_every_file_is_named_here(shared_data):
    folder = shared_data / "ghost" / "ghost-json"
    assert {str(file.relative_to(folder)) for file in folder.rglob("*.json")} == set(HOLD)


@pytest.mark.parametrize("name", HOLD)
def test_a_file_is_read_to_what_it_holds(shared_data, name):
    export = open_export([shared_data / "ghost" / "ghost-json" / name])
    entries = list(export.entries())
    pictures = {image.key for entry in entries for image in entry.images}
    people = {person.key for person in export.people()}
    terms = {(term.kind, term.slug) for term in export.terms()}
    # A term that is one post's first and another's second is two.
    slugs = {slug for _kind, slug in terms}
    posts, authors, tags, shown = HOLD[name]
    assert (len(entries), len(people), len(slugs), len(pictures)) == (posts, authors, tags, shown)
    for entry in entries:
        assert entry.headline and entry.slug and entry.moment and entry.body
        assert entry.status is Status.PUBLISHED
        assert set(entry.people) <= people
        assert set(entry.terms) <= terms
        assert not any("hash-" in slug for kind, slug in entry.terms if kind != "internal")
    assert list(export.entries()) == entries


def test_pages_and_posts_are_told_apart(shared_data):
    export = open_export([shared_data / "ghost/ghost-json/mg-linkfixer/test/fixtures/ctx.json"])
    raw = json.loads((shared_data / "ghost/ghost-json/mg-linkfixer/test/fixtures/ctx.json").read_text())
    pages = [post["data"]["slug"] for post in raw["result"]["posts"] if post["data"].get("type") == "page"]
    assert pages
    assert [entry.slug for entry in export.entries() if entry.kind is Kind.PAGE] == pages


def test_words_and_links_of_lexical_come_along(shared_data):
    export = open_export([shared_data / "ghost/ghost-json/mg-linkfixer/test/fixtures/ctx-lexical.json"])
    first = next(export.entries())
    assert '<a href="https://example.com/est-vitae/">Pellentesque in</a> sagittis tortor.' in first.body
    assert sanitise(first.body) == first.body


def test_what_is_said_of_the_site(shared_data):
    export = open_export([shared_data / "ghost/ghost-json/mg-assetscraper-db/src/test/fixtures/ghost.json"])
    assert (export.site.title, export.site.version, export.site.address) == ("My Ghost Site", "2.0.0", "")
    post = next(export.entries())
    assert post.lead == "https://example.com/images/feature-1.jpg"
    assert post.social_image == "https://example.com/images/og-1.jpg"
    assert 'data-import-image="https://example.com/images/photo-1.jpg"' in post.body
    assert [person.mail for person in export.people()] == ["alice@example.com", "bob@example.com"]
