"""kill -9 in the middle of a migration, a publication, an upload and a payment: all of it is there, or nothing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("FAULTS_KILLS", "1"))


@pytest.fixture
def site(tmp_path):
    """A newspaper of its own on SQLite: what starts a command of it."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/newsroom.sqlite3", "VAR_DIR": str(tmp_path), "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "WORKER": "separate", "MAILER": f"file://{tmp_path}/mail",
        "DEBUG": "1",
    }  # fmt: skip

    def start(*words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, stdin=subprocess.PIPE,
        )  # fmt: skip

    return start


def finished(process: subprocess.Popen[str]) -> str:
    said, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return said


def test_while_tables_are_changed_and_while_it_works(site, tmp_path):
    database, chance = tmp_path / "newsroom.sqlite3", random.Random(7)
    for turn in range(KILLS):
        migrating = site("manage.py", "migrate", "-v0")
        until = time.monotonic() + 60
        # Some migrations are done, and others not, when it dies.
        while time.monotonic() < until and rows(database, "select count(*) from django_migrations") < 5 + 25 * turn:
            time.sleep(0.005)
        migrating.send_signal(signal.SIGKILL)
        migrating.wait()
        assert rows(database, "select 1 from pragma_integrity_check where integrity_check = 'ok'") == 1
    # Whoever starts it again needs to know nothing.
    finished(site("manage.py", "migrate", "-v0"))
    assert "ok" in finished(site("-c", CHECK))
    for turn in range(KILLS):
        working = site("-m", "tests.faults.at_work", str(turn))
        assert working.stdout.readline() == "working\n", working.stderr.read()
        # Each once at least, and then somewhere in the middle.
        assert working.stdout.readline() == "round\n", working.stderr.read()
        time.sleep(chance.uniform(0.05, 0.8))
        working.send_signal(signal.SIGKILL)
        working.wait()
    assert finished(site("-m", "tests.faults.at_work", "look")) == "whole\n"


def rows(database: Path, question: str) -> int:
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)) as asked:
            return asked.execute(question).fetchone()[0]
    except sqlite3.OperationalError:  # no tables yet
        return 0


CHECK = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", "--check"); call_command("check"); print("ok")
"""
