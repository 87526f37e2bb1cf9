"""/healthz touches nothing; /readyz names what is away, in time, and says 503 where readers would get nothing."""

import json
import threading
import time
from datetime import timedelta

import pytest
import redis
from django.core.cache import caches
from django.core.files.storage import storages
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from newsroom.health import asking, probes
from newsroom.health.asking import Asking
from newsroom.health.probes import PROBES, Probe, Wrong, beating
from newsroom.work import beats
from tests.newsroom.pagecache.own_redis import OwnRedis

# Whatever a load balancer says: no host of ours, no name, an address and a port.
HOSTS = ["10.0.0.5:8000", "evil.example", "", "a b", "[::1"]


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    monkeypatch.setattr(asking, "here", Asking(PROBES, seconds=5, kept=0))


def fails(error):
    def ask():
        raise error

    return ask


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_process_that_runs_says_so_to_anybody(settings, host, method):
    # Without a mark this test has no database: asking it would fail.
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["lantern.example"], True
    answer = getattr(Client(HTTP_HOST=host), method)("/healthz")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store" and not answer.cookies
    assert answer.content == (b"ok\n" if method == "get" else b"")


def test_it_is_only_read():
    answer = Client().post("/healthz")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db(transaction=True)
def test_all_is_well(settings):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["lantern.example"], True
    beats.beat("a worker")
    answer = Client(HTTP_HOST="10.0.0.5:8000").get("/readyz?all")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "wrong": {}})
    assert answer["Cache-Control"] == "no-store"
    beats.end("a worker")
    assert Client().get("/readyz?all").json()["wrong"] == {"worker": "was never heard of"}
    assert Client().get("/readyz").status_code == 200


@pytest.fixture
def probe(monkeypatch):
    """Let the named probe answer otherwise, the others well."""

    def put(name, ask):
        put = [each._replace(ask=ask if each.name == name else lambda: None) for each in PROBES]
        monkeypatch.setattr(asking, "here", Asking(put, seconds=0.3, kept=0))

    return put


def test_without_a_database_nobody_is_served_here(probe):
    probe("database", fails(OperationalError("could not connect to 10.1.2.3 as newsroom, password secret")))
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "wrong": {"database": "is away"}}


@pytest.mark.parametrize("name", ["cache", "storage", "clock"])
def test_without_another_thing_readers_are_served_and_the_alarm_rings(probe, name):
    probe(name, fails(Wrong("is nearly full")))
    first, second = Client().get("/readyz"), Client().get("/readyz?all=1")
    assert (first.status_code, second.status_code) == (200, 503)
    assert first.json() == second.json() == {"status": "impaired", "wrong": {name: "is nearly full"}}


def test_what_hangs_is_not_waited_for_and_not_asked_twice(probe):
    release, asked = threading.Event(), []

    def hang():
        asked.append(1)
        release.wait(10)

    probe("database", hang)
    began = time.monotonic()
    answers = [Client().get("/readyz") for _ in range(3)]
    assert time.monotonic() - began < 3 and len(asked) == 1
    assert {answer.status_code for answer in answers} == {503}
    assert answers[0].json()["wrong"] == {"database": "does not answer"}
    release.set()


def test_however_many_ask_the_machine_is_looked_at_once_in_a_while():
    asked = []
    here = Asking([Probe("cache", lambda: asked.append(1))], kept=60)
    assert [here.state().is_ready for _ in range(50)] == [True] * 50 and len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_a_database_is_asked_in_so_many_questions(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        probes.database()
        probes.clock()


def test_a_cache_that_is_gone(settings):
    server = OwnRedis()
    try:
        settings.CACHES = server.caches
        probes.cache()
        server.stop()
        with pytest.raises(redis.ConnectionError):
            probes.cache()
    finally:
        server.stop()
        caches["pages"].close()


def test_a_cache_that_forgets(settings):
    forgets = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {"default": forgets, "pages": forgets}
    with pytest.raises(Wrong, match="forgets"):
        probes.cache()


def test_files_that_cannot_be_written(settings, monkeypatch):
    probes.storage()
    monkeypatch.setattr("newsroom.health.probes.os.access", lambda *_args: False)
    with pytest.raises(Wrong, match="cannot be written"):
        probes.storage()


def test_a_disk_that_is_nearly_full(monkeypatch):
    monkeypatch.setattr(probes, "LEAST_FREE", 10**18)
    with pytest.raises(Wrong, match="nearly full"):
        probes.storage()


def test_a_bucket_is_asked_for_one_name(monkeypatch):
    asked = []

    class Bucket:
        def exists(self, name):
            asked.append(name)

    monkeypatch.setattr(storages, "_storages", {"default": Bucket(), "originals": Bucket()})
    probes.storage()
    assert asked == ["readyz", "readyz"]


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_was_turned(monkeypatch):
    monkeypatch.setattr(probes, "clocks", probes.Clocks())
    probes.clock()
    real, steady = probes.time.time, probes._steady
    monkeypatch.setattr(probes.time, "time", lambda: real() + 3600)
    for _look in range(2):
        with pytest.raises(Wrong, match="was turned"):
            probes.clock()
    # After a while it is the time.
    monkeypatch.setattr(probes.time, "time", lambda: real() + 3600 + 601)
    monkeypatch.setattr(probes, "_steady", lambda: steady() + 601)
    probes.clock()


@pytest.mark.django_db(transaction=True)
def test_a_clock_that_is_slow(monkeypatch):
    before = timezone.now() - timedelta(days=4000)
    monkeypatch.setattr(probes.timezone, "now", lambda: before)
    with pytest.raises(Wrong, match="is slow"):
        probes.clock()


@pytest.mark.only_on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_clock_that_differs_from_the_databases(monkeypatch):
    later = timezone.now() + timedelta(seconds=30)
    monkeypatch.setattr(probes.timezone, "now", lambda: later)
    with pytest.raises(Wrong, match="differs"):
        probes.clock()


@pytest.mark.parametrize(
    ("ago", "word"), [(5, ""), (119, ""), (121, "was not heard of"), (-60, "was not heard of"), (None, "never heard")]
)
def test_a_workers_beat(ago, word):
    ask = beating(lambda: None if ago is None else timezone.now() - timedelta(seconds=ago))
    if not word:
        assert ask() is None
        return
    with pytest.raises(Wrong, match=word):
        ask()


def test_the_answer_holds_no_insides(probe, caplog):
    probe("cache", fails(ConnectionError("redis://:secret@10.0.0.9:6379")))
    said = json.dumps(Client().get("/readyz").json()) + caplog.text
    assert "secret" not in said and "10.0.0.9" not in said and "ConnectionError" in caplog.text


def test_a_probe_leaves_no_connection_open(transactional_db):
    probes.database()
    assert connection.connection is None
