"""Rules approve stories of trusted sources: what fits, once, no more than allowed; and take back what fits no more."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import publishing
from articles.models import ApprovalRule, RelatedByRule, RelatedLink, Source, Story, StoryTag, Tag
from articles.related import choosing, likeness, rules, upkeep
from articles.related.formats.canonical import title_key
from articles.related.likeness import Near
from newsroom.audit.models import Event
from tests.factories import make_article, make_story, make_user, minutes_ago

pytestmark = pytest.mark.django_db
DAY = 24 * 60


@pytest.fixture
def alike(monkeypatch):
    """How like an article and a story are, by both numbers: a table that a test fills."""
    table: dict[tuple[int, int], float] = {}

    def of_edition(edition, days, at_most):
        return [
            Near("story", story, how, ("winter",))
            for (article, story), how in table.items()
            if article == edition.article_id
        ]

    def of_story(one, days, at_most):
        return [Near("article", article, how) for (article, story), how in table.items() if story == one.pk]

    monkeypatch.setattr(likeness, "stories_near", of_edition)
    monkeypatch.setattr(likeness, "articles_near", of_story)
    return table


@pytest.fixture
def wire(db):
    return Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True, language="en")


@pytest.fixture
def rule(db):
    return ApprovalRule.objects.create(name="Energy desk", is_active=True, least_score=40, days=7, at_most=2)


def article_of(*tags, **fields):
    return make_article(published=True, tags=list(tags) or ["Energy"], **fields)


def public_since_long(*tags, **fields):
    article = article_of(*tags, at=minutes_ago(DAY), **fields)
    article.versions.update(made_at=minutes_ago(DAY))
    return article


def story_of(source, title="", tags=("Energy",), **fields):
    story = make_story(title, source=source, **({"language": "en"} | fields))
    for name in tags:
        tag = Tag.objects.get_or_create(name=name, defaults={"slug": name.lower()})[0]
        StoryTag.objects.create(story=story, tag=tag, published_at=story.published_at)
    return story


def approved(article):
    return [row.story.title for row in RelatedByRule.objects.shown_for(article.pk)]


def test_it_works(alike, wire, rule):
    article, other = article_of(), article_of("Culture")
    best, good, third = (story_of(wire, title) for title in ("Best", "Good", "Third"))
    for story, how in ((good, 0.6), (best, 0.9), (third, 0.5)):
        alike[article.pk, story.pk] = alike[other.pk, story.pk] = how
    done = rules.apply()
    assert approved(article) == ["Best", "Good"] and approved(other) == []
    assert done.approved == {"Energy desk": 2}
    event = Event.objects.get(verb="rule.approved")
    assert (event.subject, event.details) == ("Energy desk", {"stories": 2})


def test_twice_is_once(alike, wire, rule):
    article = article_of()
    for number in range(3):
        alike[article.pk, story_of(wire).pk] = 0.5 + number / 10
    rules.apply()
    before = list(RelatedByRule.objects.values())
    done = rules.apply()
    assert list(RelatedByRule.objects.values()) == before
    assert not +done.approved and not +done.taken_back
    assert Event.objects.filter(verb="rule.approved").count() == 1


@pytest.mark.parametrize(
    "wrong",
    ["untrusted", "another source", "unlike", "no tag", "long ago", "another language", "no language", "hidden", "gone",
     "banned", "a copy of a banned one", "chosen", "chosen for the next edition", "linked", "a copy of a chosen one",
     "a copy of the article"],
)  # fmt: skip
def test_what_does_not_fit(alike, wire, rule, wrong):
    article = article_of()
    story = story_of(wire, "Snow", title_key="snow")
    alike[article.pk, story.pk] = 0.8
    if wrong == "untrusted":
        Source.objects.update(is_trusted=False)
    elif wrong == "another source":
        rule.sources.add(Source.objects.create(name="Other", feed_url="https://other.example/", is_trusted=True))
    elif wrong == "unlike":
        alike[article.pk, story.pk] = 0.39
    elif wrong == "no tag":
        StoryTag.objects.all().delete()
    elif wrong == "banned":
        choosing.ban(article, story, by=None)
    elif wrong == "a copy of a banned one":
        choosing.ban(article, make_story(title_key="snow"), by=None)
    elif wrong in ("chosen", "chosen for the next edition"):
        RelatedLink.objects.create(article=article, story=story)
        if wrong == "chosen":
            publishing.publish(article)
            article.related_links.all().delete()
    elif wrong == "a copy of a chosen one":
        RelatedLink.objects.create(article=article, story=make_story(title_key="snow"))
    elif wrong == "a copy of the article":
        article.editions.update(headline="Storm warning for the whole coast")
        Story.objects.update(title_key=title_key("Storm warning for the whole coast"))
    elif wrong == "linked":
        article.editions.update(body=f'<p><a href="{story.url}">x</a></p>')
    changes = {
        "long ago": {"published_at": minutes_ago(9 * DAY)}, "another language": {"language": "uk"},
        "no language": {"language": ""}, "hidden": {"is_hidden": True}, "gone": {"gone_at": timezone.now()},
    }  # fmt: skip
    Story.objects.filter(pk=story.pk).update(**changes.get(wrong, {}))
    if wrong == "no language":
        Source.objects.update(language="")
    assert rules.dry_run(rule).fits == []
    rules.apply()
    assert not RelatedByRule.objects.exists()


def test_one_story_of_two_outlets_once(alike, wire, rule):
    article = public_since_long()
    for number, title in enumerate(("First copy", "Second copy")):
        alike[article.pk, story_of(wire, title, title_key="same").pk] = 0.9 - number / 10
    rules.apply(timezone.now() - timedelta(hours=1))
    assert approved(article) == ["First copy"]
    # Nor when the copy comes in later.
    alike[article.pk, story_of(wire, "Third copy", title_key="same").pk] = 0.95
    rules.apply()
    assert approved(article) == ["First copy"]


def test_new_stories_and_new_articles_are_looked_at_and_nothing_else(alike, wire, rule, monkeypatch):
    article = public_since_long()
    first = story_of(wire, "First", found_at=minutes_ago(DAY))
    alike[article.pk, first.pk] = 0.5
    rules.apply(timezone.now() - timedelta(hours=1))
    assert approved(article) == ["First"]
    asked = []
    of_edition = likeness.stories_near
    monkeypatch.setattr(
        likeness, "stories_near", lambda edition, *most: asked.append(edition.article_id) or of_edition(edition, *most)
    )
    rules.apply()
    assert asked == []
    better = story_of(wire, "Better")
    alike[article.pk, better.pk] = 0.9
    new = article_of()
    alike[new.pk, first.pk] = alike[new.pk, better.pk] = 0.7
    rules.apply()
    assert asked == [new.pk]
    assert approved(article) == ["Better", "First"]
    assert sorted(approved(new)) == ["Better", "First"]
    alike[article.pk, story_of(wire, "Best of all").pk] = 0.95
    rules.apply()
    assert approved(article) == ["Best of all", "Better"]


def test_an_article_published_anew_is_looked_at_anew(alike, wire, rule):
    article = public_since_long()
    alike[article.pk, story_of(wire, "On energy", found_at=minutes_ago(DAY)).pk] = 0.8
    rules.apply(timezone.now() - timedelta(hours=1))
    assert approved(article) == ["On energy"]
    article.tags.set(["Culture"])
    publishing.publish(article)
    rules.apply()
    assert approved(article) == []


@pytest.mark.parametrize("change", ["untrusted", "off", "hidden", "gone", "withdrawn", "chosen"])
def test_what_fits_no_more_is_taken_back(alike, wire, rule, change):
    article = article_of()
    story = story_of(wire, "Snow")
    alike[article.pk, story.pk] = 0.8
    rules.apply()
    assert RelatedByRule.objects.count() == 1
    if change == "untrusted":
        Source.objects.update(is_trusted=False)
    elif change == "off":
        ApprovalRule.objects.update(is_active=False)
    elif change == "withdrawn":
        publishing.withdraw(article)
    elif change == "chosen":
        RelatedLink.objects.create(article=article, story=story)
        publishing.publish(article)
    else:
        Story.objects.update(**({"is_hidden": True} if change == "hidden" else {"gone_at": timezone.now()}))
    if change not in ("withdrawn", "chosen"):
        assert approved(article) == []  # at once, before anything is tidied
    done = rules.apply()
    assert not RelatedByRule.objects.exists()
    assert done.taken_back == {"Energy desk": 1}
    assert Event.objects.filter(verb="rule.took_back").count() == 1


def test_two_rules_approve_a_story_once(alike, wire, rule):
    article = article_of()
    alike[article.pk, story_of(wire, "Snow").pk] = 0.8
    ApprovalRule.objects.create(name="Another", is_active=True, least_score=10)
    rules.apply()
    assert [row.rule for row in RelatedByRule.objects.all()] == [rule]


def test_a_rule_that_is_off_does_nothing_and_can_be_tried(alike, wire, rule):
    article = article_of(headline="Prices")
    alike[article.pk, story_of(wire, "Snow", published_at=minutes_ago(2 * DAY)).pk] = 0.8
    article_of()
    ApprovalRule.objects.update(is_active=False)
    rules.apply()
    rule.refresh_from_db()
    trial = rules.dry_run(rule)
    assert (trial.articles, trial.served, trial.stories) == (2, 1, 1)
    [fit] = trial.fits
    assert (fit.edition.headline, fit.story.title, fit.score) == ("Prices", "Snow", 80)
    assert fit.reason == "shares Energy; both say winter; 2 days apart"
    assert not RelatedByRule.objects.exists() and rule.applied_at is None


def test_switching(alike, wire, rule):
    by = make_user()
    article = article_of()
    alike[article.pk, story_of(wire).pk] = 0.8
    rules.apply()
    rule.refresh_from_db()
    rules.switch(rule, on=False, by=by)
    assert not RelatedByRule.objects.exists()
    rules.switch(rule, on=False, by=by)
    rules.switch(rule, on=True, by=by)
    rules.apply()
    # It begins anew, with stories that came in long before.
    assert len(approved(article)) == 1
    told = Event.objects.filter(verb__startswith="rule.switched").order_by("pk").values_list("verb", "actor_id")
    assert list(told) == [("rule.switched_off", by.pk), ("rule.switched_on", by.pk)]


def test_a_change_of_what_it_asks_for_is_another_word(wire, rule):
    before = rules.conditions(rule)
    rule.name = "Renamed"
    assert rules.conditions(rule) == before
    rule.days = 6
    assert rules.conditions(rule) != before
    rule.days = 7
    rule.sources.add(wire)
    assert rules.conditions(rule) != before


def test_queries_do_not_grow(alike, wire, rule):
    def fill(count):
        for _number in range(count):
            article = article_of()
            alike[article.pk, story_of(wire).pk] = 0.8

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert rules.dry_run(rule).fits
        return len(queries)

    fill(3)
    few = cost()
    fill(27)
    assert cost() == few <= 12


def test_the_command(alike, wire, rule, capsys):
    alike[article_of().pk, story_of(wire).pk] = 0.8
    call_command("apply_rules")
    assert capsys.readouterr().out == "Energy desk: 1 approved, 0 taken back.\n"


def test_the_worker_calls_it(alike, wire, rule):
    article = article_of()
    alike[article.pk, story_of(wire, "Snow").pk] = 0.8
    upkeep.keep_up(workers=1)
    assert approved(article) == ["Snow"]


def test_one_story_of_several_outlets_is_approved_once(alike, wire, rule):
    article = article_of()
    for how, label in ((0.9, "Video 2: "), (0.8, ""), (0.7, "UPDATED: ")):
        alike[article.pk, story_of(wire, f"{label}Snow stops trains of four regions").pk] = how
    rules.apply()
    assert approved(article) == ["Video 2: Snow stops trains of four regions"]
