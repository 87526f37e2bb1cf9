"""What a post of Ghost says, in this system's terms."""

from datetime import UTC, datetime

import pytest

from articles.importers.records import Kind, Status
from tests.articles.importers.ghost.exports import entry, opened, post


def notes_about(entry, about):
    return [note.what for note in entry.notes if note.about == about]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "published"}, Status.PUBLISHED),
        ({"status": "draft"}, Status.DRAFT),
        ({"status": "scheduled"}, Status.SCHEDULED),
        ({"status": "sent"}, Status.PRIVATE),
        ({"status": "brewing"}, Status.UNKNOWN),
        ({"status": None}, Status.DRAFT),
        ({"visibility": "public"}, Status.PUBLISHED),
        ({"visibility": "members"}, Status.PRIVATE),
        ({"visibility": "paid"}, Status.PRIVATE),
        ({"visibility": "tiers"}, Status.PRIVATE),
        ({"visibility": "none", "status": "scheduled"}, Status.PRIVATE),
        ({"visibility": "members", "status": "draft"}, Status.DRAFT),
        ({"email_only": True}, Status.PRIVATE),
    ],
)
def test_states(tmp_path, fields, status):
    assert entry(tmp_path, **fields).status is status


def test_what_only_members_could_see_is_said(tmp_path):
    assert notes_about(entry(tmp_path, visibility="paid"), "visibility") == ["paid"]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"type": "page"}, Kind.PAGE), ({"page": True}, Kind.PAGE), ({"page": 0}, Kind.ARTICLE), ({}, Kind.ARTICLE)],
)
def test_pages(tmp_path, fields, kind):
    assert entry(tmp_path, **fields).kind is kind


@pytest.mark.parametrize(
    "value",
    ["2020-06-27T12:07:24.000Z", "2020-06-27T12:07:24.000+00:00", "2020-06-27T14:07:24+02:00", 1593259644000,
     "2020-06-27T12:07:24", "2020-06-27 12:07:24", 1593259644],
)  # fmt: skip
def test_dates(tmp_path, value):
    assert entry(tmp_path, published_at=value).moment == datetime(2020, 6, 27, 12, 7, 24, tzinfo=UTC)


@pytest.mark.parametrize("value", ["0000-00-00 00:00:00", "soon", 10**30, -(10**18)])
def test_what_is_no_date_is_said(tmp_path, value):
    found = entry(tmp_path, published_at=value)
    assert found.moment is None
    assert notes_about(found, "date")


def test_authors_and_tags_stand_in_their_order(tmp_path):
    export = opened(
        tmp_path,
        posts=[post()],
        users=[{"id": "u1", "name": "Ada", "slug": "ada"}, {"id": "u2", "name": "Bo", "slug": "bo"}],
        posts_authors=[
            {"post_id": "p1", "author_id": "u1", "sort_order": 1},
            {"post_id": "p1", "author_id": "u2", "sort_order": 0},
        ],
        tags=[{"id": f"t{n}", "name": name, "slug": name.lower()} for n, name in enumerate(["War", "#wire", "Kyiv"])],
        posts_tags=[{"post_id": "p1", "tag_id": f"t{n}", "sort_order": 2 - n} for n in range(3)],
    )
    found = next(export.entries())
    assert found.people == ("u2", "u1")
    assert found.terms == (("category", "kyiv"), ("tag", "war"), ("internal", "#wire"))
    assert {(term.kind, term.name) for term in export.terms()} == {
        ("category", "Kyiv"), ("tag", "War"), ("internal", "#wire"),
    }  # fmt: skip


def test_the_words_for_search_engines_and_networks(tmp_path):
    export = opened(
        tmp_path,
        posts=[post(custom_excerpt="Below\nit", feature_image="__GHOST_URL__/content/images/size/w600/a.jpg")],
        posts_meta=[
            {"id": "m1", "post_id": "p1", "meta_title": "S", "meta_description": "SD", "twitter_title": "T",
             "og_title": None, "og_description": "OD", "feature_image_alt": "Seen", "email_subject": "Psst",
             "feature_image_caption": "<span>Photo: <a href='https://x.example'>Ada</a></span>",
             "og_image": "__GHOST_URL__/content/images/og.jpg"},
        ],
    )  # fmt: skip
    found = next(export.entries())
    assert (found.deck, found.search_headline, found.search_description) == ("Below it", "S", "SD")
    assert (found.social_headline, found.social_description) == ("T", "OD")
    assert found.lead == "https://old.example/content/images/a.jpg"
    assert found.social_image == "https://old.example/content/images/og.jpg"
    assert found.lead_caption == "Photo: Ada"
    assert found.images[0].alt == "Seen"
    assert "Psst" not in repr(found)


def test_old_addresses(tmp_path):
    export = opened(tmp_path, posts=[post(published_at="2020-06-27T12:07:24Z")],
                    settings=[{"key": "permalinks", "value": "/:year/:month/:slug/"}])  # fmt: skip
    assert next(export.entries()).paths == ("/2020/06/a-title/", "/a-title/", "/a-title/amp/")


def test_a_site_in_a_folder_keeps_it_in_its_addresses(tmp_path):
    export = opened(tmp_path, posts=[post()], address="https://old.example/blog/")
    assert next(export.entries()).paths == ("/blog/a-title/", "/blog/a-title/amp/")


def test_code_of_its_own_is_left_out_and_said(tmp_path):
    found = entry(tmp_path, codeinjection_head="<script>steal()</script>")
    assert notes_about(found, "code") == ["codeinjection_head"]
    assert "steal" not in repr(found)


def test_secrets_are_never_in_the_values(tmp_path):
    export = opened(
        tmp_path,
        posts=[post()],
        users=[{"id": "u1", "name": "Ada", "slug": "ada", "email": "ada@old.example", "password": "$2a$hash-of-ada"}],
        members=[{"email": "reader@example.com"}],
        settings=[{"key": "stripe_secret_key", "value": "sk_live_1"}, {"key": "title", "value": "Old"}],
        sessions=[{"session_id": "s3cr3t"}],
        comments=[{"post_id": "p1", "status": "published", "html": "said in private", "member_id": "m"}],
    )
    everything = repr([list(export.people()), list(export.terms()), list(export.entries()), export.site, export.notes])
    assert not [word for word in ("hash-of", "reader@", "sk_live", "s3cr3t", "in private") if word in everything]
    assert [note.what for note in export.notes] == ["members"]
    assert next(export.entries()).comments == 1
    assert "hash-of" not in repr(vars(export._posts)["_people"].known)
