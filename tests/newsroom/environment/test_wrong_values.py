"""A value that is none of its kind stops the start: variable, problem, example, in one sentence; no secret in it."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.environment import env

ROOT = Path(__file__).resolve().parents[3]
SECRET = "hunter2hunter2"

WRONG = {
    "ALLOWED_HOSTS": None,
    "BACKUPS_KEPT": "0",
    "BACKUP_AT": "25:00",
    "BACKUP_DIR": "/dev/null/backups",
    "BEHIND_PROXY": "maybe",
    "CACHE_URL": f"redis://:{SECRET}@h:port/0",
    "CARD_NOTICE_DAYS": "-1",
    "CHECKOUTS_AN_HOUR": "abc",
    "CHECKOUTS_AN_HOUR_PER_ADDRESS": "1.5",
    "CHECKOUTS_AN_HOUR_PER_NETWORK": "-3",
    "CSRF_TRUSTED_ORIGINS": "lantern.example",
    "DATABASE_CONN_MAX_AGE": "long",
    "DATABASE_KEEPS_PLANS": "2",
    "DATABASE_URL": f"postgres://me:{SECRET}@host:port/name",
    "DEAD_MAIL_DAYS": "0",
    "DEBUG": "perhaps",
    "FETCH_ALLOWED_NETWORKS": "example.com",
    "FETCH_PORTS": "web",
    "FIRST_RUN": "first",
    "GRACE_DAYS": "9999",
    "IMPORT_MEGABYTES": "0",
    "LANGUAGE_CODE": "xx",
    "LEAST_GIFT": "UAH=x",
    "LOG_FORMAT": "xml",
    "LOG_LEVEL": "LOUD",
    "MAILER": f"smtp://me:{SECRET}@host:port",
    "MAIL_FROM": "nobody",
    "MEDIA_STORAGE": f"s3://me:{SECRET}@host",
    "METRICS_NETWORKS": "here",
    "METRICS_TOKEN": "short",
    "MOST_GIFT": "euro=5",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318",
    "PAGE_EDGE": "akamai",
    "PAGE_FOLDER": None,
    "PAGE_STORE": "drawer",
    "PAGE_STORE_MB": "0",
    "PASSWORD_RESET_HOURS": "0",
    "PATREON_API_BASE": "here",
    "PATREON_CAMPAIGN_ID": "mine",
    "PATREON_CURRENCY": "dollars",
    "PATRONS_DEMO": "ja",
    "PERMALINK": "/{year}/",
    "PICTURE_MEGAPIXELS": "0",
    "PROMETHEUS_MULTIPROC_DIR": "/dev/null/metrics",
    "PROVIDER_EVENTS_WHOLE_DAYS": "0",
    "REMIND_AFTER_DAYS": "3,soon",
    "RENEWAL_NOTICE_DAYS": "1e3",
    "SEARCH_ENGINE": "solr",
    "SECRET_KEY": "tooshort",
    "SECURE_HSTS_PRELOAD": "please",
    "SECURE_HSTS_SECONDS": "-1",
    "SECURE_SSL_REDIRECT": "always",
    "SENTRY_DSN": f"https://{SECRET}.errors.example",
    "SITE_URL": "lantern.example",
    "STAFF_IDLE_DAYS": "0",
    "STAFF_SESSION_DAYS": "ever",
    "STAFF_TWO_FACTORS": "never",
    "STRIPE_API_BASE": "stripe",
    "RATE_LIMITS": "-1",
    "SUDO_MINUTES": "0",
    "SUPPORT_CURRENCIES": "euro",
    "TIME_ZONE": "Mars",
    "TRANSFERS_AN_HOUR_PER_NETWORK": "many",
    "TRUSTED_PROXIES": "all",
    "VAR_DIR": None,
    "WORKER": "nobody",
}
# Words that no pattern fits: whatever was given goes to whoever gave it. A line break is refused all the same.
ANY_WORD = {
    "PATREON_ACCESS_TOKEN", "PATREON_CLIENT_ID", "PATREON_CLIENT_SECRET", "PATREON_REFRESH_TOKEN",
    "PATREON_WEBHOOK_SECRET", "SECRET_KEY_FALLBACKS", "STRIPE_SECRET_KEY", "STRIPE_SITE", "STRIPE_WEBHOOK_SECRET",
}  # fmt: skip


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Read the settings once more, as a new process would; return the sentence that stopped it, or the settings."""
    before = {name: set(getattr(env, name)) for name in ("names", "in_file", "_secret")}
    for name in env.names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))

    def read(**said):
        for name, value in said.items():
            monkeypatch.setenv(name, value)
        try:
            return runpy.run_path(str(ROOT / "newsroom" / "settings.py"))
        except SystemExit as stopped:
            return stopped.code

    yield read
    for name, value in before.items():
        getattr(env, name).clear()
        getattr(env, name).update(value)


