"""The verbs of sources, each with its line in the log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Source, Story
from articles.related import forgetting, sources
from articles.related.intake import take_in
from articles.related.looking import Refused
from newsroom.audit.models import Event
from tests.factories import make_article, make_source, make_story, make_tag, make_user
from tests.misbehaving import answer

from .conftest import XML, item, rss

pytestmark = pytest.mark.django_db
BODY = rss(item(1), item(2), title="The Outlet", language="en")


def test_a_source_is_added_and_taken_in(outside, django_capture_on_commit_callbacks):
    user, tag = make_user(), make_tag("Energy")
    url = outside.on("/feed", answer(BODY, content_type=XML, etag='"1"'))
    source = sources.add_source(url, by=user, tags=[tag], is_trusted=True, every_minutes=15, keep_days=10)
    assert (source.name, source.language, source.added_by, source.is_trusted) == ("The Outlet", "en", user, True)
    source = Source.objects.get()
    assert (source.interval_minutes, source.etag, source.failures) == (15, '"1"', 0)
    assert set(Story.objects.first().tags.all()) == {tag}
    assert Story.objects.count() == 2 and outside.count("/feed") == 1
    event = Event.objects.get(verb="source.added")
    assert event.actor == str(user) and event.details == {"address": url}


def test_names_are_ones_own(outside):
    outside.on("/b", answer(BODY.replace("story-", "other-"), content_type=XML))
    sources.add_source(outside.on("/a", answer(BODY, content_type=XML)))
    assert sources.add_source(outside.url("/b")).name == "The Outlet 2"
    with pytest.raises(Refused, match="called “the outlet” already"):
        sources.add_source(outside.on("/c", answer(BODY, content_type=XML)), name="the outlet")
    with pytest.raises(Refused, match="a source already: “The Outlet”"):
        sources.add_source(outside.url("/a"), name="Another name")
    assert Source.objects.count() == 2


def test_pause_and_resume(says):
    source, user = says(BODY), make_user()
    sources.pause(source, by=user)
    sources.pause(source, by=user)
    assert take_in(source).is_busy
    Source.objects.update(failures=4, problem="Gone.")
    sources.resume(source, by=user)
    source = Source.objects.get()
    assert (source.is_paused, source.failures, source.problem) == (False, 0, "")
    assert take_in(source).new == 2
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["source.paused", "source.resumed"]


def test_trust(says):
    source = says(BODY)
    sources.set_trust(source, True)
    sources.set_trust(source, True)
    sources.set_trust(source, False)
    assert [event.verb for event in Event.objects.order_by("pk")] == ["source.trusted", "source.distrusted"]


def test_another_address_begins_anew(says, outside):
    source = says(answer(BODY, content_type=XML, etag='"1"'))
    take_in(source)
    source.feed_url = outside.on("/new", answer(rss(item(3)), content_type=XML))
    sources.save(source, ["feed_url"])
    source = Source.objects.get()
    assert (source.etag, source.body_hash) == ("", "") and source.next_fetch_at <= timezone.now()
    assert take_in(source).new == 1
    assert "if-none-match" not in outside.asked["/new"][0].headers


def test_a_source_with_nothing_in_use_goes_with_its_stories(says):
    source = says(BODY)
    take_in(source)
    assert forgetting.remove(source, by=make_user()) == 2
    assert Source.objects.count() == Story.objects.count() == 0
    assert Event.objects.get(verb="source.deleted").details["stories"] == 2


@pytest.mark.parametrize("published", [True, False])
def test_a_source_in_use_stays(says, published):
    source = says(BODY)
    take_in(source)
    make_article(related=[Story.objects.first()], published=published)
    with pytest.raises(Refused, match="pause it instead"):
        forgetting.remove(source)
    assert Story.objects.count() == 2


def test_a_large_source_is_cleared_by_the_worker_first(says, monkeypatch):
    monkeypatch.setattr(forgetting, "REMOVED_AT_MOST", 1)
    source = says(BODY)
    take_in(source)
    with pytest.raises(Refused, match="more than 1 stories"):
        forgetting.remove(source)


def old_stories(count: int, **fields) -> list[Story]:
    source = fields.pop("source", None) or make_source(keep_days=30)
    at = timezone.now() - timedelta(days=31)
    return [make_story(source=source, published_at=at, found_at=at, **fields) for _one in range(count)]


def test_old_stories_go_and_what_articles_have_stays(monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    shown, chosen, banned, by_rule, dropped, *others = old_stories(10)
    from articles.models import ApprovalRule, RelatedBan, RelatedByRule

    article = make_article(related=[shown, dropped])
    publishing.publish(article)
    article.related_links.filter(story=dropped).delete()
    RelatedBan.objects.create(article=make_article(related=[chosen]), story=banned)
    rule = ApprovalRule.objects.create(name="Rule")
    RelatedByRule.objects.create(article=article, story=by_rule, rule=rule, score=50)
    young = make_story(source=shown.source, published_at=timezone.now() - timedelta(days=29))
    assert forgetting.forget_old() == len(others)
    kept = {shown, chosen, banned, by_rule, dropped, young}
    assert set(Story.objects.all()) == kept, "what readers still see stays too"
    assert forgetting.forget_old() == 0


def test_old_stories_go_a_part_at_a_time(monkeypatch):
    monkeypatch.setattr(forgetting, "BATCH", 2)
    old_stories(7)
    assert [forgetting.forget_old(batches=2) for _time in range(3)] == [4, 3, 0]


def test_what_was_added_by_hand_counts_from_that_day():
    old = make_story(published_at=timezone.now() - timedelta(days=2000))
    assert forgetting.forget_old() == 0
    assert forgetting.forget_old(timezone.now() + timedelta(days=91)) == 1
    assert not Story.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("at", [None, timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=400)])
def test_what_the_feed_still_lists_does_not_come_in_again(says, at):
    items = [item(1, at=at), item(2, at=at)]
    source = says(*(rss(*items, more=f"<!-- {number} -->") for number in range(4)), keep_days=10)
    assert take_in(source).new == 2
    later = timezone.now() + timedelta(days=11)
    Story.objects.filter(guid="guid-2").update(is_hidden=True)
    take_in(source, now=later)
    forgetting.forget_old(later)
    assert take_in(source, now=later).new == 0
    # And when the feed lists them no longer, they go.
    source.refresh_from_db()
    source.undated = []
    source.save()
    forgetting.forget_old(later)
    assert Story.objects.count() == 0


def test_the_file_goes_with_its_last_story(settings, django_capture_on_commit_callbacks):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    alone, shared = (f"stories/{letter * 2}/{letter * 30}.webp" for letter in "ab")
    for name in (alone, shared):
        default_storage.save(name, ContentFile(b"x"))
    old_stories(1, thumbnail=alone)
    old_stories(1, thumbnail=shared)
    make_story(thumbnail=shared)
    with django_capture_on_commit_callbacks(execute=True):
        assert forgetting.forget_old() == 2
    assert not default_storage.exists(alone) and default_storage.exists(shared)
