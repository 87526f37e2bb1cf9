"""`manage.py page_headers`: what a server in front says of stored pages is what the app says of them."""

import pytest
from django.core.management import CommandError, call_command

from newsroom.pagecache import front_headers, serving
from newsroom.site.models import SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(capsys):
    def print_for(*arguments):
        call_command("page_headers", *arguments)
        return capsys.readouterr().out

    return print_for


def test_lines_for_nginx_say_what_the_app_says(printed, client):
    lines = printed().splitlines()
    app = client.get("/", HTTP_HOST="127.0.0.1:8000").headers
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        assert f'add_header {name} "{app[name]}";' in lines
    assert f'add_header Cache-Control "{serving.cache_control()}";' in lines
    assert 'add_header Vary "Accept-Encoding";' in lines


@pytest.mark.parametrize("name", ["Content-Type", "Content-Length", "ETag", "Set-Cookie", "Content-Language"])
def test_nothing_is_said_that_holds_for_one_page_only(printed, name):
    assert f" {name} " not in printed()


@pytest.mark.parametrize("name", ["Cache-Control", "Vary"])
def test_nothing_is_said_twice(printed, name):
    assert printed().count(f"add_header {name} ") == 1


def test_a_stored_front_page_says_the_same(printed, pages):
    first = printed()
    assert pages.paths() == ["/"]
    assert printed() == first


def test_a_block_for_caddy(printed):
    text = printed("--for", "caddy").splitlines()
    assert text[0] == "header {"
    assert text[-2:] == ["\tdefer", "}"]
    assert '\tX-Content-Type-Options "nosniff"' in text


def test_the_policy_lets_in_whoever_counts_readers(printed):
    SiteSettings(
        name="The Lantern", analytics_on=True, analytics_kind=SiteSettings.Analytics.PLAUSIBLE,
        analytics_script="https://plausible.example/js/script.js", analytics_site="lantern.example",
    ).save()  # fmt: skip
    assert "https://plausible.example" in printed()


def test_https_is_promised_where_the_site_has_it(printed, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://lantern.example", ["lantern.example"]
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SECURE_PROXY_SSL_HEADER, settings.TRUSTED_PROXIES = ("HTTP_X_FORWARDED_PROTO", "https"), 1
    assert 'add_header Strict-Transport-Security "max-age=31536000' in printed()


def test_a_host_that_is_not_ours_is_a_sentence(settings):
    settings.SITE_URL = "https://lantern.example"
    with pytest.raises(CommandError, match=r"^The front page at https://lantern.example/ answers 400: .*ALLOWED_HOSTS"):
        call_command("page_headers")


def test_what_nginx_would_misread_is_a_sentence():
    with pytest.raises(front_headers.NoHeaders, match="dollar"):
        front_headers.for_nginx([("X-Word", "a $word")])


def test_quotes_stay_in_the_value():
    assert front_headers.for_nginx([("X-Word", 'a "b" \\')]) == 'add_header X-Word "a \\"b\\" \\\\";'
