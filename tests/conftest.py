"""What every test may ask for."""

import os
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.signals import setting_changed
from django.db import connection, connections
from django.test import TransactionTestCase

from articles import library
from newsroom.pagecache import kept, same
from newsroom.pagecache.stores import store
from patrons import append_only
from tests.misbehaving import Misbehaving, Names

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

# Workers side by side share a Redis server: each empties a database of its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if django_settings.CACHES["default"]["BACKEND"].endswith("RedisCache"):
    server, _slash, number = django_settings.CACHES["default"]["LOCATION"].rpartition("/")
    django_settings.CACHES["default"]["LOCATION"] = f"{server}/{int(number) + WORKER}"

# How long an example takes says more about the machine than about the code. New examples are looked for
# where somebody is there to read what they broke; a submission is judged by the same ones each time.
hypothesis.settings.register_profile("newsroom", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("newsroom")

# Accounts are made by the thousand here, and none of their passwords is a secret.
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A task is done at once, after the commit; a test of workers asks for `stored_tasks`. No server that a test starts
# works beside its pages.
django_settings.TASKS = {"default": {"BACKEND": "tests.at_once.AtOnce", "QUEUES": []}}
# Tasks were made by now, and with them what carries them out.
setting_changed.send(sender=None, setting="TASKS", value=django_settings.TASKS, enter=True)
os.environ.setdefault("WORKER", "separate")

# Most tests are about the desk and not about its door; those of the door set it to what is usual.
django_settings.STAFF_TWO_FACTORS = os.environ["STAFF_TWO_FACTORS"] = "offered"

# A file, as in life: what is kept in memory has one connection for all threads, and locks whole tables
# between a served page and its test.
if django_settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    memory = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())
    test = django_settings.DATABASES["default"].setdefault("TEST", {})
    test["NAME"] = str(memory / f"newsroom-test-{os.getpid()}.sqlite3")


# The books let nobody empty them, tests neither; what is emptied here gets its guards back with the flush.
flush_tables = TransactionTestCase._fixture_teardown


def open_the_books_and_flush(case):
    for alias in case._databases_names(include_mirrors=False):
        append_only.remove(connections[alias])
    flush_tables(case)


TransactionTestCase._fixture_teardown = open_the_books_and_flush


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files that nobody here wrote; they are never part of the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"the shared test material is not at {SHARED_DATA}: only our own cases run")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path, monkeypatch):
    """Pictures made by a test go to its own folder."""
    from articles.models import Picture
    from articles.models.pictures import originals

    settings.MEDIA_ROOT = tmp_path / "media"
    storages = dict(settings.STORAGES)
    storages["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    storages["originals"] = {
        "BACKEND": "newsroom.private_files.PrivateFiles",
        "OPTIONS": {"location": tmp_path / "originals"},
    }
    # Tests read static files where they lie: nothing is collected for them.
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages
    # The field took its storage when the model was made.
    monkeypatch.setattr(Picture._meta.get_field("original"), "storage", originals())


@pytest.fixture(autouse=True)
def set_up_already(settings, tmp_path):
    """An empty database is no new newspaper here; what the first run keeps goes to the test's own folder."""
    settings.FIRST_RUN = False
    settings.SITE_ENV, settings.SETUP_CODE = tmp_path / "site.env", tmp_path / "setup_code"


@pytest.fixture(autouse=True)
def counted_anew(settings, tmp_path):
    """What one test sends is not held against the next."""
    settings.RATES_FILE = tmp_path / "rates.sqlite3"


@pytest.fixture(autouse=True)
def empty_cache():
    """No test sees what another one stored."""
    cache.clear()
    kept.forget_all()
    same.forget_all()


@pytest.fixture(autouse=True)
def pictures_at_once():
    """A server that an earlier test began in this process would have files made behind the next test's back."""
    library.make_later(None)


@pytest.fixture
def outside(settings):
    """Another outlet's server, on this machine, that a fetch may ask; see tests/misbehaving.py."""
    settings.FETCH_ALLOWED_NETWORKS, settings.FETCH_PORTS = ["127.0.0.1/32"], "any"
    server = Misbehaving()
    yield server
    server.close()


@pytest.fixture
def names(monkeypatch) -> Names:
    """What the system's look-up of names says in this test; nothing unless told."""
    book = Names()
    monkeypatch.setattr("socket.getaddrinfo", book)
    return book


def pytest_collection_modifyitems(config, items):
    """What only PostgreSQL has is asked there: CI runs it on both databases."""
    if connection.vendor == "postgresql":
        return
    elsewhere = [item for item in items if item.get_closest_marker("only_on_postgresql")]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


def pytest_runtest_logreport(report):
    if report.skipped and os.environ.get("CI"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        SKIPPED.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session, exitstatus):
    """Where everything is installed, a test that is skipped is a test that failed."""
    if connection.vendor == "sqlite":
        for queue in memory.glob(f"newsroom-test-{os.getpid()}*-turn"):
            queue.unlink(missing_ok=True)
    if SKIPPED and not hasattr(session.config, "workerinput"):
        print("\nSkipped, but CI must skip nothing:", *SKIPPED, sep="\n  ")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


SKIPPED: list[str] = []


@pytest.fixture
def stored_tasks(settings):
    """Tasks are rows that wait for a worker, as in life."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "slow"]}}


@pytest.fixture(autouse=True)
def nothing_stored(settings):
    """A page is made each time; a test of stored pages asks for `pages`."""
    settings.PAGE_STORE = ""


@pytest.fixture
def pages(settings, tmp_path):
    """A folder of stored pages of the test's own."""
    settings.PAGE_STORE, settings.PAGE_FOLDER = "folder", tmp_path / "pages"
    return store()
