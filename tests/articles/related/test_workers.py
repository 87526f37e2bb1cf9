"""Rounds: several sources at once, each source once, and none that stops another."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Beat, Source, Story
from articles.related import keeping, reading
from articles.related.intake import take_in
from articles.related.rounds import go_round
from newsroom.fetching import Limits
from tests.misbehaving import answer, late, silence, status

from .conftest import XML, item, rss

pytestmark = pytest.mark.django_db(transaction=True)


def feed_of(number: int, items: int) -> str:
    """A feed that shares no story with the others."""
    words = f"{number:04d}"
    return rss(
        *(
            item(
                one, guid=f"{words}-{one}", link=f"https://outlet-{words}.example/{one}",
                title=f"Report {words} about matter {one} of the council and its {one * 7}th meeting",
            )
            for one in range(items)
        )
    )  # fmt: skip


def due() -> None:
    Source.objects.update(next_fetch_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("workers", [1, 4])
def test_a_round_asks_whom_it_is_time_for(says, outside, workers):
    sources = [says(feed_of(number, 3), path=f"/{number}") for number in range(5)]
    Source.objects.filter(pk=sources[0].pk).update(is_paused=True)
    Source.objects.filter(pk=sources[1].pk).update(next_fetch_at=timezone.now() + timedelta(hours=1))
    done = go_round(workers=workers)
    assert (done.asked, done.failed, done.new, done.left) == (3, 0, 9, 0)
    assert outside.count("/0") == outside.count("/1") == 0
    assert Beat.objects.get(name="sources").at > timezone.now() - timedelta(minutes=1)
    assert go_round(workers=workers).asked == 0


def test_two_workers_are_not_at_one_source(says, outside):
    source = says(late(0.5, answer(feed_of(1, 4), content_type=XML)))
    done = []
    workers = [threading.Thread(target=lambda: done.append(go_round(workers=2))) for _one in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(each.asked for each in done) == 1 and outside.count("/feed") == 1
    assert Story.objects.count() == 4
    assert Source.objects.get(pk=source.pk).claimed_until is None


def test_a_claim_that_nobody_ended_is_over_after_minutes(says):
    source = says(feed_of(1, 2))
    Source.objects.update(claimed_until=timezone.now() + timedelta(minutes=2))
    assert take_in(source).is_busy
    Source.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert take_in(source).new == 2


def test_who_was_too_slow_writes_nothing(says, outside):
    """Another worker took over while this one waited for the answer."""

    def behave(wire, asked):
        Source.objects.update(claimed_until=timezone.now() + timedelta(minutes=9))
        connection.close()
        answer(feed_of(1, 2), content_type=XML)(wire, asked)

    source = says(behave)
    assert take_in(source).is_busy
    assert Story.objects.count() == 0
    assert Source.objects.get().claimed_until is not None


def test_one_that_fails_stops_no_other(says, monkeypatch):
    says(feed_of(1, 2), path="/good")
    says(status(500), path="/bad")
    says("<html>", path="/page")
    broken = says(feed_of(2, 2), path="/broken")
    ill = says(feed_of(3, 2), path="/ill")
    write = keeping.write

    def fail(source, *args):
        if source.pk == broken.pk:
            raise ValueError("something nobody thought of")
        if source.pk == ill.pk:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nothing FROM nowhere")
        return write(source, *args)

    monkeypatch.setattr("articles.related.keeping.write", fail)
    done = go_round(workers=3)
    assert (done.asked, done.failed, done.new) == (5, 4, 2)
    for source in Source.objects.exclude(feed_url__endswith="/good"):
        assert source.failures == 1 and source.problem and source.claimed_until is None
        assert "nobody thought" not in source.problem and "nowhere" not in source.problem


def test_a_database_that_is_away_leaves_a_claim_that_ends(says, monkeypatch):
    source = says(feed_of(1, 1))

    def away(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr("articles.related.intake._finish", away)
    assert go_round(workers=2).failed == 1
    assert Source.objects.get(pk=source.pk).claimed_until is not None


def test_time_is_up(says):
    for number in range(3):
        says(feed_of(number, 1), path=f"/{number}")
    done = go_round(workers=1, seconds=0)
    assert (done.asked, done.left) == (0, 3)


def test_a_silent_server_holds_one_worker_only(says, monkeypatch):
    read = reading.read
    monkeypatch.setattr(
        reading, "read", lambda *args, **options: read(*args, **options | {"limits": Limits(1, 1, 10**5)})
    )
    says(silence(), path="/silent")
    for number in range(6):
        says(feed_of(number, 2), path=f"/{number}")
    done = go_round(workers=2)
    assert (done.asked, done.failed, done.new) == (7, 1, 12)


def test_twenty_sources_of_fifty_and_a_round_with_nothing_new(says):
    for number in range(20):
        body = feed_of(number, 50)
        says(body, body.replace("</channel>", f"<!-- {number} later --></channel>"), path=f"/{number}")
    assert go_round(workers=4).new == 1000
    due()
    statements = []
    with CaptureQueriesContext(connection) as queries:
        done = go_round(workers=1)
        statements = [each["sql"] for each in queries]
    assert (done.asked, done.new, done.changed) == (20, 0, 0)
    written = [sql for sql in statements if sql.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written and not [sql for sql in written if "articles_story" in sql]


def test_the_command(says, capsys):
    says(feed_of(1, 2), path="/good", name="Good News")
    says(status(404), path="/bad", name="Bad News")
    call_command("fetch_sources")
    out = capsys.readouterr().out
    assert "Good News: 2 new" in out and "Bad News: There is nothing at" in out
    call_command("fetch_sources")
    assert "Good News" not in capsys.readouterr().out
    call_command("fetch_sources", source="good news")
    assert "Good News: nothing new" in capsys.readouterr().out
