"""Dead links are noticed and retired, and come back; a server in trouble is no death."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import references
from articles.models import Story
from articles.related import rechecking
from articles.related.rechecking import recheck
from tests.factories import make_article, make_story
from tests.misbehaving import answer, endless, hanging_up, redirect, status

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = timezone.now()
THERE = answer("<html><title>Here</title></html>", content_type="text/html")


@pytest.fixture
def shown(outside):
    """A story that an article has, found two days ago."""

    def make(*behaviours, **fields):
        story = make_story(url=outside.on("/story", *behaviours), **{"found_at": NOW - 2 * DAY} | fields)
        make_article(related=[story], published=True)
        return story

    return make


def days(story, *moments):
    """Look at it at these moments, and say for each whether it is gone then."""
    seen = []
    for days_later in moments:
        rechecking.check(Story.objects.get(pk=story.pk), NOW + days_later * DAY)
        seen.append(Story.objects.get(pk=story.pk).gone_at is not None)
    return seen


def test_not_found_on_two_days_is_gone_and_comes_back(shown):
    story = shown(status(404), status(404), status(404), status(404), THERE)
    assert days(story, 0, 0.1, 1, 8, 15) == [False, False, True, True, False]
    assert Story.objects.get().failures == 0


def test_gone_for_good_is_gone_at_once(shown):
    assert days(shown(status(410)), 0) == [True]


@pytest.mark.parametrize("behaviour", [status(500), status(403), status(429), hanging_up()])
def test_a_server_in_trouble_proves_nothing(shown, behaviour):
    assert days(shown(behaviour), 0, 1, 2, 3) == [False] * 4


def test_trouble_between_two_days_forgives_nothing(shown):
    assert days(shown(status(404), status(500), status(404)), 0, 1, 2) == [False, False, True]


def test_a_page_that_leads_to_the_front_page_is_missing(shown, outside):
    outside.on("/", THERE)
    assert days(shown(redirect(outside.url("/"), 301)), 0, 1) == [False, True]


def test_a_long_page_is_there(shown, monkeypatch):
    assert days(shown(endless()), 0, 1, 2) == [False] * 3
    assert Story.objects.get().checked_at == NOW + 2 * DAY


def test_what_is_looked_at_and_how_often(outside, shown):
    shown(THERE)
    make_story(url=outside.on("/unused", THERE), found_at=NOW - 9 * DAY)
    assert recheck(NOW, workers=1) == 1 and outside.count("/unused") == 0
    looked = [at for at in range(1, 120) if recheck(NOW + at * DAY, workers=1)]
    gaps = [later - sooner for sooner, later in zip(looked, looked[1:], strict=False)]
    assert gaps[0] == 1 and gaps[-1] >= 14 and gaps == sorted(gaps), "less often with age"


def test_new_ones_are_not_looked_at(shown):
    shown(THERE, found_at=NOW - DAY / 2)
    assert recheck(NOW, workers=1) == 0


def test_a_part_at_a_time_the_longest_unseen_first(outside):
    old = make_story(url=outside.on("/old", THERE), found_at=NOW - 9 * DAY, checked_at=NOW - 8 * DAY)
    older = make_story(url=outside.on("/older", THERE), found_at=NOW - 9 * DAY, checked_at=NOW - 9 * DAY)
    make_article(related=[old, older])
    assert recheck(NOW, workers=1, at_most=1) == 1
    assert (outside.count("/older"), outside.count("/old")) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_several_at_once(outside):
    stories = [make_story(url=outside.on(f"/{number}", status(410)), found_at=NOW - 2 * DAY) for number in range(5)]
    make_article(related=stories)
    assert recheck(NOW, workers=3) == 5
    assert not Story.objects.usable().exists()


def test_the_report_of_dead_links_names_them(admin_client):
    gone, there = make_story("A story that is gone", gone_at=NOW), make_story("A story that is there")
    public = make_article(headline="In public", related=[gone, there], published=True)
    draft = make_article(headline="A draft", related=[gone])
    references.keep(draft)
    make_article(headline="Withdrawn trash", related=[gone], trashed_at=NOW)
    page = admin_client.get("/desk/links/").text
    assert "A story that is gone" in page and f"/article/{public.pk}/" in page and "A draft" not in page
    assert "A story that is there" not in page
    page = admin_client.get("/desk/links/?where=drafts").text
    assert "A story that is gone" in page and f"/article/{draft.pk}/" in page and "In public" not in page
    assert "Withdrawn trash" not in page
