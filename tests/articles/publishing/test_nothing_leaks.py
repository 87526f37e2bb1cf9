"""Property: no sequence of editing verbs makes a change public without publish, schedule or correct."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from articles import publishing, versions
from articles.models import Article, ArticleVersion, Author, Correction, PublishedArticle, RelatedLink
from tests.factories import make_author, make_section, make_story

WORDS = st.text(st.characters(categories=["L", "Nd", "Zs"]), min_size=1, max_size=20).filter(str.strip)


class Newsroom(RuleBasedStateMachine):
    """An editor does anything, a clock runs, and readers keep looking.

    The model is small: what the last publishing verb made public, and from when.
    """

    def __init__(self):
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.now = timezone.now()
        self.clock = mock.patch("django.utils.timezone.now", lambda: self.now)
        self.clock.start()
        self.article = Article.objects.create(headline="Zero", body="<p>Zero</p>", section=make_section())
        self.public = None
        self.pending = None
        self.corrections = 0

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def working_copy(self):
        content = versions.content_of(Article.objects.get(pk=self.article.pk))
        content["fields"].pop("slug")
        return content

    # What editors do all day, and readers must not notice

    @rule(headline=WORDS, body=WORDS)
    def write(self, headline, body):
        article = Article.objects.get(pk=self.article.pk)
        article.headline, article.body = headline, f"<p>{body}</p>"
        article.save()

    @rule(tags=st.lists(st.sampled_from(["Energy", "Winter", "Sport"]), unique=True))
    def tag(self, tags):
        self.article.tags.set(tags)

    @rule()
    def sign(self):
        self.article.bylines.create(author=make_author(), position=self.article.bylines.count())

    @rule(title=WORDS)
    def relate(self, title):
        RelatedLink.objects.create(article=self.article, story=make_story(title))

    @rule()
    def keep_a_version(self):
        versions.snapshot(Article.objects.get(pk=self.article.pk), ArticleVersion.Reason.SAVED)

    @precondition(lambda self: self.article.versions.exists())
    @rule(data=st.data())
    def restore(self, data):
        versions.restore(data.draw(st.sampled_from(list(self.article.versions.order_by("pk")))))

    @rule()
    def section(self):
        Article.objects.filter(pk=self.article.pk).update(section=make_section())

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)
        if self.pending and self.pending[0] <= self.now:
            self.public, self.pending = self.pending[1], None

    # The verbs that readers do notice

    @rule()
    def publish(self):
        publishing.publish(self.article)
        self.public, self.pending = self.working_copy(), None

    @rule(hours=st.integers(1, 48))
    def schedule(self, hours):
        moment = self.now + timedelta(hours=hours)
        publishing.schedule(self.article, moment)
        self.pending = (moment, self.working_copy())

    @precondition(lambda self: self.pending)
    @rule()
    def unschedule(self):
        publishing.unschedule(self.article)
        self.pending = None

    @precondition(lambda self: self.public)
    @rule()
    def withdraw(self):
        publishing.withdraw(self.article)
        self.public = self.pending = None

    @precondition(lambda self: self.public)
    @rule(text=WORDS)
    def correct(self, text):
        publishing.correct(self.article, text)
        self.corrections += 1

    @invariant()
    def readers_see_what_was_published_and_nothing_else(self):
        editions = list(PublishedArticle.objects.live().filter(article=self.article))
        if self.public is None:
            assert editions == []
            assert not Correction.objects.public().exists()
            return
        (edition,) = editions
        seen = {
            "fields": {
                field.attname: getattr(edition, field.attname)
                for field in map(PublishedArticle._meta.get_field, Article.content_fields())
            },
            "tags": sorted(edition.tags.names()),
            "authors": [byline.author_id for byline in edition.bylines.all()],
            "related": list(edition.related_links.values(*versions.RELATED_FIELDS)),
        }
        assert seen == self.public
        assert Correction.objects.public().count() == self.corrections

    @invariant()
    def every_author_of_the_byline_stands(self):
        assert Author.objects.count() >= self.article.bylines.count()


@pytest.mark.django_db
def test_only_publishing_verbs_change_what_readers_see():
    run_state_machine_as_test(
        Newsroom, settings=settings(max_examples=25, stateful_step_count=25, deadline=None, derandomize=True)
    )
