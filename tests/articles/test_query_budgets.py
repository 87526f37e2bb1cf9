"""What each public page may ask of the database, however much there is: four questions an article, five a list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import corrections, publishing, search
from articles.models import Article, Page, PublishedArticle, PublishedByline, PublishedTagging
from newsroom.site.models import MenuItem, SiteSettings
from tests.factories import (
    approve_by_rule,
    make_article,
    make_author,
    make_outlet,
    make_picture,
    make_section,
    make_story,
    make_tag,
    minutes_ago,
    tag_story,
)  # fmt: skip

pytestmark = pytest.mark.django_db

ARTICLE, LIST, OTHER = 4, 5, 8
PAGES = [
    "/", "/section/politics/", "/tag/energy/", "/author/ada/", "/archive/", "/archive/{year}/",
    "/archive/{year}/{month}/", "/archive/{year}/{month}/{day}/", "/corrections/", "/search/?q=grid", "/search/?q=gird",
    "/about/", "/lite/", "{article}", "/lite{article}", "/print{article}",
    "/feed.xml", "/feed.atom", "/feed.json", "/section/politics/feed.xml", "/tag/energy/feed.json",
    "/author/ada/feed.atom", "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-en-{year}-{month:02}.xml",
    "/news-sitemap.xml", "/manifest.webmanifest", "/no-such-page/",
]  # fmt: skip


def most(path):
    """Return how many questions a page may ask. The process knows settings, menus and coming moments."""
    # The index of the sitemap asks three questions a language.
    if "search" in path or path == "/sitemap.xml":
        return OTHER
    return ARTICLE if "headline-number" in path or path in ("/about/", "/no-such-page/") else LIST


@pytest.fixture(autouse=True)
def moments_known(monkeypatch):
    """A slow machine takes longer than a process remembers which moments come next: it remembers them all here."""
    monkeypatch.setattr("newsroom.pagecache.kept.SECONDS", 10_000)


@pytest.fixture
def site():
    """What every page stands on, and one article with every kind of thing in it."""
    settings = SiteSettings(name="The Lantern")
    settings.save()
    MenuItem.objects.create(settings=settings, place="sections", label="Politics", url="/section/politics/")
    Page.objects.create(slug="about", title="About", body="<p>About.</p>", is_live=True)
    section = make_section(slug="politics")
    authors = [make_author(slug="ada", portrait=make_picture()), make_author(slug="bohdan")]
    make_tag("Energy", slug="energy")
    return {"section": section, "authors": authors, "tags": ["Energy", "Grid", "Winter"]}


def fill(site, number):
    """Publish so many articles, the newest one first, and return the oldest of them.

    Each has two authors, three tags, a lead picture, three pictures and three read-also in the text, and for related
    news one of ours and stories of another outlet; the oldest a social picture, a correction, a translation, and
    stories that a rule approved.
    """
    targets = [make_article(published=True, at=minutes_ago(9000 + each), **site) for each in range(3)]
    pictures = [make_picture() for _each in range(3)]
    references = "".join(
        f'<cms-read-also data-article="{target.pk}"></cms-read-also>'
        f'<cms-picture data-picture="{picture.pk}"></cms-picture>'
        for target, picture in zip(targets, pictures, strict=True)
    )
    source, tag = make_outlet(icon="related/icons/o.png"), make_tag()
    stories = [
        tag_story(make_story(source=source, own_picture=pictures[each % 3], thumbnail="related/thumbs/t.webp"), tag)
        for each in range(number)
    ]
    for each in range(number):
        article = make_article(
            published=True, at=minutes_ago(10 + each), lead_picture=pictures[each % 3],
            related=[*targets[:1], *stories[: number // 2]],
            body=f"<p>The grid holds, part {each}.</p>{references}", **site,
        )  # fmt: skip
    approve_by_rule(article, *stories[number // 2 :])
    article.social_picture = pictures[0]
    article.save()
    publishing.publish(article)
    make_article(published=True, language="uk", translation_group=article.translation_group, **site)
    corrections.correct(article, "It holds.")
    return article


def ask(client, path):
    """Return the queries of a page on a process that has just served it: it knows settings, menus and policies."""
    b"".join(client.get(path))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(path)
        b"".join(response)
    assert response.status_code in (200, 404), path
    return [query["sql"] for query in asked.captured_queries]


def paths(article):
    day = timezone.localtime(article.live_edition.published_at)
    where = {"year": day.year, "month": day.month, "day": day.day, "article": article.live_edition.get_absolute_url()}
    return [path.format(**where) for path in PAGES]


def test_no_page_asks_more_with_more_to_show(client, site):
    article = fill(site, 3)
    few = {path: ask(client, path) for path in paths(article)}
    fill(site, 30)
    for path, before in few.items():
        asked = ask(client, path)
        assert len(asked) <= most(path), f"{path} asks {len(asked)} questions:\n" + "\n".join(asked)
        assert len(asked) <= len(before), f"{path} asks more with more articles:\n" + "\n".join(asked)


def test_no_page_asks_more_of_ten_thousand_articles(client, site):
    article = fill(site, 3)
    crowd(site, 100)
    few = {path: len(ask(client, path)) for path in paths(article)}
    crowd(site, 9_900)
    assert PublishedArticle.objects.count() > 10_000
    for path, before in few.items():
        asked = ask(client, path)
        assert len(asked) <= before <= most(path), f"{path}: {before} questions became {len(asked)}:\n" + "\n".join(
            asked
        )
        for sql in asked:
            assert "COUNT(*)" not in sql.upper(), f"{path} counts: {sql}"


def crowd(site, number):
    """Add so many public articles at once, as an archive would have them."""
    start = PublishedArticle.objects.count()
    section, tag = site["section"], make_tag()
    moments = [timezone.now() - timedelta(hours=start + each) for each in range(number)]
    articles = Article.objects.bulk_create(
        Article(headline=f"Crowd {start + each}", slug=f"crowd-{start + each}", section=section)
        for each in range(number)
    )
    editions = PublishedArticle.objects.bulk_create(
        PublishedArticle(
            article=article, headline=article.headline, slug=article.slug, section=section, body="<p>The grid.</p>",
            plain_text="The grid.", published_at=moment, live_from=moment, translation_group=article.translation_group,
        )
        for article, moment in zip(articles, moments, strict=True)
    )  # fmt: skip
    PublishedByline.objects.bulk_create(PublishedByline(article=each, author=site["authors"][0]) for each in editions)
    PublishedTagging.objects.bulk_create(PublishedTagging(content_object=each, tag=tag) for each in editions)
    for edition in editions[::50]:
        search.engine().index(edition)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself after a while
