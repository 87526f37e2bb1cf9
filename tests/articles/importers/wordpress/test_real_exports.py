"""Every export that others wrote comes with the figures that an independent count found in it."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from articles.body.sanitise import sanitise
from articles.importers.records import CannotRead, Kind, Status
from articles.importers.wordpress import open_export

# What cannot be read whole, and the words that say so.
REFUSED = {
    "nikola/wordpress_qtranslate_item_modernized.xml": "begins with <item>",
    "nikola/wordpress_qtranslate_item_raw_export.xml": "begins with <item>",
    "wordpress-importer/malformed-simple.xml": "line 14, column 1",
    "wordpress-importer/malformed.xml": "line 90, column 11",
}
# Menu items that stand twice in one file, word for word, come once.
TWICE = {"theme-unit-test/themeunittestdata.wordpress.xml": 18}
SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "wxr"


def names():
    counts = SHARED / "counts.json"
    return sorted(set(json.loads(counts.read_text())) - set(REFUSED)) if counts.is_file() else ["none"]


@pytest.fixture(scope="module", params=names())
def case(request, shared_data):
    folder = shared_data / "wxr"
    counted = json.loads((folder / "counts.json").read_text())[request.param]
    export = open_export([folder / request.param])
    return request.param, counted["counts"], export, list(export.entries()), list(export.images())


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_cut_or_no_whole_file_is_refused_with_the_place(name, shared_data):
    with pytest.raises(CannotRead, match=re.escape(REFUSED[name])):
        open_export([shared_data / "wxr" / name])


def test_items_by_type_and_status(case):
    name, counted, _export, entries, images = case
    found = Counter(f"{entry.type_name}/{entry.status_name}" for entry in entries)
    found["attachment/inherit"] += len(images)
    expected = Counter(counted["status"])
    if name in TWICE:
        expected["nav_menu_item/publish"] -= TWICE[name]
    assert +found == +expected


def test_authors(case):
    _name, counted, export, _entries, _images = case
    people = list(export.people())
    assert len(people) >= counted["authors"]
    assert len({person.key for person in people}) == len(people)
    assert not any("@" in person.key + person.slug + person.name for person in people)


def test_everybody_and_every_term_named_by_an_entry_is_given(case):
    _name, _counted, export, entries, _images = case
    people = {person.key for person in export.people()}
    terms = {(term.kind, term.slug) for term in export.terms()}
    for entry in entries:
        assert set(entry.people) <= people
        assert set(entry.terms) <= terms


def test_terms(case):
    name, counted, export, entries, _images = case
    kinds = Counter(term.kind for term in export.terms())
    assert kinds["category"] >= counted["wp_category"]
    assert kinds["tag"] >= counted["wp_tag"]
    used = Counter(kind for entry in entries for kind in dict.fromkeys(kind for kind, _slug in entry.terms))
    for taxonomy, count in counted["item_terms_unique"].items():
        if taxonomy not in ("author", "-"):
            kind = {"post_tag": "tag"}.get(taxonomy, taxonomy)
            assert kinds[kind] >= count, (name, taxonomy, used)


def test_comments_that_readers_saw(case):
    _name, counted, _export, entries, images = case
    approved = sum(count for kind, count in counted["comments"].items() if kind in ("comment/1", "comment/None"))
    on_pictures = approved - sum(entry.comments for entry in entries)
    # Those of menus and files are not asked for.
    assert 0 <= on_pictures <= (approved if images else 0)


def test_passwords_and_what_is_sticky(case):
    _name, counted, _export, entries, _images = case
    assert sum(entry.behind_password for entry in entries) == counted["password_protected"]
    assert sum(entry.is_sticky for entry in entries) == counted["sticky"]
    assert all(entry.status is Status.PRIVATE for entry in entries if entry.behind_password)


def test_what_is_not_well_formed_is_read_and_says_so(case):
    _name, counted, export, _entries, _images = case
    assert bool([note for note in export.notes if note.about == "repair"]) == (not counted["well_formed"])


def test_no_shortcode_of_wordpress_and_no_block_comment_is_left(case):
    _name, _counted, _export, entries, _images = case
    for entry in entries:
        assert not re.search(r"\[/?(?:caption|gallery|embed|audio|video|playlist)\b|<!--", entry.body), entry.key


def test_bodies_lose_nothing_when_the_desk_tidies_them(case):
    _name, _counted, _export, entries, _images = case
    for entry in entries:
        # What only the bringing in can resolve stands outside the dialect.
        plain = re.sub(r"<figure data-import-image.*?</figure>|</?div[^>]*>", "", entry.body)
        words = re.sub(r"<[^>]*>|\s", "", plain)
        assert re.sub(r"<[^>]*>|\s", "", sanitise(plain)) == words, entry.key


def test_every_picture_shown_is_described(case):
    _name, _counted, _export, entries, _images = case
    for entry in entries:
        shown = set(re.findall(r'data-import-image="([^"]*)"', entry.body)) | ({entry.lead} if entry.lead else set())
        assert {key.replace("&amp;", "&") for key in shown} <= {image.key for image in entry.images}


def test_read_again_it_is_the_same(case):
    _name, _counted, export, entries, images = case
    assert list(export.entries()) == entries
    assert list(export.images()) == images


def test_keys_are_unique(case):
    _name, _counted, _export, entries, _images = case
    assert len({entry.key for entry in entries}) == len(entries)


def test_a_news_site_in_two_files_finds_its_lead_pictures(shared_data):
    folder = shared_data / "wxr" / "wporg-news"
    export = open_export([folder / "media.xml", folder / "posts.xml"])
    articles = [entry for entry in export.entries() if entry.kind is Kind.ARTICLE]
    assert len(articles) == 97
    # One of 21 was not exported.
    assert sum(bool(entry.lead) for entry in articles) == 20
    assert [note.about for entry in articles for note in entry.notes].count("picture") == 1
    assert export.site.permalink == "/%year%/%monthnum%/%postname%/"
    assert all(entry.paths[0].startswith("/news/20") for entry in articles)


def test_one_site_in_three_files(shared_data):
    folder = shared_data / "wxr" / "ghost-migrate-wp-xml" / "multiple"
    export = open_export([folder / f"{part}-only.xml" for part in ("posts", "pages", "attachments")])
    entries = list(export.entries())
    assert Counter(entry.kind for entry in entries) == {Kind.ARTICLE: 3, Kind.PAGE: 1, Kind.OTHER: 1}
    assert [entry.lead for entry in entries if entry.lead] == ["5", "5"]


def test_co_authors_are_named_in_their_order(shared_data):
    export = open_export([shared_data / "wxr" / "ghost-migrate-wp-xml" / "co-authors-plus.xml"])
    assert [entry.people for entry in export.entries()] == [
        ("alice-smith", "bob-jones"),
        ("alice-smith", "bob-jones", "carol-white"),
        ("bob-jones",),
        ("alice-smith", "bob-jones"),
    ]
