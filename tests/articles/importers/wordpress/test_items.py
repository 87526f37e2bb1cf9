"""An item's fields: dates, slugs, addresses, people, terms, pictures, words for search engines, and no secrets."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from articles.importers.records import Kind, Status
from articles.importers.wordpress import open_export

from .conftest import HEAD, TAIL, item, meta, picture


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("publish", Status.PUBLISHED),
        ("future", Status.SCHEDULED),
        ("pending", Status.PENDING),
        ("draft", Status.DRAFT),
        ("auto-draft", Status.DRAFT),
        ("private", Status.PRIVATE),
        ("trash", Status.TRASH),
        ("inherit", Status.UNKNOWN),
        ("wc-pending", Status.UNKNOWN),
        ("", Status.UNKNOWN),
    ],
)
def test_statuses(entry, status, expected):
    read = entry(item(status=status))
    assert (read.status, read.status_name) == (expected, status)


@pytest.mark.parametrize(
    ("kind", "expected"), [("post", Kind.ARTICLE), ("page", Kind.PAGE), ("product", Kind.OTHER), ("", Kind.ARTICLE)]
)
def test_types(entry, kind, expected):
    read = entry(item(kind=kind))
    assert (read.kind, read.type_name) == (expected, kind or "post")
    assert bool(read.body) == (expected is not Kind.OTHER)


# Secrets


def test_what_is_behind_a_password_is_private_and_the_password_unread(export):
    opened = export(
        item(more="<wp:post_password><![CDATA[open-sesame]]></wp:post_password>" + meta("user_pass", "$P$hash")),
        item(
            2,
            slug="two",
            more="<wp:comment><wp:comment_author_email>reader@mail.example</wp:comment_author_email>"
            "<wp:comment_author_IP>203.0.113.9</wp:comment_author_IP><wp:comment_approved>1</wp:comment_approved>"
            "</wp:comment>",
        ),
        before="<wp:author><wp:author_login>olena</wp:author_login><wp:author_email>o@lantern.example</wp:author_email>"
        "<wp:author_pass>$P$hash</wp:author_pass></wp:author>",
    )
    entries = list(opened.entries())
    assert [(one.status, one.behind_password) for one in entries] == [(Status.PRIVATE, True), (Status.PUBLISHED, False)]
    everything = repr([entries, list(opened.people()), list(opened.terms()), opened.notes, opened.site])
    for secret in ("open-sesame", "$P$", "reader@mail.example", "203.0.113.9"):
        assert secret not in everything
    assert repr(entries).count("@") == 0
    assert [person.mail for person in opened.people()] == ["o@lantern.example"]


def test_comments_are_counted_that_readers_saw(entry):
    def comment(approved, kind=""):
        return (
            f"<wp:comment><wp:comment_approved>{approved}</wp:comment_approved>"
            f"<wp:comment_type>{kind}</wp:comment_type></wp:comment>"
        )

    kinds = comment(1) + comment(1, "comment") + comment(0) + comment("spam") + comment(1, "pingback")
    assert entry(item(more=kinds)).comments == 2


# Dates


@pytest.mark.parametrize(
    ("fields", "moment"),
    [
        ({"gmt": "2020-05-04 09:00:00"}, datetime(2020, 5, 4, 9, tzinfo=UTC)),
        # Another item of that summer says how far the clock was from Greenwich.
        ({"gmt": "0000-00-00 00:00:00", "local": "2020-05-04 12:00:00"}, datetime(2020, 5, 4, 9, tzinfo=UTC)),
        ({"gmt": "", "local": "2020-01-04 12:00:00"}, datetime(2020, 1, 4, 10, tzinfo=UTC)),
        ({"gmt": "0000-00-00 00:00:00", "local": "2020-05-04 12:00:00", "status": "draft"}, None),
        ({"gmt": "2020-02-31 00:00:00", "local": "nonsense"}, None),
        ({"gmt": "0000-00-00", "local": "0000-00-00", "more": "<pubDate>Mon, 04 May 2020 12:00:00 +0300</pubDate>"},
         datetime(2020, 5, 4, 9, tzinfo=UTC)),
        ({"gmt": "", "local": "", "more": "<pubDate>Wed, 30 Nov -0001 00:00:00 +0000</pubDate>"}, None),
        ({"gmt": "9999-12-31 23:59:00", "local": "9999-12-31"}, datetime(9999, 12, 31, 23, 59, tzinfo=UTC)),
        ({"gmt": "", "local": "0001-01-01 00:00:00"}, None),
    ],
)  # fmt: skip
def test_moments(export, fields, moment):
    summer = item(8, slug="s", gmt="2020-05-20 09:00:00", local="2020-05-20 12:00:00")
    winter = item(9, slug="w", gmt="2020-01-20 09:00:00", local="2020-01-20 11:00:00")
    first = next(iter(export(item(**fields), summer, winter).entries()))
    assert first.moment == moment
    if moment is None and first.status is Status.PUBLISHED:
        assert [note.about for note in first.notes] == ["date"]


# Words


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Fish &amp; <em>chips</em>", "Fish & chips"),
        ("A &#8220;quote&#8221;&nbsp;here", "A “quote” here"),
        ("<!--:fr-->Ciel<!--:--><!--:en-->Heaven<!--:-->", "Ciel"),
        ("[:uk]Небо[:en]Heaven[:]", "Небо"),
        ("5 < 6", "5 < 6"),
        ("", ""),
        ("x" * 5_000, "x" * 1_000),
    ],
)
def test_headlines(entry, title, headline):
    assert entry(item(title=title)).headline == headline


def test_excerpts_are_plain(entry):
    assert entry(item(excerpt="<p>In <b>short</b>.</p>\n<p>And so.</p>")).deck == "In short. And so."


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("bridge", "bridge"),
        ("%d0%bc%d1%96%d1%81%d1%82", "міст"),
        ("%d0%bc%d1%96%d1%81%d1", "міс"),  # cut at 200 bytes, inside a letter
        ("%d0%bc%d1%96%d", "мі"),
        ("", ""),
        ("100%", "100%"),
        ("2023/04/my-post.html", "my-post"),
    ],
)
def test_slugs(entry, name, slug):
    assert entry(item(slug=name)).slug == slug


def test_search_words(entry):
    read = entry(
        item(
            excerpt="In short.",
            more=meta("_yoast_wpseo_title", "%%title%% in Kyiv %%page%% %%sep%% %%sitename%%")
            + meta("_yoast_wpseo_metadesc", "Why: %%excerpt%%")
            + meta("rank_math_facebook_title", "Look: %title%")
            + meta("_yoast_wpseo_opengraph-image", "/wp-content/uploads/s.jpg")
            + meta("_yoast_wpseo_canonical", "https://first.example/bridge"),
        )
    )
    # The new site adds its own name.
    assert read.search_headline == "A bridge reopens in Kyiv"
    assert read.search_description == "Why: In short."
    assert read.social_headline == "Look: A bridge reopens"
    assert read.social_image == "https://lantern.example/wp-content/uploads/s.jpg"
    assert read.canonical_url == "https://first.example/bridge"


@pytest.mark.parametrize("pattern", ["%%title%% %%sep%% %%sitename%%", "%%title%%", "%title% %sep% %sitename%"])
def test_a_pattern_that_every_page_has_says_nothing(entry, pattern):
    assert entry(item(more=meta("_yoast_wpseo_title", pattern))).search_headline == ""


# People and terms


def test_declared_people_go_before_bare_logins(export):
    declared = (
        "<wp:author><wp:author_login>olena</wp:author_login><wp:author_email>o@lantern.example</wp:author_email>"
        "<wp:author_display_name><![CDATA[Olena K&oacute;val]]></wp:author_display_name></wp:author>"
    )
    opened = export(item(), item(2, slug="b", creator="nobody@mail.example"), before=declared)
    olena, nobody = opened.people()
    assert (olena.key, olena.name, olena.slug, olena.mail) == ("olena", "Olena Kóval", "olena", "o@lantern.example")
    assert (nobody.name, nobody.mail) == ("nobody", "nobody@mail.example")
    assert "@" not in nobody.key
    assert [entry.people for entry in opened.entries()] == [("olena",), (nobody.key,)]


def test_guests_of_co_authors_plus(export):
    guest = item(
        5, kind="guest-author", slug="cap-ivan", title="Ivan", more=meta("cap-display_name", "Ivan Franko")
        + meta("cap-user_login", "ivan")
    )  # fmt: skip
    byline = (
        '<category domain="author" nicename="cap-ivan"><![CDATA[ivan]]></category>'
        '<category domain="author" nicename="cap-lesia"><![CDATA[Lesia]]></category>'
        '<category domain="author" nicename="cap-olena"><![CDATA[olena]]></category>'
    )
    opened = export(item(more=byline), guest)
    assert {person.key: person.name for person in opened.people()} == {
        "olena": "olena",
        "ivan": "Ivan Franko",
        "lesia": "Lesia",
    }
    first = next(iter(opened.entries()))
    assert first.people == ("ivan", "lesia", "olena")
    assert first.terms == ()


def test_terms_nested_undeclared_and_main_one_first(export):
    before = (
        "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>war</wp:category_nicename>"
        "<wp:category_parent>news</wp:category_parent>"
        "<wp:cat_name><![CDATA[War &amp; peace]]></wp:cat_name></wp:category>"
        "<wp:tag><wp:tag_slug>%d0%b4</wp:tag_slug><wp:tag_name>Д</wp:tag_name></wp:tag>"
        "<wp:term><wp:term_taxonomy>place</wp:term_taxonomy><wp:term_slug>kyiv</wp:term_slug>"
        "<wp:term_name>Kyiv</wp:term_name></wp:term>"
    )
    used = (
        '<category domain="category" nicename="news"><![CDATA[News]]></category>'
        '<category domain="category" nicename="war"><![CDATA[War]]></category>'
        '<category domain="post_tag" nicename="%d0%b4"><![CDATA[Д]]></category>'
    )
    opened = export(item(more=used + meta("_yoast_wpseo_primary_category", "3")), before=before)
    terms = {(term.kind, term.slug): term for term in opened.terms()}
    assert set(terms) == {("category", "war"), ("tag", "д"), ("place", "kyiv"), ("category", "news")}
    assert (terms["category", "war"].name, terms["category", "war"].parent) == ("War & peace", "news")
    [entry] = opened.entries()
    assert entry.terms == (("category", "war"), ("category", "news"), ("tag", "д"))


# Pictures


def test_lead_pictures_with_alt_caption_and_credit(export):
    data = 'a:1:{s:10:"image_meta";a:2:{s:6:"credit";s:6:"Олег";s:9:"copyright";s:1:"x";}}'.replace('s:6:"О', 's:8:"О')
    opened = export(
        item(more=meta("_thumbnail_id", "7")),
        picture(
            7,
            "https://lantern.example/wp-content/uploads/a.jpg",
            title="IMG_1",
            excerpt="The <b>old</b> bridge",
            more=meta("_wp_attachment_image_alt", "A bridge") + meta("_wp_attachment_metadata", data),
        ),
        picture(
            8,
            "https://lantern.example/b.jpg",
            more=meta("_media_credit", "Ann") + meta("_navis_media_credit_org", "AP"),
        ),
        picture(9, "https://lantern.example/talk.mp3"),
    )
    first, second = opened.images()
    assert (first.key, first.alt, first.caption, first.credit) == ("7", "A bridge", "The old bridge", "Олег")
    assert second.credit == "Ann / AP"
    article, sound = opened.entries()
    assert (article.lead, article.lead_caption, article.images) == ("7", "The old bridge", (first,))
    assert (sound.kind, sound.type_name) == (Kind.OTHER, "attachment")


def test_a_lead_picture_that_was_not_exported_is_noted(entry):
    read = entry(item(more=meta("_thumbnail_id", "77")))
    assert (read.lead, [note.what for note in read.notes]) == ("", ["77"])


def test_sounds_that_belong_to_an_article_become_links(entry):
    read = entry(item(more=meta("enclosure", "https://m.example/a.mp3\n123\naudio/mpeg\n")))
    assert read.body == '<p>Words.</p><p><a href="https://m.example/a.mp3">https://m.example/a.mp3</a></p>'
    assert [note.about for note in read.notes] == ["sound"]


# Addresses


def test_paths_of_an_article(export):
    opened = export(
        item(more=meta("_wp_old_slug", "old-bridge")),
        item(2, slug="later", link="https://lantern.example/?p=2", status="future", local="2030-01-02 00:00:00"),
        item(3, kind="page", slug="us", link="https://lantern.example/about/us/"),
        item(4, slug="away", link="https://elsewhere.example/x"),
    )
    article, later, page, away = opened.entries()
    assert opened.site.permalink == "/%year%/%monthnum%/%postname%/"
    assert article.paths == (
        "/2020/05/bridge/",
        "/?p=1",
        "/2020/05/old-bridge/",
        "/2020/05/bridge/feed/",
        "/2020/05/old-bridge/feed/",
        "/?feed=rss2&p=1",
    )
    assert later.paths[:2] == ("/?p=2", "/2030/01/later/")
    assert page.paths == ("/about/us/", "/?page_id=3", "/?p=3", "/about/us/feed/", "/?feed=rss2&page_id=3")
    assert away.paths[0] == "/?p=4"


@pytest.mark.parametrize(
    ("link", "pattern"),
    [
        ("/bridge/", "/%postname%/"),
        ("/2020/05/04/bridge/", "/%year%/%monthnum%/%day%/%postname%/"),
        ("/archives/1", "/archives/%post_id%"),
        ("/news/war/bridge.html", "/%category%/bridge.html"),
        ("/news/bridge/", "/%category%/%postname%/"),
        ("/olena/bridge/", "/%author%/%postname%/"),
        ("/?p=1", ""),
    ],
)
def test_the_pattern_of_addresses_is_told(export, link, pattern):
    used = "".join(f'<category domain="category" nicename="{slug}">N</category>' for slug in ("news", "war"))
    told = export(item(link=f"https://lantern.example{link}", more=used)).site.permalink
    assert told == ("" if "html" in pattern else pattern)


def test_a_site_in_a_folder(export):
    whole = (HEAD + item(link="https://lantern.example/news/2020/05/bridge/") + TAIL).replace(
        "https://lantern.example</wp:base_blog_url>", "https://lantern.example/news/</wp:base_blog_url>"
    )
    opened = export(whole.encode())
    assert opened.site.address == "https://lantern.example/news"
    assert "http://lantern.example/news" in opened.site.also
    assert "https://lantern.example" in opened.site.also
    [entry] = opened.entries()
    assert entry.paths[:2] == ("/news/2020/05/bridge/", "/news/?p=1")


# Several files, and doubles


def test_the_later_of_two_files_counts(tmp_path):
    for name, parts in (("a", item(1, title="Old") + item(2, slug="b")), ("b", item(1, title="New"))):
        (tmp_path / name).write_text(HEAD + parts + TAIL)
    export = open_export([tmp_path / "a", tmp_path / "b"])
    assert [(entry.key, entry.headline) for entry in export.entries()] == [("2", "A bridge reopens"), ("1", "New")]


def test_one_number_twice_in_a_file(export):
    opened = export(item(5), item(5), item(5, slug="other"), item(5, slug="other", title="Third"))
    assert [entry.key for entry in opened.entries()] == ["5", "5/other", "5/other/2"]


def test_an_item_without_anything(export):
    [entry] = export("<item/>").entries()
    assert (entry.kind, entry.status, entry.headline, entry.moment) == (Kind.ARTICLE, Status.UNKNOWN, "", None)


def test_without_bodies_all_that_stands_beside_them_is_the_same(export):
    opened = export(
        item(1, "<p>Words.</p>"), item(2, "[odd]", slug="two", kind="page"), item(3, slug="menu", kind="nav")
    )
    whole, beside = list(opened.entries()), list(opened.entries(bodies=False))
    assert [entry.body for entry in beside] == ["", "", ""] and whole[0].body
    assert beside == [replace(entry, body="", images=(), notes=()) for entry in whole]


def test_the_numbers_of_categories_and_people_are_kept(export):
    declared = """<wp:author><wp:author_id>3</wp:author_id><wp:author_login>olena</wp:author_login></wp:author>
<wp:category><wp:term_id>5</wp:term_id><wp:category_nicename>news</wp:category_nicename></wp:category>
<wp:category><wp:term_id>x</wp:term_id><wp:category_nicename>odd</wp:category_nicename></wp:category>"""
    opened = export(declared, item())
    assert {person.key: person.number for person in opened.people()} == {"olena": "3"}
    assert {term.slug: term.number for term in opened.terms()} == {"news": "5", "odd": ""}
