"""The right to write to an article that others write to."""

import pytest

from articles.models import Article
from articles.working_copy import ChangedSince, claim
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_write_raises_the_revision():
    article = make_article()
    claim(article, seen=article.revision)
    assert article.revision == Article.objects.get().revision == 2


def test_who_saw_an_earlier_revision_is_refused():
    article = make_article(headline="Two at once")
    mine = Article.objects.get()
    claim(article, seen=1)
    with pytest.raises(ChangedSince, match="Two at once"):
        claim(mine, seen=1)
    assert Article.objects.get().revision == 2


def test_who_looked_at_nothing_always_may():
    article = make_article()
    claim(article)
    claim(article)
    assert article.revision == 3


def test_an_article_that_went_is_refused():
    article = make_article()
    Article.objects.all().delete()
    with pytest.raises(ChangedSince):
        claim(article)
