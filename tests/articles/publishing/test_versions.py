"""Versions: a snapshot holds everything, and restoring brings it back."""

import pytest

from articles import versions
from articles.models import Article, ArticleVersion, PublishedArticle
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db


def test_restoring_brings_everything_back_and_publishes_nothing():
    author, target = make_author(), make_article()
    article = make_article(headline="First", tags=["Energy", "Winter"], authors=[author], related=[target])
    version = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    before = versions.content_of(article)
    article.headline, article.body = "Second", "<p>Other.</p>"
    article.save()
    article.tags.set(["Sport"])
    article.bylines.all().delete()
    article.related_links.all().delete()

    versions.restore(version)

    assert versions.content_of(Article.objects.get(pk=article.pk)) == before
    assert not PublishedArticle.objects.exists()


def test_what_was_there_before_restoring_is_kept():
    article = make_article(headline="First")
    version = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    Article.objects.filter(pk=article.pk).update(headline="Second")
    versions.restore(version)
    kept = article.versions.get(reason=ArticleVersion.Reason.RESTORED)
    assert kept.content["fields"]["headline"] == "Second"


def test_people_and_articles_gone_since_are_left_out():
    author, target = make_author(), make_article()
    article = make_article(authors=[author], related=[target])
    version = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    article.bylines.all().delete()
    article.related_links.all().delete()
    author.delete()
    target.delete()
    restored = versions.restore(version)
    assert not restored.bylines.exists()
    assert not restored.related_links.exists()
