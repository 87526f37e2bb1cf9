"""Eight processes write into one SQLite database at once: each waits for its turn, and nobody is sent away.

FAULTS_SECONDS says for how long; `make faults` takes a minute.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count, F

from articles.models import PublishedArticle, Story
from patrons.models import LedgerEntry, Payment, ProviderAccount, Tier, Topic
from tests.factories import make_section
from tests.patrons.topical import make_round, make_topic, make_voter

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
SECONDS = float(os.environ.get("FAULTS_SECONDS", "8"))
# With the worker that sends the letters and indexes what is published they are eight.
KINDS = ("publish", "publish", "pay", "pay", "vote", "vote", "intake")


@pytest.fixture
def newspaper():
    make_section(slug="politics", name="Politics")
    round = make_round()
    for number in range(5):
        make_topic(round, title=f"Who profits from power imports, part {number}")
    for _voter in range(20):
        make_voter(3)
    ProviderAccount.objects.create(key="scripted", label="Card")
    Tier.objects.get_or_create(slug="friend", defaults={"name": "Friend"})


def test_nobody_is_sent_away(newspaper, tmp_path, capsys):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets many write at once: tests of each verb race there")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}", "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "FETCH_ALLOWED_NETWORKS": "127.0.0.1/32", "FETCH_PORTS": "any",
        "MAILER": f"file://{tmp_path}/mail", "WORKER": "separate",
    }  # fmt: skip

    def begin(*words: str, **pipes: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=environment, text=True, stderr=subprocess.PIPE, **pipes
        )

    ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    writers = [
        begin("-m", "tests.faults.writers", kind, str(number), str(SECONDS), **ends)
        for number, kind in enumerate(KINDS)
    ]
    worker = begin("manage.py", "work", stdout=subprocess.DEVNULL)
    try:
        for writer in writers:
            assert writer.stdout.readline() == "ready\n", writer.communicate()[1]
        begun = time.monotonic()
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
        heard = [writer.communicate(timeout=SECONDS + 60) for writer in writers]
        took = time.monotonic() - begun
        worker.terminate()
        of_worker = worker.communicate(timeout=40)[1]
    finally:
        for process in (*writers, worker):
            process.kill()
            process.wait()
    told = [json.loads(said.splitlines()[-1]) for said, _errors in heard]
    assert not [one["errors"] for one in told if one["errors"]]
    assert "locked" not in of_worker + "".join(errors for _said, errors in heard)
    done = {kind: sum(one["done"] for one in told if one["kind"] == kind) for kind in KINDS}
    with capsys.disabled():
        print(f"\n{took:.1f} s: {done}, slowest {max(one['slowest'] for one in told)} s")
    assert all(done.values())
    # Whatever one of them was told is there, once.
    assert Payment.objects.count() == done["pay"]
    assert LedgerEntry.objects.filter(payment__isnull=False).values("payment").distinct().count() == done["pay"]
    # Every third turn of a publisher is the same article once more.
    turns = [one["done"] for one in told if one["kind"] == "publish"]
    assert PublishedArticle.objects.count() == sum(turn - (turn - 1) // 3 for turn in turns)
    assert Story.objects.count() == 10 * done["intake"]
    counted = Topic.objects.annotate(rows=Count("votes"))
    assert not counted.exclude(rows=F("votes_count")).exists()
