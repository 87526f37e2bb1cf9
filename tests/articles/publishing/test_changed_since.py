"""Whether a working copy says anything else than what was published or scheduled last, as a stored fact."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from articles import publishing, versions
from articles.models import Article, ArticleByline, ArticleVersion, RelatedLink
from tests.factories import make_article, make_author, make_picture, make_tag, minutes_ago

pytestmark = pytest.mark.django_db


def is_changed(article):
    return Article.objects.get(pk=article.pk).has_changes


def save(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()
    versions.snapshot(article, ArticleVersion.Reason.SAVED)


@pytest.fixture
def article():
    return make_article(published=True, at=minutes_ago(600), headline="Ferry", tags=["Danube"])


CHANGES = {
    "a field": lambda article: save(article, headline="Bridge"),
    "a field that was empty": lambda article: save(article, lead_picture=make_picture()),
    "the body": lambda article: save(article, body="<p>Other words.</p>"),
    "the tags": lambda article: (article.tags.add(make_tag("Energy")), save(article)),
    "the byline": lambda article: (
        ArticleByline.objects.create(article=article, author=make_author()), save(article)
    ),
    "related news": lambda article: (
        RelatedLink.objects.create(article=article, target=make_article()), save(article)
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_saving_something_else_is_a_change_until_it_is_published(article, change):
    assert not is_changed(article)
    change(article)
    assert is_changed(article)
    publishing.publish(article)
    assert not is_changed(article)


def test_what_is_taken_back_is_none(article):
    save(article, headline="Bridge")
    save(article, headline="Ferry")
    assert not is_changed(article)


def test_a_draft_has_none_and_a_withdrawn_article_neither(article):
    draft = make_article()
    save(draft, headline="Bridge")
    save(article, headline="Bridge")
    publishing.withdraw(article)
    assert not is_changed(draft) and not is_changed(article)


def test_scheduled_it_is_compared_with_what_will_go_out(article):
    save(article, headline="Bridge")
    publishing.schedule(article, timezone.now() + timedelta(hours=2))
    assert not is_changed(article)
    save(article, headline="Tunnel")
    assert is_changed(article)
    publishing.schedule_anew(article)
    assert not is_changed(article)
    publishing.unschedule(article)
    assert is_changed(article)


def test_restoring_is_a_change(article):
    before = article.versions.last()
    save(article, headline="Bridge")
    publishing.publish(article)
    versions.restore(before)
    assert is_changed(article)


def test_correcting_is_none(article):
    publishing.correct(article, "It was the 4th.")
    assert not is_changed(article)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_migration_finds_the_same(article, change):
    untouched = make_article(published=True, authors=[make_author(), make_author()], related=[article])
    ArticleByline.objects.filter(article=untouched).update(position=7)
    waiting = make_article(published=True)
    save(waiting, headline="Bridge")
    publishing.schedule(waiting, timezone.now() + timedelta(hours=2))
    draft = make_article()
    change(article)
    Article.objects.update(has_changes=False)
    importlib.import_module("articles.migrations.0012_has_changes").note_changes(apps, None)
    assert [is_changed(each) for each in (article, untouched, waiting, draft)] == [True, False, False, False]