def edge_variables():
    from newsroom.pagecache.edges.choices import VARIABLES

    return set(VARIABLES) - {"PAGE_EDGE"}


def test_each_variable_has_its_case_here():
    read = {name for name in env.names if re.fullmatch("[A-Z_]+", name)}
    assert read - edge_variables() == set(WRONG) | ANY_WORD


@pytest.mark.parametrize(("name", "value"), [each for each in WRONG.items() if each[1]])
def test_a_wrong_value_is_one_sentence(start, name, value):
    sentence = start(**{name: value})
    assert isinstance(sentence, str), f"{name}={value} was taken"
    assert sentence.startswith(name) and "\n" not in sentence and sentence.endswith(".")
    assert f"{name}=" in sentence or "write " in sentence
    assert SECRET not in sentence and "Traceback" not in sentence


@pytest.mark.parametrize("name", sorted(ANY_WORD | {"SECRET_KEY", "METRICS_TOKEN"}))
def test_a_secret_with_a_line_break_is_refused_and_not_repeated(start, name):
    sentence = start(**{name: f"{SECRET}\n{SECRET}{SECRET}"})
    assert sentence.startswith(f"{name} holds a line break") and SECRET not in sentence


@pytest.mark.parametrize(
    "url",
    [
        "nonsense", "postgres://", f"postgres://u:{SECRET}@h/", f"mysql://u:{SECRET}@h/n", f"postgres://u:{SECRET}@[x/n",
        f"postgres://u:{SECRET}@h:99999/n", "://", "sqlite://",
    ],
)  # fmt: skip
def test_no_database(start, url):
    sentence = start(DATABASE_URL=url)
    assert isinstance(sentence, str) and sentence.startswith("DATABASE_URL ") and SECRET not in sentence


def test_a_database_behind_a_socket(start):
    read = start(DATABASE_URL="postgres://newsroom@%2Fvar%2Frun%2Fpostgresql/newsroom")
    assert read["DATABASES"]["default"]["HOST"] == "/var/run/postgresql"


@pytest.mark.parametrize(
    "said",
    [
        "http://", "https://a b", "https://lantern.example/news", "https://me:pw@lantern.example", "ftp://a",
        "https://a:99999", "https://[::1", "//lantern.example", "https://lantern.example?x",
    ],
)  # fmt: skip
def test_no_site(start, said):
    assert start(SITE_URL=said).startswith("SITE_URL says")


@pytest.mark.parametrize(
    "said",
    ["/{slug", "/{slug!x}/", "/{0}/{slug}/", "{slug}/", "/{slug}", "/{title}/{slug}/", "/{slug.a}/", "/ {slug}/"],
)
def test_no_permalink(start, said):
    assert start(PERMALINK=said).startswith("PERMALINK says")


def test_what_is_right_is_taken(start, tmp_path):
    read = start(
        SITE_URL="https://lantern.example/", CHECKOUTS_AN_HOUR=" 12 ", DEBUG="off", LEAST_GIFT="EUR=2.50, USD=3",
        REMIND_AFTER_DAYS="2,9", PERMALINK="/{slug}/", TIME_ZONE="America/New_York", LANGUAGE_CODE="uk", LOG_LEVEL="",
        MAIL_FROM="The Lantern <news@lantern.example>", TRUSTED_PROXIES="10.0.0.0/8, ::1", PAGE_STORE="",
    )  # fmt: skip
    assert isinstance(read, dict), read
    assert (read["SITE_URL"], read["CHECKOUTS_AN_HOUR"], read["DEBUG"]) == ("https://lantern.example", 12, False)
    assert read["LEAST_GIFT"] == {"EUR": "2.50", "USD": "3"} and read["REMIND_AFTER_DAYS"] == [2, 9]
    assert "lantern.example" in read["ALLOWED_HOSTS"] and read["SECURE_SSL_REDIRECT"] is True
    assert [str(each) for each in read["TRUSTED_PROXIES"]] == ["10.0.0.0/8", "::1/128"]
    assert read["PAGE_STORE"] == "" and read["LOG_LEVEL"] == "WARNING"


def test_the_older_word_for_one_proxy(start):
    assert start(BEHIND_PROXY="True")["TRUSTED_PROXIES"] == 1


def test_a_start_that_is_stopped_ends_with_a_code_and_no_traceback(tmp_path):
    said = {**os.environ, "VAR_DIR": str(tmp_path), "CHECKOUTS_AN_HOUR": "abc"}
    command = [sys.executable, "-c", "import newsroom.settings"]
    done = subprocess.run(command, env=said, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "CHECKOUTS_AN_HOUR says “abc”, which is not a whole number from 0: "
        "write one like CHECKOUTS_AN_HOUR=300, or leave it out."
    )


def test_the_example_lists_each_variable_and_no_other(start):
    listed = set(re.findall(r"^# ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    start()
    assert listed == env.names
