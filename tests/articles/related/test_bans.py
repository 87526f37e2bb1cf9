"""A ban holds at once, for suggestions, rules and readers; whoever may write the article says it and lifts it."""

import pytest

from articles.models import ApprovalRule, Article, RelatedBan, RelatedByRule, Source
from articles.related import choosing
from newsroom.audit.models import Event
from tests.articles.admin.conftest import signed_in  # noqa: F401
from tests.factories import make_article, make_story

pytestmark = pytest.mark.django_db


def test_it_works(signed_in):  # noqa: F811
    editor = signed_in("editor").user
    article, other, story = make_article(), make_article(headline="Other"), make_story("Snow")
    for target in (other, story, story):
        choosing.ban(article, target, by=editor)
    assert RelatedBan.objects.count() == 2
    assert (choosing.banned(article).articles, choosing.banned(article).stories) == ({other.pk}, {story.pk})
    assert choosing.lift(article, story, by=editor) and not choosing.lift(article, story, by=editor)
    assert choosing.banned(article).stories == set()
    told = Event.objects.order_by("pk").values_list("verb", "details__target", "actor_id")
    assert list(told) == [
        ("related.banned", "Other", editor.pk), ("related.banned", "Snow", editor.pk),
        ("related.allowed", "Snow", editor.pk),
    ]  # fmt: skip


@pytest.mark.parametrize(("who", "may"), [("writer", False), ("pictures", False), ("editor", True)])
def test_who_may_not_write_the_article_bans_nothing(signed_in, who, may):  # noqa: F811
    person, article, story = signed_in(who).user, make_article(), make_story()
    if may:
        choosing.ban(article, story, by=person)
    else:
        with pytest.raises(choosing.NotAllowed):
            choosing.ban(article, story, by=person)
        RelatedBan.objects.create(article=article, story=story)
        with pytest.raises(choosing.NotAllowed):
            choosing.lift(article, story, by=person)
    assert RelatedBan.objects.count() == 1


def test_a_writer_bans_for_an_own_draft_and_not_once_it_is_public(signed_in):  # noqa: F811
    writer = signed_in("writer").user
    mine = make_article(created_by=writer)
    choosing.ban(mine, make_story(), by=writer)
    public = make_article(created_by=writer, published=True)
    with pytest.raises(choosing.NotAllowed):
        choosing.ban(public, make_story(), by=writer)


def test_what_rules_approved_is_shown_while_all_of_it_holds():
    article = make_article(published=True)
    source = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True)
    rule = ApprovalRule.objects.create(name="All", is_active=True)
    story = make_story("Snow", source=source)
    RelatedByRule.objects.create(article=article, story=story, rule=rule, score=50)

    def shown():
        return [row.story.shown_outlet for row in RelatedByRule.objects.shown_for(article.pk)]

    assert shown() == ["Wire"]
    for record, name, value in (
        (source, "is_trusted", False), (rule, "is_active", False), (story, "is_hidden", True),
        (story, "gone_at", article.saved_at),
    ):  # fmt: skip
        before = getattr(record, name)
        type(record).objects.filter(pk=record.pk).update(**{name: value})
        assert shown() == [], name
        type(record).objects.filter(pk=record.pk).update(**{name: before})
    choosing.ban(article, story, by=None)
    assert shown() == []
    choosing.ban(Article.objects.create(headline="Another"), story, by=None)
    choosing.lift(article, story, by=None)
    assert shown() == ["Wire"]


def test_what_readers_see_of_rules_is_one_question(django_assert_num_queries):
    article = make_article(published=True)
    source = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True)
    rule = ApprovalRule.objects.create(name="All", is_active=True)
    for number in range(6):
        RelatedByRule.objects.create(article=article, story=make_story(source=source), rule=rule, score=number)
    with django_assert_num_queries(1):
        rows = list(RelatedByRule.objects.shown_for(article.pk))
        assert [row.score for row in rows] == [5, 4, 3, 2, 1, 0]
        assert {row.story.shown_outlet for row in rows} == {"Wire"}
        assert {row.story.own_picture for row in rows} == {None}
