"""The WXR file: what WordPress reads, and what this system needs to read back the same."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from lxml import etree

from articles import publishing
from articles.exporters import writing
from articles.exporters.wxr import NAMESPACES, post_id
from articles.models import Page
from tests.factories import make_article, make_author, make_picture, make_section, make_tag

pytestmark = pytest.mark.django_db
THEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def exported(tmp_path):
    writing.export_site(tmp_path / "out")
    return etree.parse(tmp_path / "out" / "site.wxr.xml").getroot()


def items(root, kind):
    return [item for item in root.iter("item") if said(item, "wp:post_type") == kind]


def said(element, name):
    return element.findtext(name, namespaces=NAMESPACES)


def meta(item):
    return {said(one, "wp:meta_key"): said(one, "wp:meta_value") for one in item.findall("wp:postmeta", NAMESPACES)}


def categories(item, domain):
    return [(one.get("nicename"), one.text) for one in item.findall("category") if one.get("domain") == domain]


def test_an_article_is_a_post(tmp_path, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    timezone.get_default_timezone.cache_clear()
    picture = make_picture(with_files=True, alt="Seen", credit="Ada Photo")
    make_tag("Desk only", is_internal=True)
    article = make_article(
        headline="A & B]]>", deck="Deck", slug="a-b", published=True, at=THEN, search_headline="S",
        search_description="D",
        body=f'<p>x</p><cms-picture data-picture="{picture.pk}"></cms-picture><aside data-factbox=""><p>y</p></aside>',
        section=make_section(name="Politics", slug="politics"), tags=["Border", "Desk only"], lead_picture=picture,
        authors=[make_author(name="Ada", slug="ada"), make_author(name="Bo", slug="bo")],
    )  # fmt: skip
    root = exported(tmp_path)
    [item] = items(root, "post")
    assert (said(item, "title"), said(item, "excerpt:encoded"), said(item, "dc:creator")) == ("A & B]]>", "Deck", "ada")
    assert (said(item, "wp:status"), said(item, "wp:post_name")) == ("publish", "a-b")
    assert said(item, "wp:post_date_gmt") == "2024-05-06 07:08:09"
    assert said(item, "wp:post_date") == "2024-05-06 10:08:09"
    assert said(item, "link") == f"{settings.SITE_URL}{article.live_edition.get_absolute_url()}"
    assert categories(item, "category") == [("politics", "Politics")]
    assert categories(item, "post_tag") == [("border", "Border")]
    assert categories(item, "author") == [("cap-ada", "Ada"), ("cap-bo", "Bo")]
    own = meta(item)
    assert own["_thumbnail_id"] == str(post_id("picture", picture.pk))
    assert (own["_yoast_wpseo_title"], own["_yoast_wpseo_metadesc"]) == ("S", "D")
    record = json.loads(own["_newsroom_article"])
    assert record["body"] == article.live_edition.body
    assert set(record["tags"]) == {"border", "desk-only"}
    shown = said(item, "content:encoded")
    assert "<p>x</p>" in shown and "<img " in shown and settings.SITE_URL in shown and "cms-" not in shown
    [attachment] = items(root, "attachment")
    assert said(attachment, "wp:post_id") == own["_thumbnail_id"]
    assert said(attachment, "wp:attachment_url").startswith(settings.SITE_URL)
    assert meta(attachment)["_wp_attachment_image_alt"] == "Seen"
    assert json.loads(meta(attachment)["_newsroom_picture"])["credit"] == "Ada Photo"
    timezone.get_default_timezone.cache_clear()


def test_square_brackets_are_no_shortcodes(tmp_path):
    make_article(headline="Brackets", body="<p>Write [gallery] here.</p>", published=True, at=THEN)
    [item] = items(exported(tmp_path), "post")
    assert "Write &#91;gallery&#93; here." in said(item, "content:encoded")


def test_the_head_names_everybody_and_everything(tmp_path, settings):
    make_author(name="Ada", slug="ada")
    make_section(name="Politics", slug="politics")
    make_tag("Border")
    make_tag("Desk only", is_internal=True)
    channel = exported(tmp_path).find("channel")
    assert said(channel, "wp:wxr_version") == "1.2"
    assert said(channel, "wp:base_site_url") == settings.SITE_URL
    assert [said(one, "wp:author_login") for one in channel.findall("wp:author", NAMESPACES)] == ["ada"]
    assert [said(one, "wp:author_email") for one in channel.findall("wp:author", NAMESPACES)] == [""]
    assert "politics" in [said(one, "wp:category_nicename") for one in channel.findall("wp:category", NAMESPACES)]
    assert [said(one, "wp:tag_name") for one in channel.findall("wp:tag", NAMESPACES)] == ["Border"]
    numbers = [element.text for element in channel.iter("{http://wordpress.org/export/1.2/}term_id")]
    assert len(numbers) == len(set(numbers))


def test_states_are_those_of_wordpress(tmp_path):
    make_article(slug="draft")
    make_article(slug="review")._meta.model.objects.filter(slug="review").update(state="in_review")
    make_article(slug="gone")._meta.model.objects.filter(slug="gone").update(state="withdrawn")
    publishing.schedule(make_article(slug="later"), at=timezone.now() + timedelta(days=2))
    Page.objects.create(title="About", slug="about", is_live=True)
    Page.objects.create(title="Hidden", slug="hidden")
    root = exported(tmp_path)
    states = {said(item, "wp:post_name"): said(item, "wp:status") for item in items(root, "post")}
    assert states == {"draft": "draft", "review": "pending", "gone": "private", "later": "future"}
    assert {said(item, "wp:post_name"): said(item, "wp:status") for item in items(root, "page")} == {
        "about": "publish",
        "hidden": "draft",
    }


def test_numbers_of_all_kinds_are_told_apart():
    numbers = [post_id(kind, number) for kind in ("article", "page", "picture") for number in range(1, 50)]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("headline", ["\x00\x0b control \ufffe", "]]> & <b>", "😀 ґ"])
def test_any_headline_is_well_formed(tmp_path, headline):
    make_article(headline=headline.replace("\x00", ""), published=True)
    [item] = items(exported(tmp_path), "post")
    assert (
        said(item, "title").split()[-1]
        == "".join(sign for sign in headline if sign not in "\x00\x0b\ufffe").split()[-1]
    )
