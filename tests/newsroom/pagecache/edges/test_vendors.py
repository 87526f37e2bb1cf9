"""Each edge is told in its own words, in parts it can take; what it refuses is said."""

import re

import pytest

from newsroom.pagecache.edges import base
from newsroom.pagecache.edges.base import EdgeFailed
from newsroom.pagecache.edges.cloudflare import Cloudflare
from newsroom.pagecache.edges.fastly import Fastly
from newsroom.pagecache.edges.varnish import Varnish
from tests.newsroom.pagecache.edges import fakes
from tests.newsroom.pagecache.edges.fakes import fake  # noqa: F401

KEYS = {"article/41", "tag/7", "Author:3", "everything"}
MANY = {f"article/{number}" for number in range(600)}


def an_edge(kind, address):
    if kind == "fastly":
        return Fastly(fakes.FASTLY_SERVICE, fakes.FASTLY_TOKEN, address)
    if kind == "cloudflare":
        return Cloudflare(fakes.ZONE, fakes.CLOUDFLARE_TOKEN, address)
    return Varnish([address])


@pytest.fixture(params=["fastly", "cloudflare", "varnish"])
def pair(request, fake):  # noqa: F811
    server = fake(fakes.SPEAK[request.param])
    return an_edge(request.param, server.address), server


def told(asked):
    if asked.method == "PURGE":
        return asked.headers["xkey"].split()
    return asked.json.get("surrogate_keys") or asked.json["tags"]


def test_it_hears_every_key_once(pair):
    edge, server = pair
    edge.purge(KEYS)
    (asked,) = server.asked
    assert sorted(told(asked)) == sorted(KEYS)


def test_many_keys_are_told_in_parts_it_can_take(pair):
    edge, server = pair
    edge.purge(MANY)
    heard = [key for asked in server.asked for key in told(asked)]
    assert sorted(heard) == sorted(MANY) and len(server.asked) > 1
    assert all(len(asked.headers.get("xkey", "")) <= 4_000 for asked in server.asked)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429, 500, 503])
def test_any_other_answer_is_a_failure_without_a_secret(pair, status):
    edge, server = pair
    server.answers = [(status, {"Retry-After": "30", "Location": "http://127.0.0.1:1/"}, b'{"success": true}')]
    with pytest.raises(EdgeFailed) as failed:
        edge.purge(KEYS)
    assert str(status) in str(failed.value) and "secret" not in str(failed.value)
    assert failed.value.retry_after == 30 and len(server.asked) == 1


def test_a_wrong_token_is_refused(fake):  # noqa: F811
    for kind, wrong in (("fastly", Fastly), ("cloudflare", Cloudflare)):
        server = fake(fakes.SPEAK[kind])
        place = fakes.FASTLY_SERVICE if kind == "fastly" else fakes.ZONE
        with pytest.raises(EdgeFailed, match="401"):
            wrong(place, "another-token", server.address).purge(KEYS)


def test_who_is_too_slow_or_away_is_not_waited_for(pair, monkeypatch):
    edge, server = pair
    monkeypatch.setattr(base, "LIMITS", base.Limits(total_seconds=0.3, connect_seconds=0.2, bytes=1_000, hops=0))
    server.seconds = 1
    with pytest.raises(EdgeFailed, match="too-slow"):
        edge.purge(KEYS)
    server.close()
    with pytest.raises(EdgeFailed, match="no-answer"):
        edge.purge(KEYS)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"success": false}', b'{"success": "yes"}'])
def test_cloudflare_must_say_that_it_was_done(fake, body):  # noqa: F811
    server = fake(fakes.cloudflare)
    server.answers = [(200, {}, body)]
    with pytest.raises(EdgeFailed, match="not that it was done"):
        an_edge("cloudflare", server.address).purge(KEYS)


def test_every_varnish_is_told_even_where_one_is_away(fake):  # noqa: F811
    first, away, last = (fake(fakes.varnish) for _machine in range(3))
    away.answers = [(503, {}, b"")]
    with pytest.raises(EdgeFailed, match="1 of 3 machines"):
        Varnish([first.address, away.address, last.address]).purge(KEYS)
    assert len(first.asked) == len(last.asked) == 1


def test_a_varnish_without_modules_is_given_a_pattern(fake):  # noqa: F811
    server = fake(fakes.varnish)
    Varnish([server.address], "ban").purge({"article/4", "tag/7+"})
    (asked,) = server.asked
    pattern = asked.headers["surrogate-key-match"]
    assert asked.method == "BAN"
    for header, is_meant in (
        ("article/4", True), ("everything article/4 tag/1", True), ("article/41", False), ("an-article/4", False),
        ("x tag/7+", True), ("tag/77", False),
    ):  # fmt: skip
        assert bool(re.search(pattern, header)) == is_meant, header


def test_souin_is_told_at_its_interface(fake):  # noqa: F811
    server = fake(fakes.souin)
    edge = Varnish([f"{server.address}/souin-api/souin"], "souin")
    edge.purge(KEYS)
    assert set(server.asked[0].headers["surrogate-key"].split(", ")) == KEYS
    assert edge.SEPARATOR == ", "


def test_nobody_else_is_let_behind_the_fences(fake):  # noqa: F811
    from newsroom.fetching import Failure, FetchFailed, call

    server = fake(fakes.varnish)
    with pytest.raises(FetchFailed) as refused:
        call(server.address, headers={}, method="PURGE")
    assert refused.value.kind == Failure.REFUSED_ADDRESS and server.asked == []
