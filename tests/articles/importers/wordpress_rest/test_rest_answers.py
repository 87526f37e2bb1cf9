"""What WordPress's REST API gives: posts, pages, users, and what is embedded in them."""

import json
from datetime import UTC, datetime

import pytest

from articles.importers.records import CannotRead, Kind, Status
from articles.importers.wordpress_rest import open_export

# Entries, people, terms, pictures.
HOLD = {
    "co-authors-post.json": (1, 2, 1, 0),
    "dated-posts.json": (3, 0, 0, 0),
    "multiple-users.json": (0, 2, 0, 0),
    "single-coauthor-post.json": (1, 1, 1, 0),
    "single-cpt-post.json": (1, 1, 5, 1),
    "single-page.json": (1, 1, 0, 1),
    "single-post-no-author.json": (1, 0, 5, 3),
    "single-post-with-duplicate-images.json": (1, 1, 5, 2),
    "single-post-with-html-in-title.json": (1, 1, 5, 3),
    "single-post-with-linked-images.json": (1, 1, 5, 2),
    "single-post-with-smaller-images.json": (1, 1, 5, 2),
    "single-post.json": (1, 1, 5, 3),
    "single-user.json": (0, 1, 0, 0),
}


def test_every_file_is_named_here(shared_data):
    assert {file.name for file in (shared_data / "ghost" / "wp-rest-api").glob("*.json")} == set(HOLD)


@pytest.mark.parametrize("name", HOLD)
def test_a_file_is_read_to_what_it_holds(shared_data, name):
    export = open_export([shared_data / "ghost" / "wp-rest-api" / name])
    entries = list(export.entries())
    pictures = {image.key for entry in entries for image in entry.images}
    assert (len(entries), len(list(export.people())), len(list(export.terms())), len(pictures)) == HOLD[name]
    for entry in entries:
        assert entry.headline and entry.moment and "<" not in entry.headline
        assert bool(entry.body) == (name not in ("dated-posts.json", "single-cpt-post.json"))


def opened(tmp_path, document):
    file = tmp_path / "posts.json"
    file.write_text(json.dumps(document))
    return open_export([file])


def post(**fields):
    return {"id": 7, "type": "post", "title": {"rendered": "A &amp; B"}, "content": {"rendered": "<p>x</p>"},
            "link": "https://old.example/2020/a/", "date_gmt": "2020-01-02T03:04:05"} | fields  # fmt: skip


def test_a_post(tmp_path):
    entry = next(opened(tmp_path, [post(slug="%d0%b0", guid={"rendered": "https://old.example/?p=7"})]).entries())
    assert (entry.key, entry.headline, entry.slug, entry.body) == ("7", "A & B", "а", "<p>x</p>")
    assert entry.moment == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert entry.paths == ("/2020/a/", "/?p=7")
    assert entry.status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "future"}, Status.SCHEDULED),
        ({"status": "private"}, Status.PRIVATE),
        ({"status": "trash"}, Status.TRASH),
        ({"status": "odd"}, Status.UNKNOWN),
        ({"content": {"rendered": "", "protected": True}}, Status.PRIVATE),
    ],
)
def test_states(tmp_path, fields, status):
    assert next(opened(tmp_path, post(**fields)).entries()).status is status


def test_other_kinds_come_without_a_body(tmp_path):
    entry = next(opened(tmp_path, post(type="event")).entries())
    assert (entry.kind, entry.type_name, entry.body) == (Kind.OTHER, "event", "")


@pytest.mark.parametrize(
    ("excerpt", "deck"), [("<p>Own words</p>", "Own words"), ("<p>x</p>", ""), ("<p>The text [&hellip;]</p>", "")]
)
def test_an_excerpt_that_nobody_wrote_is_no_deck(tmp_path, excerpt, deck):
    assert next(opened(tmp_path, post(excerpt={"rendered": excerpt})).entries()).deck == deck


def test_words_of_yoast(tmp_path):
    seo = {"title": "S", "description": "D", "og_title": "O", "og_image": [{"url": "https://old.example/o.jpg"}],
           "canonical": "https://old.example/2020/a/"}  # fmt: skip
    entry = next(opened(tmp_path, post(yoast_head_json=seo)).entries())
    assert (entry.search_headline, entry.search_description, entry.social_headline) == ("S", "D", "O")
    assert entry.social_image == "https://old.example/o.jpg" == entry.images[0].key
    assert entry.canonical_url == ""


def test_a_file_of_users_names_the_authors(tmp_path):
    (tmp_path / "users.json").write_text(
        json.dumps([{"id": 4, "name": "Ada", "slug": "ada", "description": "", "avatar_urls": {}}])
    )
    (tmp_path / "posts.json").write_text(json.dumps([post(author=4)]))
    export = open_export([tmp_path / "users.json", tmp_path / "posts.json"])
    assert [person.name for person in export.people()] == ["Ada"]
    assert next(export.entries()).people == ("4",)


@pytest.mark.parametrize("document", [{"code": "rest_no_route"}, [1, 2], "text", {"posts": []}])
def test_another_file_is_refused_in_one_sentence(tmp_path, document):
    with pytest.raises(CannotRead, match=r"^posts.json is no answer of WordPress’s REST API"):
        opened(tmp_path, document)
