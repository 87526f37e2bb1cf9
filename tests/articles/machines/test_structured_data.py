"""JSON-LD: what it says, that it equals what the page shows, and that no text breaks out of it."""

import json
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from lxml import html

from articles.metadata import structured_data
from articles.metadata.structured_data import headlines, news_article
from articles.models import Correction, Page, PublishedArticle
from articles.templatetags.structured_data import json_ld as written
from tests.articles.machines.conftest import json_ld, properties
from tests.factories import make_article, make_author, make_picture, make_section, make_tag, storable
from tests.snapshots import assert_snapshot

HOSTILE = "</script><script>alert(1)</script><!-- --> & \u2028 \u2029 \x00 \" ' \\"


def loaded(edition: PublishedArticle) -> PublishedArticle:
    return PublishedArticle.objects.for_page().with_bylines().get(pk=edition.pk)


def test_it_works(client, story):
    tags = sorted(story.tags.all(), key=lambda tag: tag.name)
    corrections = Correction.objects.filter(article=story.article)
    values = news_article(loaded(story), tags=tags, corrections=corrections)
    assert_snapshot("machines/article.jsonld", json.dumps(values, ensure_ascii=False, indent=1))


def test_the_page_carries_it(client, story):
    page = client.get(story.get_absolute_url()).content
    article, crumbs = json_ld(page)
    assert article["@type"] == "ReportageNewsArticle"
    assert [step["name"] for step in crumbs["itemListElement"]] == ["The Lantern", "Border & region", story.headline]
    assert crumbs["itemListElement"][-1]["item"] == article["url"]


def test_moments_equal_the_ones_on_the_page(client, story):
    page = client.get(story.get_absolute_url()).content
    article = json_ld(page)[0]
    shown = {time.get("datetime") for time in html.fromstring(page).iterfind(".//time")}
    assert article["datePublished"] == "2021-11-29T18:42:00+02:00"
    assert article["dateModified"] == "2021-11-30T09:05:00+02:00"
    assert {article["datePublished"], article["dateModified"]} <= shown


def test_images_in_three_shapes(story):
    images = news_article(loaded(story))["image"]
    assert [round(image["width"] / image["height"], 2) for image in images] == [1.0, 1.33, 1.78]
    assert all(image["url"].startswith("https://lantern.example/media/pictures/key7/") for image in images)
    assert {image["creditText"] for image in images} == {"Ada"}


@pytest.mark.parametrize(
    ("genre", "kind"),
    [
        ("news", "NewsArticle"), ("report", "ReportageNewsArticle"), ("analysis", "AnalysisNewsArticle"),
        ("opinion", "OpinionNewsArticle"), ("explainer", "BackgroundNewsArticle"), ("data", "NewsArticle"),
    ],
)  # fmt: skip
def test_kinds(newspaper, genre, kind):
    article = make_article(genre=genre, published=True)
    assert news_article(loaded(article.live_edition))["@type"] == kind


def test_everything_in_the_opinion_section_is_opinion(newspaper):
    section = make_section(slug="opinion", is_opinion=True)
    article = make_article(genre="essay", section=section, published=True)
    assert news_article(loaded(article.live_edition))["@type"] == "OpinionNewsArticle"


def test_without_anything_optional(newspaper):
    article = make_article(deck="", body="<p>Only words.</p>", published=True)
    values = news_article(loaded(article.live_edition))
    assert values["description"] == "Only words."
    assert values["author"] == [{"@id": "https://lantern.example/#publisher"}]
    assert values["image"][0]["url"] == "https://lantern.example/static/newsroom/social.jpg"
    for name in ("keywords", "correction", "alternativeHeadline", "workTranslation"):
        assert name not in values


def test_headlines():
    assert headlines(PublishedArticle(headline="Short")) == ("Short", "")
    assert headlines(PublishedArticle(headline="Short", search_headline="Found")) == ("Short", "Found")
    assert headlines(PublishedArticle(headline="Same", social_headline="Same", front_headline="Front"))[1] == "Front"
    long = "word " * 40
    assert headlines(PublishedArticle(headline=long, search_headline="Found")) == ("Found", long)
    headline, alternative = headlines(PublishedArticle(headline=long))
    assert len(headline) <= 110 and headline.endswith("word…") and alternative == long
    assert len(headlines(PublishedArticle(headline="ж" * 200))[0]) <= 110


def test_policies_only_where_their_pages_are_public(newspaper):
    article = make_article(published=True).live_edition
    Page.objects.create(title="Ethics", slug="ethics", body="<p>…</p>", is_live=True)
    Page.objects.create(title="Money", slug="funding", body="<p>…</p>", is_live=False)
    publisher = news_article(loaded(article))["publisher"]
    assert publisher["@type"] == "NewsMediaOrganization"
    assert publisher["ethicsPolicy"] == "https://lantern.example/ethics/"
    assert publisher["correctionsPolicy"] == "https://lantern.example/corrections/"
    assert "ownershipFundingInfo" not in publisher
    assert publisher["logo"]["url"].startswith("https://lantern.example/static/newsroom/icon-512")


