"""What other servers do, against the real fetcher: what is remembered, said, and waited for."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Source, Story
from articles.related.intake import take_in
from newsroom.audit.models import Event
from newsroom.fetching import FEED, Limits
from tests.misbehaving import (
    answer,
    bomb,
    conditional,
    dripping_body,
    endless,
    hanging_up,
    packed,
    redirect,
    status,
    too_many,
)

from .conftest import XML, item, rss

pytestmark = pytest.mark.django_db
SOON = Limits(total_seconds=1, connect_seconds=0.5, bytes=200_000)
BODY = rss(item(1), item(2))


def fresh(source) -> Source:
    return Source.objects.get(pk=source.pk)


@pytest.mark.parametrize(
    ("known", "sent_back"),
    [
        ({"etag": '"one"'}, ("if-none-match", '"one"')),
        ({"last_modified": "Wed, 20 May 2026 10:00:00 GMT"}, ("if-modified-since", "Wed, 20 May 2026 10:00:00 GMT")),
    ],
)
def test_nothing_new_is_not_sent_twice(says, outside, known, sent_back):
    source = says(conditional(BODY, content_type=XML, **known))
    assert take_in(source).new == 2
    assert (take_in(source).new, fresh(source).last_status) == (0, 304)
    assert outside.asked["/feed"][1].headers[sent_back[0]] == sent_back[1]
    # And again: an answer "not modified" brings no new validators along.
    assert (take_in(source).new, fresh(source).last_status) == (0, 304)


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate"])
def test_packed_bodies(says, coding):
    assert take_in(says(packed(BODY.encode(), coding, content_type=XML))).new == 2


def test_a_feed_that_moved_for_good_is_asked_there(says, outside):
    there = outside.on("/new", answer(BODY, content_type=XML))
    source = says(redirect(there, 301))
    take_in(source)
    assert fresh(source).feed_url == there
    event = Event.objects.get(verb="source.moved")
    assert event.details == {"before": outside.url("/feed"), "after": there}
    take_in(source)
    assert outside.count("/feed") == 1


@pytest.mark.parametrize(
    ("number", "there"), [(302, answer(BODY, content_type=XML)), (301, answer("<html><body>Closed.</body></html>"))]
)
def test_other_moves_are_not_believed(says, outside, number, there):
    source = says(redirect(outside.on("/new", there), number))
    take_in(source)
    assert fresh(source).feed_url == outside.url("/feed")


def test_two_sources_that_become_one_address_stay_apart(says, outside):
    says(BODY, path="/new")
    source = says(redirect(outside.url("/new"), 301), path="/old")
    assert take_in(source).problem == ""
    assert fresh(source).feed_url == outside.url("/old")


@pytest.mark.parametrize("number", [429, 503])
def test_who_asks_to_be_left_alone_is(says, number):
    source = says(too_many(7200) if number == 429 else status(503, retry_after=7200))
    taken = take_in(source)
    assert str(number) in taken.problem
    assert fresh(source).next_fetch_at >= timezone.now() + timedelta(seconds=7190)


def test_gone_for_good_pauses_the_source(says):
    source = says(status(410))
    taken = take_in(source)
    source = fresh(source)
    assert source.is_paused and source.problem == taken.problem and "410" in source.problem
    assert Event.objects.get(verb="source.paused").details["reason"] == source.problem
    assert take_in(source).is_busy, "and is not asked again"


def test_failures_wait_longer_each_time_and_success_forgets_them(says):
    source = says(*[status(500)] * 6, BODY, every_minutes=30)
    waits = []
    for _again in range(6):
        now = timezone.now()
        take_in(source, now=now)
        waits.append((fresh(source).next_fetch_at - now) / timedelta(minutes=1))
    assert all(later > 1.5 * sooner for sooner, later in zip(waits, waits[1:], strict=False))
    assert waits[0] < 20 and fresh(source).failures == 6
    assert take_in(source).new == 2
    assert (fresh(source).failures, fresh(source).problem) == (0, "")


@pytest.mark.parametrize(
    "behaviour",
    [
        dripping_body(), endless(), hanging_up(), bomb(megabytes=20, content_type=XML),
        redirect("http://10.0.0.1/feed"), redirect("http://169.254.169.254/latest/meta-data/"),
        redirect("javascript:alert(1)"), redirect("file:///etc/passwd"), answer("<html>No feed.</html>"),
        answer(""), answer(gzip.compress(b"\0" * 1000)),
        answer('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_a_sentence(says, behaviour):
    source = says(behaviour)
    taken = take_in(source, limits=SOON)
    source = fresh(source)
    assert taken.new == 0 and Story.objects.count() == 0
    if taken.problem:  # an empty feed with an entity is a feed
        assert source.problem == taken.problem and source.failures == 1
        assert taken.problem.endswith(".") and "Traceback" not in taken.problem and "Error" not in taken.problem
    assert source.claimed_until is None and source.next_fetch_at > timezone.now()


def test_a_name_that_means_another_machine_a_moment_later(outside, names):
    """Looked up once: the address that was checked is the one that is asked."""
    from tests.factories import make_source

    outside.on("/feed", answer(BODY, content_type=XML))
    names.says("rebinding.example", "10.0.0.1", "127.0.0.1")
    source = make_source(feed_url=outside.url("/feed", host="rebinding.example"))
    assert "public" in take_in(source, limits=FEED).problem
    assert outside.count() == 0


def test_a_server_that_lies_about_its_etag_is_caught_by_its_body(says):
    source = says(answer(BODY, content_type=XML, etag='"a"'), answer(BODY, content_type=XML, etag='"b"'))
    take_in(source)
    taken = take_in(source)
    assert (taken.new, taken.known) == (0, 0), "the same bytes are not compared again"
    assert fresh(source).etag == '"b"'
