"""Suggestions and rules with the real index: what reads alike is found, whatever tags it bears."""

import pytest

from articles.manuscript import Manuscript
from articles.models import ApprovalRule, Article, RelatedByRule, Source
from articles.related import nearest, rules
from articles.related.nearest.kinds import text_of_story
from articles.related.suggest import suggest
from tests.factories import make_article, make_story, make_user, minutes_ago

pytestmark = pytest.mark.django_db
DAY = 24 * 60
GRAIN = "The river port loads grain onto barges until ice closes the lower arm of the Danube."
COURT = "A judge heard how the inspector signed the report on the bridge before anybody measured it."


def indexed(story):
    nearest.put(nearest.Kind.STORY, [text_of_story(story)])
    return story


@pytest.fixture
def archive():
    """An article and a story about grain, others about a court."""
    wire = Source.objects.create(name="Wire", feed_url="https://wire.example/", is_trusted=True, language="en")
    make_article(headline="Barges wait for grain", body=f"<p>{GRAIN}</p>", published=True, at=minutes_ago(DAY))
    make_article(headline="The bridge before the judge", body=f"<p>{COURT}</p>", published=True)
    indexed(make_story("Danube grain season ends early", source=wire, text=GRAIN, language="en"))
    indexed(make_story("Inspector named in court", source=wire, text=COURT, language="en"))
    return wire


def test_typed_words_find_both_kinds(archive):
    owner = make_user(is_staff=True, is_superuser=True)
    typed = Article(headline="Ice on the Danube", body=f"<p>{GRAIN}</p>", language="en")
    found = suggest(typed, manuscript=Manuscript(typed), user=owner)
    assert [each.title for each in found[:2]] in (
        ["Danube grain season ends early", "Barges wait for grain"],
        ["Barges wait for grain", "Danube grain season ends early"],
    )
    assert "both say" in found[0].reason and found[0].score > 50
    assert all(each.score < found[1].score for each in found[2:])


def test_a_rule_approves_by_what_texts_say(archive):
    rule = ApprovalRule.objects.create(name="Alike", is_active=True, shared_tags=0, least_score=50)
    assert [(fit.edition.headline, fit.story.title) for fit in rules.dry_run(rule).fits] == [
        ("The bridge before the judge", "Inspector named in court"),
        ("Barges wait for grain", "Danube grain season ends early"),
    ]
    rules.apply()
    assert RelatedByRule.objects.count() == 2
    # What comes in later finds its article from its own side.
    indexed(make_story("More grain on the Danube", source=archive, text=GRAIN, language="en"))
    rules.apply()
    assert RelatedByRule.objects.filter(story__title="More grain on the Danube").exists()
    assert RelatedByRule.objects.count() == 3


def test_no_more_than_days_apart(archive):
    story = indexed(make_story("Grain of last year", text=GRAIN, source=archive, published_at=minutes_ago(300 * DAY)))
    rule = ApprovalRule.objects.create(name="Alike", is_active=True, shared_tags=0, least_score=20, days=5)
    assert story not in [fit.story for fit in rules.dry_run(rule).fits]