def test_the_caption_written_for_this_article(newspaper):
    article = make_article(lead_picture=make_picture(caption="Any"), lead_caption="This one", published=True)
    assert {image["caption"] for image in news_article(loaded(article.live_edition))["image"]} == {"This one"}


def test_translations(newspaper):
    at = datetime(2024, 6, 3, tzinfo=UTC)
    english = make_article(slug="bells", published=True, at=at).live_edition
    ukrainian = make_article(
        slug="dzvony", language="uk", translation_group=english.translation_group, published=True, at=at
    ).live_edition
    paths = {"en": english.get_absolute_url(), "uk": ukrainian.get_absolute_url()}
    assert [work["inLanguage"] for work in news_article(english, alternates=paths)["workTranslation"]] == ["uk"]
    original = news_article(ukrainian, alternates=paths)["translationOfWork"]
    assert original["url"] == "https://lantern.example/2024/06/03/bells/"


def test_at_most_one_query_more(story, django_assert_max_num_queries):
    edition = loaded(story)
    tags, corrections = list(story.tags.all()), list(Correction.objects.all())
    with django_assert_max_num_queries(1):
        news_article(edition, tags=tags, corrections=corrections)
        structured_data.article_breadcrumbs(edition)
    context = {"article": edition, "tags": tags, "corrections": corrections, "alternates": {}}
    with django_assert_max_num_queries(0):
        render_to_string("articles/_article_meta.html", context)


def test_no_text_breaks_out(client, newspaper):
    hostile = storable(HOSTILE)
    newspaper.name = newspaper.description = hostile
    newspaper.save()
    cache.clear()
    article = make_article(
        headline=hostile, deck=hostile, slug="hostile", search_headline=hostile, social_headline=hostile,
        section=make_section(name=hostile, slug="hostile"), tags=[make_tag(hostile, slug="hostile").name],
        authors=[make_author(name=hostile, role=hostile)], published=True,
        lead_picture=make_picture(alt=hostile, caption=hostile, credit=hostile),
    )  # fmt: skip
    response = client.get(article.live_edition.get_absolute_url())
    blocks = json_ld(response.content)
    assert blocks[0]["headline"] == HOSTILE.replace("\x00", "")
    inside = response.content.decode().split('<script type="application/ld+json">')[1:]
    for block in (block.split("</script>")[0] for block in inside):
        assert not set("<>&\u2028\u2029\x00") & set(block)
    assert "alert(1)" not in "".join(html.fromstring(response.content).xpath("//script[not(@type)]/text()"))


def test_front_page(client, newspaper):
    make_article(authors=[make_author()], published=True)
    organisation, website = json_ld(client.get("/").content)
    assert (organisation["@type"], website["@type"]) == ("NewsMediaOrganization", "WebSite")
    assert website["publisher"]["@id"] == organisation["@id"]


def test_author_page(story):
    person = make_author(name="Marta", slug="marta", role="Historian", bio="Writes.", portrait=make_picture())
    values = structured_data.profile_page(person)
    assert values["@type"] == "ProfilePage"
    assert values["mainEntity"]["@type"] == "Person"
    assert values["mainEntity"]["jobTitle"] == "Historian"
    assert values["mainEntity"]["url"] == "https://lantern.example/author/marta/"
    assert len(values["mainEntity"]["image"]) == 3
    assert structured_data.profile_page(make_author(is_desk=True))["mainEntity"]["@type"] == "Organization"


def test_lists(newspaper):
    section = make_section(slug="border", name="Border", description="News of it.")
    values = structured_data.collection_page(section)
    assert (values["@type"], values["name"], values["description"]) == ("CollectionPage", "Border", "News of it.")
    assert values["url"] == "https://lantern.example/section/border/"


def test_a_block_says_what_it_was_given():
    values = {"a": HOSTILE.replace("\x00", ""), "b": ["<", {"c": "&"}], "d": 1, "e": True}
    assert json_ld(f"<html><head>{written(values)}</head></html>") == [values]


@pytest.mark.parametrize(
    ("name", "make", "kinds"),
    [
        ("author", lambda: make_author(portrait=make_picture()), ["ProfilePage"]),
        ("tag", lambda: make_tag("Energy"), ["CollectionPage", "BreadcrumbList"]),
        ("section", lambda: make_section(slug="border"), ["CollectionPage", "BreadcrumbList"]),
        ("front", lambda: {"lead": None}, ["NewsMediaOrganization", "WebSite"]),
        ("page", dict, []),
    ],
)
def test_the_head_of_every_other_page(rf, newspaper, name, make, kinds):
    context = {name: make(), "title": "Title", "description": "About it."}
    head = render_to_string("includes/_site_meta.html", context, request=rf.get("/where/"))
    assert [block["@type"] for block in json_ld(f"<html><head>{head}</head></html>")] == kinds
    found = properties(f"<html><head>{head}</head></html>")
    assert (found["og:title"], found["og:url"]) == (["Title"], ["https://lantern.example/where/"])
    assert ("social.jpg" in found["og:image"][0]) == (name != "author")
    assert found["twitter:card"] == ["summary_large_image"]
