"""`check --deploy` says nothing of settings for production, and names what would hurt later."""

import os
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from newsroom import checks

ROOT = Path(__file__).resolve().parents[2]
ALL = (checks.site, checks.proxies, checks.data, checks.mail, checks.money, checks.watching)


@pytest.fixture
def production(settings, tmp_path, monkeypatch):
    """Settings that nothing can be said against."""
    monkeypatch.setenv("SECRET_KEY", "k" * 50)
    settings.SITE_URL, settings.HTTPS, settings.DEBUG = "https://lantern.example", True, False
    settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES, settings.PAGE_EDGE = ["lantern.example"], 1, ""
    settings.VAR_DIR, settings.PAGE_STORE = tmp_path, "folder"
    settings.CACHES = {"default": {"BACKEND": "newsroom.forgiving_cache.ForgivingRedisCache", "LOCATION": "redis://a"}}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    settings.DEFAULT_FROM_EMAIL, settings.PATRONS_DEMO = "The Lantern <n@lantern.example>", False
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_live_x", "whsec_x"
    settings.METRICS_NETWORKS, settings.METRICS_TOKEN, settings.PROMETHEUS_MULTIPROC_DIR = [], "", ""
    return settings


def said():
    return {message.id.removeprefix("newsroom."): message for check in ALL for message in check()}


def test_nothing_is_said_of_production(production):
    assert said() == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"HTTPS": False, "SITE_URL": "http://lantern.example"}, {"W002"}),
        ({"SITE_URL": "https://127.0.0.1", "ALLOWED_HOSTS": ["127.0.0.1"]}, {"W003"}),
        ({"ALLOWED_HOSTS": ["*"]}, {"W004"}),
        ({"ALLOWED_HOSTS": ["www.example"]}, {"E005"}),
        ({"ALLOWED_HOSTS": [".example"]}, set()),
        ({"DEBUG": True}, {"E006"}),
        ({"TRUSTED_PROXIES": 0}, {"W007"}),
        ({"TRUSTED_PROXIES": [ip_network("0.0.0.0/0")]}, {"W008"}),
        ({"PAGE_EDGE": "fastly"}, {"W009"}),
        ({"VAR_DIR": "/proc/1/nowhere"}, {"E010"}),
        ({"VAR_DIR": ROOT / "var"}, {"W011"}),
        ({"MAILERS": {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}}, {"W016"}),
        ({"DEFAULT_FROM_EMAIL": "newsroom@localhost"}, {"W017"}),
        ({"PATRONS_DEMO": True}, {"W018"}),
        ({"STRIPE_WEBHOOK_SECRET": ""}, {"W019"}),
        ({"STRIPE_SECRET_KEY": "sk_test_x"}, {"W020"}),
        ({"METRICS_NETWORKS": [ip_network("::/0")]}, {"W021"}),
        ({"PROMETHEUS_MULTIPROC_DIR": "/run/x"}, {"W022"}),
    ],
)
def test_what_would_hurt_later(production, changes, expected):
    for name, value in changes.items():
        setattr(production, name, value)
    found = said()
    # One machine may be told of its cache as well, where the tests run on PostgreSQL.
    assert set(found) == expected
    assert all(message.hint for message in found.values())


@pytest.mark.parametrize(
    ("engine", "cache", "pages", "expected"),
    [
        ("postgresql", "django.core.cache.backends.locmem.LocMemCache", "folder", {"W012"}),
        ("sqlite3", "django.core.cache.backends.locmem.LocMemCache", "folder", set()),
        ("sqlite3", "newsroom.forgiving_cache.ForgivingRedisCache", "cache", {"W013", "W014"}),
        ("postgresql", "newsroom.forgiving_cache.ForgivingRedisCache", "cache", {"W014"}),
    ],
)
def test_several_machines(production, monkeypatch, engine, cache, pages, expected):
    production.CACHES, production.PAGE_STORE = {"default": {"BACKEND": cache}}, pages
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")
    assert set(said()) == expected


def test_a_key_that_only_one_machine_has(production, monkeypatch):
    monkeypatch.delenv("SECRET_KEY")
    production.PAGE_STORE = "cache"
    assert "W015" in said()


def check(tmp_path, **variables):
    from newsroom.environment import env

    # The last one stands there for tests in a browser.
    ours = env.names | {"DJANGO_ALLOW_ASYNC_UNSAFE"}
    known = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    known |= {"VAR_DIR": str(tmp_path), **variables}
    return subprocess.run(command, env=known, cwd=ROOT, capture_output=True, text=True)


def test_the_command_is_content_with_production(tmp_path):
    done = check(
        tmp_path, SITE_URL="https://lantern.example", TRUSTED_PROXIES="1", SECRET_KEY="aB3$xY" * 10,
        MAILER="smtp://me:secret@mail.lantern.example", MAIL_FROM="news@lantern.example",
        CACHE_URL="redis://127.0.0.1:6379/0",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_command_names_what_is_wrong(tmp_path):
    done = check(tmp_path, SITE_URL="http://lantern.example", ALLOWED_HOSTS="*", DATABSE_URL="x")
    assert done.returncode == 1
    for each in ("newsroom.W001", "newsroom.W002", "newsroom.W004", "newsroom.W016", "security.W012"):
        assert each in done.stderr
