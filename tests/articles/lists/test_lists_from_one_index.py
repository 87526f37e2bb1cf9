"""The list of a tag or an author is read from one index, at any depth, and follows whatever editors do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import publishing, tagging
from articles.keyset import Place, in_order
from articles.models import Article, ArticleByline, Author, PublishedArticle, PublishedByline, PublishedTagging, Tag
from articles.querysets import along_author, along_tag
from tests.factories import make_article, make_author, make_section, make_tag, minutes_ago

pytestmark = pytest.mark.django_db

OF_TAG, OF_AUTHOR = "list_of_tag", "list_of_author"
MANY = 3000


def rows_agree():
    for rows, owner in ((PublishedTagging, "content_object"), (PublishedByline, "article")):
        found = list(
            rows.objects.values_list("language", "published_at", f"{owner}__language", f"{owner}__published_at")
        )
        assert found
        for language, moment, its_language, its_moment in found:
            assert (language, moment) == (its_language, its_moment)
    return True


@pytest.fixture
def article():
    return make_article(published=True, at=minutes_ago(60), tags=["Energy"], authors=[make_author()])


def test_publishing_and_changing_language(article):
    assert rows_agree()
    article.language = "uk"
    article.save()
    publishing.publish(article)
    assert rows_agree() and PublishedTagging.objects.get().language == "uk"


def test_scheduling_and_moving_the_moment():
    article = make_article(tags=["Energy"], authors=[make_author()])
    publishing.schedule(article, timezone.now() + timedelta(hours=1))
    later = timezone.now() + timedelta(hours=2)
    publishing.reschedule(article, later)
    assert rows_agree() and PublishedByline.objects.get().published_at == later


def test_merging_tags(article):
    into = make_tag("Power")
    tagging.merge(Tag.objects.get(name="Energy"), into)
    assert rows_agree() and PublishedTagging.objects.get().tag == into


def test_an_update_of_many(article):
    PublishedArticle.objects.filter(language="en").update(language="uk")
    assert rows_agree() and PublishedTagging.objects.get().language == "uk"
    PublishedArticle.objects.update(published_at=minutes_ago(5))
    assert rows_agree()


def test_changes_of_tags_and_bylines(article):
    article.tags.set(["Energy", "Grid"])
    ArticleByline.objects.create(article=article, author=make_author(), position=1)
    publishing.publish(article)
    assert rows_agree() and PublishedTagging.objects.count() == 2 == PublishedByline.objects.count()


@pytest.fixture
def crowd():
    """A tag and an author with very many articles, in two languages."""
    tag, author, section = make_tag("Crowd"), make_author(), make_section()
    moments = [minutes_ago(each // 2) for each in range(MANY)]
    articles = Article.objects.bulk_create(
        Article(headline=f"Crowd {each}", slug=f"crowd-{each}", section=section) for each in range(MANY)
    )
    editions = PublishedArticle.objects.bulk_create(
        PublishedArticle(
            article=article, headline=article.headline, slug=article.slug, section=section, published_at=moment,
            live_from=moment, translation_group=article.translation_group, language="uk" if number % 10 == 0 else "en",
        )
        for number, (article, moment) in enumerate(zip(articles, moments, strict=True))
    )  # fmt: skip
    PublishedByline.objects.bulk_create(PublishedByline(article=each, author=author) for each in editions)
    PublishedTagging.objects.bulk_create(PublishedTagging(content_object=each, tag=tag) for each in editions)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return editions


# Not the very end: of the last few rows a database may well take all at once and sort them.
@pytest.mark.parametrize("place", [None, MANY // 10, MANY // 2])
def test_a_page_reads_one_index_and_sorts_nothing(crowd, place):
    before = place and Place(crowd[place].published_at, crowd[place].pk)
    tag, author = Tag.objects.get(), Author.objects.get()
    for along, index in ((along_tag(tag.pk, "en"), OF_TAG), (along_author(author.pk, "en"), OF_AUTHOR)):
        asked = in_order(PublishedArticle.objects.live().for_cards(), before, along)[:31]
        plan = asked.explain()
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan and "Sort" not in plan and "Hash" not in plan, plan


def test_the_pages_hold_each_article_once_in_order(client, crowd):
    tag = Tag.objects.get()
    expected = sorted((each for each in crowd if each.language == "en"), key=lambda each: (each.published_at, each.pk))
    along, before, seen = along_tag(tag.pk, "en"), None, []
    while page := list(in_order(PublishedArticle.objects.live(), before, along)[:700]):
        seen += page
        before = along.place_of(page[-1])
    assert seen == expected[::-1]
    assert client.get(tag.get_absolute_url()).status_code == 200
