"""Every form that a stranger may send has a limit, for all processes; who is stopped reads when to come back."""

import sqlite3

import pytest
from django.core.cache import cache
from django.urls import get_resolver

from newsroom import rates
from newsroom.networks import street
from newsroom.rates import FORM, FORMS, FREE, READS, Rate, rate_of, waits
from tests.newsroom.test_nothing_unpublished import is_for_staff, walk

NOW = 1_800_000_000.0
FEW = Rate(3, 600)


def test_each_address_of_a_stranger_has_a_limit():
    """Whatever is no desk: a POST is limited or stands in `FREE` with a reason."""
    names = set()
    for pattern, name in walk(get_resolver()):
        names.add(name)
        is_door = name in rates.DOOR
        if is_for_staff(pattern) and not is_door:
            continue
        assert name in FREE or rate_of(name or "", f"/{pattern}", "POST"), f"{pattern} takes forms without a limit"
    unknown = {*FORMS, *READS, *FREE} - names
    assert not unknown, f"No address is called so: {unknown}"


def test_the_documentation_names_each(request):
    text = (request.config.rootpath / "docs" / "rate-limits.md").read_text()
    for name, rate in [*FORMS.items(), *READS.items()]:
        assert f"`{name}`" in text, name
        assert str(rate.most) in text
    for name in FREE:
        assert f"`{name}`" in text
    assert str(FORM.most) in text


def test_what_a_desk_sends_is_not_counted():
    assert rate_of("articles_article_change", "/admin/articles/article/1/change/", "POST") is None
    assert rate_of("sign_in", "/admin/login/", "POST")
    assert rate_of("front", "/", "GET") is None


def test_counts_and_forgets(tmp_path, settings):
    assert [waits("a", "192.0.2.1", FEW, NOW) for _each in range(3)] == [0, 0, 0]
    assert waits("a", "192.0.2.77", FEW, NOW) > 0, "neighbours are one network"
    assert waits("a", "198.51.100.1", FEW, NOW) == 0
    assert waits("b", "192.0.2.1", FEW, NOW) == 0
    assert 0 < waits("a", "192.0.2.1", FEW, NOW + 1) <= 600
    assert waits("a", "192.0.2.1", FEW, NOW + 600) == 0


def test_another_process_counts_on():
    for _each in range(3):
        waits("a", "192.0.2.1", FEW, NOW)
    cache.clear()
    assert waits("a", "192.0.2.1", FEW, NOW)


def test_a_file_that_cannot_be_written_stops_nobody(settings, tmp_path):
    (tmp_path / "no").write_text("")
    settings.RATES_FILE = tmp_path / "no" / "rates.sqlite3"
    assert [waits("a", "192.0.2.1", Rate(0), NOW) for _each in range(3)] == [0, 0, 0]
    settings.RATES_FILE = tmp_path / "broken.sqlite3"
    settings.RATES_FILE.write_bytes(b"no database" * 1000)
    assert waits("a", "192.0.2.1", Rate(0), NOW) == 0


def test_redis_that_is_away_is_replaced_by_the_file(settings, monkeypatch):
    settings.CACHES = {"pages": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    monkeypatch.setattr(rates, "_in_redis", lambda *args: 1 / 0)
    assert [bool(waits("a", "192.0.2.1", FEW, NOW)) for _each in range(4)] == [False] * 3 + [True]


def test_nothing_tells_who_asked_and_yesterdays_key_is_gone(settings):
    waits("a", "192.0.2.1", FEW, NOW)
    first = rows(settings)
    assert "192.0.2" not in str(first)
    waits("a", "192.0.2.1", FEW, NOW + rates.DAY)
    second = rows(settings)
    assert len(second[0]) == 1 and second[0] != first[0], "the key of the day before can be used by nobody"
    assert len(second[1]) == 1 and second[1][0][0] != first[1][0][0]
    data = settings.RATES_FILE.read_bytes()
    assert b"192.0.2" not in data


def rows(settings):
    with sqlite3.connect(settings.RATES_FILE) as file:
        return file.execute("SELECT * FROM secrets").fetchall(), file.execute("SELECT name FROM counts").fetchall()


@pytest.mark.parametrize("address", ["", "nonsense", "\0", "192.0.2.1:80"])
def test_what_is_no_address_is_nobody(address):
    assert street(address) == "" and waits("a", address, Rate(0), NOW) == 0


@pytest.mark.django_db
def test_the_page(client, monkeypatch, django_assert_num_queries, settings):
    monkeypatch.setitem(rates.READS, "search", Rate(0))
    with django_assert_num_queries(0):
        answer = client.get("/search/?q=grid")
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert "no-store" in answer.headers["Cache-Control"] and "minute" in answer.text
    monkeypatch.setitem(rates.FORMS, "patron_sign_in", Rate(0))
    answer = client.post("/support/sign-in/", {"email": "reader@example.org"})
    assert answer.status_code == 429 and "go back and send it again" in answer.text
    settings.RATE_LIMITS = 0
    assert client.get("/search/?q=grid").status_code == 200


@pytest.mark.django_db
def test_readers_behind_one_network_all_come_in(client):
    """A hundred and fifty searches and forms within minutes are a town without power, and no attack."""
    for _each in range(150):
        assert waits("search:read", "192.0.2.1", READS["search"]) == 0
        assert waits("patron_sign_in:sent", "192.0.2.1", FORMS["patron_sign_in"]) == 0
    assert client.get("/search/?q=grid", REMOTE_ADDR="192.0.2.1").status_code == 200
