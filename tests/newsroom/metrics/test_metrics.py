"""/metrics is there for who may look; it counts by view and never by address, over all workers."""

import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from prometheus_client.parser import text_string_to_metric_families

from newsroom.metrics import counters
from newsroom.metrics.measuring import measured
from newsroom.pagecache.serving import StoredPages

TOKEN = "a-token-of-some-length"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
ROOT = Path(__file__).resolve().parents[3]


def figure(name, **labels):
    """The value of one figure as Prometheus would read it; 0 where it was never counted."""
    families = text_string_to_metric_families(counters.exposition().decode())
    found = [each for family in families for each in family.samples if each.name == name]
    return sum(each.value for each in found if labels.items() <= each.labels.items())


@pytest.fixture
def open_to(settings):
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = TOKEN, []
    return settings


def test_with_the_token(open_to):
    answer = Client(HTTP_HOST="10.0.0.5:8000").get("/metrics", headers=AUTHORIZED)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "newsroom_stored_pages_total" in answer.text and answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", "Bearer \u0442"])
def test_without_it_there_is_nothing(open_to, said):
    answer = Client().get("/metrics", headers={"Authorization": said})
    assert (answer.status_code, answer.content) == (404, b"")


def test_where_neither_is_set_there_is_nothing(open_to):
    open_to.METRICS_TOKEN = ""
    for said in ("", "Bearer "):
        assert Client().get("/metrics", headers={"Authorization": said}).status_code == 404


@pytest.mark.parametrize(
    ("peer", "trusted", "forwarded", "status"),
    [
        ("10.0.0.7", 0, "", 200),
        ("203.0.113.9", 0, "", 404),
        ("203.0.113.9", 0, "10.0.0.7", 404),
        ("10.0.0.1", 1, "203.0.113.9", 404),
        ("", 0, "", 404),
    ],
)
def test_from_a_network_that_is_named(open_to, peer, trusted, forwarded, status):
    open_to.METRICS_TOKEN, open_to.TRUSTED_PROXIES = "", trusted
    open_to.METRICS_NETWORKS = [ip_network("10.0.0.0/8")]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert Client(REMOTE_ADDR=peer).get("/metrics", headers=headers).status_code == status


def ask(rf, path, status=200, method="get"):
    request = getattr(rf, method)(path)

    def answer(request):
        request.resolver_match = resolve(path) if path != "/none" else None
        return HttpResponse(status=status)

    return measured(answer)(request)


@pytest.mark.django_db
def test_answers_are_counted_by_view(rf):
    labels = {"view": "section", "method": "GET", "status": "200"}
    before = figure("newsroom_requests_total", **labels)
    seconds = figure("newsroom_request_seconds_count", view="section")
    for name in ("politics", "culture", "sport"):
        ask(rf, f"/section/{name}/")
    assert figure("newsroom_requests_total", **labels) == before + 3
    assert figure("newsroom_request_seconds_count", view="section") == seconds + 3
    ask(rf, "/none", status=404)
    assert figure("newsroom_requests_total", view="none", status="404") >= 1
    assert "politics" not in counters.exposition().decode()


@pytest.mark.django_db
def test_what_the_database_refuses_is_counted(rf):
    before = figure("newsroom_database_errors_total")

    def broken(request):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return HttpResponse(status=500)

    measured(broken)(rf.get("/"))
    assert figure("newsroom_database_errors_total") == before + 1


@pytest.mark.django_db(transaction=True)
def test_stored_pages_are_counted_where_they_are_served(pages, open_to):
    def of(what):
        return figure("newsroom_stored_pages_total", what=what)

    before = {what: of(what) for what in ("hit", "miss", "stored")}
    Client().get("/corrections/")
    Client().get("/corrections/")
    front = StoredPages(lambda environ, start: [], pages)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/corrections/", "HTTP_HOST": "testserver"}
    front(environ, lambda *args: None)
    assert (of("miss"), of("stored")) == (before["miss"] + 1, before["stored"] + 1)
    # One by Django, one before it.
    assert of("hit") == before["hit"] + 2
    retired = of("retired")
    from newsroom.pagecache import retiring
    from newsroom.pagecache.filing import EVERYTHING

    retiring.retire(EVERYTHING)
    assert of("retired") > retired


def test_figures_of_the_moment(monkeypatch):
    monkeypatch.setattr(counters, "_of_now", [])
    counters.tells("newsroom_queue_length", "Tasks that wait.")(lambda: 7)
    counters.tells("newsroom_unknown", "Not known now.")(lambda: None)
    counters.tells("newsroom_broken", "Cannot be had.")(lambda: 1 / 0)
    text = counters.exposition().decode()
    assert "newsroom_queue_length 7.0" in text and "newsroom_unknown" not in text and "newsroom_broken" not in text


def test_several_workers_count_together(tmp_path):
    one = "from newsroom.metrics import counters as c; c.HIT.inc(3)"
    two = "from newsroom.metrics import counters as c; c.HIT.inc(4); print(c.exposition().decode())"
    said = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    for code in (one, two):
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=said, cwd=ROOT, capture_output=True, text=True, check=True)
    assert 'newsroom_stored_pages_total{what="hit"} 7.0' in done.stdout
