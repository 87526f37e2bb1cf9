"""PostgreSQL goes and comes back under a site that serves: what is stored is served on, and nothing is restarted."""

import http.client
import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.fronts import free_port
from tests.faults.own_postgres import OwnPostgres

ROOT = Path(__file__).resolve().parents[2]

PUBLISH = """
import django; django.setup()
from articles import publishing
from articles.models import Article, PublishedArticle
from newsroom.site.models import SiteSettings
from tests.factories import make_section
section = make_section()
for number in (1, 2):
    article = Article.objects.create(headline=f"Bridge {number}", deck="d", body="<p>One.</p>", section=section)
    publishing.publish(article)
print(*[each.get_absolute_url() for each in PublishedArticle.objects.live().order_by("pk")])
"""
CORRECT = """
import django; django.setup()
from articles import publishing
from articles.models import Article
article = Article.objects.get(headline="Bridge 1")
article.headline = "Bridge 1 stands"
article.save()
publishing.publish(article)
"""


@pytest.fixture
def place(tmp_path):
    """A database server, an environment that names it, and a port to serve at."""
    database = OwnPostgres()
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": database.url, "VAR_DIR": str(tmp_path / "var"), "SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings", "WORKER": "separate", "MAILER": f"file://{tmp_path}/mail",
        "FIRST_RUN": "0", "DEBUG": "0", "LOG_LEVEL": "ERROR", "CACHE_URL": "",
    }  # fmt: skip
    (tmp_path / "var").mkdir()
    yield database, environment, port
    database.remove()


def test_a_database_that_comes_back_is_used_again(place):
    database, environment, port = place
    run(environment, "manage.py", "migrate", "-v0")
    run(environment, "manage.py", "collectstatic", "--noinput", "-v0")
    first, second = run(environment, "-c", PUBLISH).split()
    with serving(environment, port):
        assert ask(port, first)[0] == ask(port, "/")[0] == 200
        assert ask(port, "/readyz?all")[0] in (200, 503)

        database.stop()
        until = time.monotonic() + 20
        status, headers, words = ask(port, first)
        assert status == 200 and "Bridge 1" in words, "what is stored needs no database"
        assert ask(port, "/")[0] == ask(port, "/healthz")[0] == 200
        status, headers, words = ask(port, second)
        assert (status, headers["Retry-After"]) == (503, "30")
        assert "Something broke on our side" in words and "psycopg" not in words and "127.0.0.1" not in words
        # What /readyz found is kept for some seconds.
        while (ready := ask(port, "/readyz"))[0] == 200 and time.monotonic() < until:
            time.sleep(0.2)
        assert ready[0] == 503 and "database" in json.loads(ready[2])["wrong"]

        database.start()
        until = time.monotonic() + 10
        while (status := ask(port, second)[0]) != 200 and time.monotonic() < until:
            time.sleep(0.1)
        assert status == 200, "the same process finds it again"
        run(environment, "-c", CORRECT)
        assert "Bridge 1 stands" in ask(port, first)[2]


def run(environment, *words):
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, text=True, capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving(environment, port):
    command = [sys.executable, "-m", "newsroom.server", "--port", str(port)]
    with open(Path(environment["VAR_DIR"]) / "said", "wb") as said:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
    try:
        until = time.monotonic() + 60
        while ask(port, "/healthz")[0] != 200:
            assert server.poll() is None and time.monotonic() < until, "it does not start"
            time.sleep(0.1)
        yield
    finally:
        server.kill()
        server.wait()


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    except OSError:
        return 0, {}, ""
    finally:
        connection.close()
