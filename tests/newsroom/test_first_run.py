"""An empty database leads whoever is on the machine to a newspaper with a chief and a first draft, once."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author, Section
from newsroom.accounts.models import User
from newsroom.accounts.roles import CHIEF_EDITOR
from newsroom.audit.models import Event
from newsroom.first_run import codes, kept, state, zones
from newsroom.first_run.setting_up import AlreadySetUp, Answers, set_up
from newsroom.site.models import SiteSettings
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SETUP = "/setup/"
HERE = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
AWAY = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "203.0.113.9"}
ANSWERS = {
    "name": "The Lantern", "tagline": "Light for the region", "language": "en", "time_zone": "Europe/Warsaw",
    "person": "Ada Chief", "email": "ada@example.com", "password": "seven quiet lamps",
}  # fmt: skip


@pytest.fixture(autouse=True)
def new_newspaper(settings):
    settings.FIRST_RUN = True
    settings.FIXED_BY_ENVIRONMENT = []
    settings.TIME_ZONE, settings.LANGUAGE_CODE = "Europe/Kyiv", "en"
    state.forget()
    yield
    state.forget()
    timezone.get_default_timezone.cache_clear()


@pytest.fixture
def here():
    return Client(**HERE)


def test_it_works(here, settings):
    answer = here.post(SETUP, ANSWERS)
    article = Article.objects.get()
    assert answer.status_code == 302, answer.text
    assert answer.url == reverse("admin:articles_article_change", args=[article.pk])
    assert here.get(answer.url).status_code == 200  # signed in

    site, user = SiteSettings.objects.get(), User.objects.get()
    assert (site.name, site.tagline) == ("The Lantern", "Light for the region")
    assert user.is_superuser and user.is_staff and user.check_password("seven quiet lamps")
    assert user.groups.get().name == CHIEF_EDITOR
    assert Author.objects.get().account == user
    assert article.section == Section.objects.get() and article.bylines.get().author.account == user
    assert SiteSettings.load().menu("sections")[0].url == article.section.get_absolute_url()
    event = Event.objects.get(verb="site.set_up")
    assert (event.actor_id, event.details["time_zone"]) == (user.pk, "Europe/Warsaw")
    assert "seven" not in str(event.details)
    assert kept.read(settings.SITE_ENV) == {"TIME_ZONE": "Europe/Warsaw", "LANGUAGE_CODE": "en"}
    assert timezone.get_default_timezone_name() == "Europe/Warsaw"


def test_its_first_draft_can_be_published(here):
    here.post(SETUP, ANSWERS)
    from articles import publishing

    article = Article.objects.get()
    article.body = "<p>Words.</p>"
    article.save()
    assert publishing.publish(article, by=User.objects.get()).headline == article.headline


@pytest.mark.parametrize("path", ["/", "/uk/", "/admin/", "/admin/login/", "/admin/articles/article/"])
def test_the_front_page_and_the_desk_lead_to_it(here, path):
    answer = here.get(path)
    assert (answer.status_code, answer.url) == (302, SETUP)
    assert answer["Cache-Control"] == "no-store"


def test_other_pages_do_not(here):
    assert here.get("/archive/").status_code == 200
    assert here.get("/robots.txt").status_code == 200


def test_nothing_leads_there_once_somebody_has_an_account(here):
    make_user()
    assert here.get("/").status_code == 200
    assert here.get(SETUP).status_code == 404
    assert here.post(SETUP, ANSWERS).status_code == 404


def test_it_never_comes_back(here):
    here.post(SETUP, ANSWERS)
    User.objects.all().delete()
    state.forget()
    assert here.get(SETUP).status_code == 404 and here.get("/").status_code == 200


def test_a_process_that_knows_asks_nobody(here, django_assert_num_queries):
    make_user()
    here.get("/")
    with django_assert_num_queries(0):
        assert not state.is_new()


def test_the_page_is_stored_nowhere_and_keeps_the_readers_policy(here):
    answer = here.get(SETUP)
    assert "no-store" in answer["Cache-Control"]
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert "<style" not in answer.text and ' style="' not in answer.text and "noindex" in answer.text


def test_a_foreign_form_is_refused():
    assert Client(enforce_csrf_checks=True, **HERE).post(SETUP, ANSWERS).status_code == 403
    assert not User.objects.exists()


# Who may


@pytest.mark.parametrize(
    "extra",
    [
        AWAY,
        HERE | {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        HERE | {"HTTP_FORWARDED": "for=203.0.113.9"},
        HERE | {"HTTP_X_REAL_IP": "203.0.113.9"},
        HERE | {"HTTP_HOST": "testserver"},
        HERE | {"REMOTE_ADDR": ""},
    ],
)
def test_others_stay_before_the_door(extra):
    client = Client(**extra)
    answer = client.get(SETUP)
    assert answer.status_code == 403 and "setup_code" in answer.text and 'name="password"' not in answer.text
    assert client.post(SETUP, ANSWERS).status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["::1", "127.0.0.2", "::ffff:127.0.0.1"])
def test_addresses_of_this_machine(address):
    assert 'name="password"' in Client(REMOTE_ADDR=address, HTTP_HOST="[::1]:8000").get(SETUP).text


def test_a_code_opens_it_from_elsewhere_once(settings, capsys):
    call_command("setup_code")
    code = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("    ")).strip()
    assert code not in settings.SETUP_CODE.read_text()
    assert settings.SETUP_CODE.stat().st_mode & 0o077 == 0
    away = Client(**AWAY)
    page = away.post(SETUP, {"code": code.lower().replace("-", " ")})
    assert page.status_code == 200 and 'name="password"' in page.text
    wrong = away.post(SETUP, ANSWERS | {"code": code, "time_zone": "Nowhere"})
    assert wrong.status_code == 400 and code in wrong.text
    assert away.post(SETUP, ANSWERS | {"code": code}).status_code == 302
    assert not settings.SETUP_CODE.exists()


def test_a_code_may_be_guessed_ten_times(settings):
    code = codes.make(settings.SETUP_CODE)
    away = Client(**AWAY)
    for _each in range(codes.TRIES):
        answer = away.post(SETUP, {"code": "AAAA-AAAA-AAAA-AAAA"})
        assert answer.status_code == 403 and "opens nothing" in answer.text
    assert away.post(SETUP, {"code": code}).status_code == 403
    again = codes.make(settings.SETUP_CODE)
    assert away.post(SETUP, {"code": again}).status_code == 200


def test_without_a_code_none_is_right(settings):
    assert not codes.is_right(settings.SETUP_CODE, "")
    settings.SETUP_CODE.write_text("broken")
    assert not codes.is_right(settings.SETUP_CODE, "")


def test_no_code_for_a_newspaper_that_is_set_up():
    make_user()
    with pytest.raises(CommandError, match="set up already"):
        call_command("setup_code")


# Answers


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "required"),
        ("name", "a\0b", "Null characters"),
        ("name", "x" * 10_000, "at most 80"),
        ("time_zone", "Europe/<b>", "There is no time zone"),
        ("language", "xx", "xx is not one"),
        ("email", "ada", "valid email"),
        ("password", "short", "at least 12"),
        ("password", "ada@example.com", "too much like"),
        ("password", "password1234", "too common"),
    ],
)
def test_an_answer_that_will_not_do(here, field, value, sentence):
    answer = here.post(SETUP, ANSWERS | {"tagline": "Kept <i>words</i>", field: value})
    assert answer.status_code == 400 and sentence in answer.text
    assert "Kept &lt;i&gt;words&lt;/i&gt;" in answer.text and "<b>" not in answer.text.replace("</b>", "")
    assert not User.objects.exists() and not SiteSettings.objects.exists()


def test_the_language_of_the_page_is_changed_without_loss(here):
    answer = here.post(SETUP, ANSWERS | {"show_in": "uk", "name": "Ліхтар 🔦"})
    assert '<html lang="uk">' in answer.text and "Ліхтар 🔦" in answer.text and "seven quiet lamps" in answer.text
    assert answer["Content-Language"] == "uk" and not User.objects.exists()
    wrong = here.post(SETUP, ANSWERS | {"shown_in": "uk", "time_zone": "x"})
    assert '<html lang="uk">' in wrong.text


def test_a_ukrainian_newspaper(here, settings):
    answer = here.post(SETUP, ANSWERS | {"language": "uk", "name": "Ліхтар", "person": "Ада Редакторка"}, follow=True)
    assert Section.objects.get().name == "Новини" and Article.objects.get().language == "uk"
    assert Author.objects.get().slug
    assert "Restart Newsroom once" in answer.text
    assert kept.read(settings.SITE_ENV)["LANGUAGE_CODE"] == "uk"


def test_what_the_environment_says_is_shown_and_not_asked(here, settings):
    settings.FIXED_BY_ENVIRONMENT = ["TIME_ZONE", "LANGUAGE_CODE"]
    assert here.get(SETUP).text.count(" disabled") >= 2
    here.post(SETUP, ANSWERS | {"language": "uk"})
    assert kept.read(settings.SITE_ENV) == {}
    assert Article.objects.get().language == "en"
    assert timezone.get_default_timezone_name() == "Europe/Kyiv"


def test_a_folder_that_cannot_be_written(here, settings, monkeypatch):
    def refuse(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(kept, "write", refuse)
    answer = here.post(SETUP, ANSWERS)
    assert answer.status_code == 400 and "cannot be written" in answer.text and "The Lantern" in answer.text
    assert not User.objects.exists() and not SiteSettings.objects.exists() and not Article.objects.exists()


def test_zones():
    assert zones.find("kyiv") == zones.find("Europe/Kyiv") == "Europe/Kyiv"
    assert zones.find("new york") == "America/New_York"
    assert zones.find("") == zones.find("../../etc/passwd") == ""


# Two at once


def test_the_second_of_two_is_refused():
    answers = Answers(**ANSWERS)
    set_up(answers)
    with pytest.raises(AlreadySetUp):
        set_up(Answers(**ANSWERS | {"email": "eve@example.com"}))
    assert User.objects.get().email == "ada@example.com"


@pytest.mark.django_db(transaction=True)
def test_two_pages_that_were_both_in_time(here, monkeypatch):
    """Both were let in before either had finished: the second finds the first's records in its transaction."""
    monkeypatch.setattr(state, "is_new", lambda: True)
    assert here.post(SETUP, ANSWERS).status_code == 302
    assert Client(**HERE).post(SETUP, ANSWERS | {"email": "eve@example.com"}).status_code == 404
    assert User.objects.count() == Section.objects.count() == Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_the_same_moment():
    """The row of settings exists once, so the database itself lets only one through."""
    if connection.vendor == "sqlite":
        # The tests' database in memory cannot make a second writer wait, as a file does.
        answers = [Answers(**ANSWERS), Answers(**ANSWERS | {"email": "eve@example.com"})]
        SiteSettings(name="Faster").save()
        for each in answers:
            with pytest.raises(AlreadySetUp):
                set_up(each)
        assert not User.objects.exists()
        return
    barrier, found = threading.Barrier(2), []

    def press(email):
        client = Client(**HERE)
        client.get(SETUP)
        barrier.wait(10)
        try:
            found.append(client.post(SETUP, ANSWERS | {"email": email}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[email]) for email in ("ada@example.com", "eve@example.com")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == [302, 404]
    assert User.objects.count() == Section.objects.count() == Article.objects.count() == 1


# What the next start reads


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    file = tmp_path / "site.env"
    kept.write(file, {"TIME_ZONE": "Asia/Tokyo", "LANGUAGE_CODE": "uk", "SECRET_KEY": "never"})
    assert kept.read(file) == {"TIME_ZONE": "Asia/Tokyo", "LANGUAGE_CODE": "uk"}
    monkeypatch.setenv("TIME_ZONE", "Europe/Paris")
    monkeypatch.delenv("LANGUAGE_CODE", raising=False)
    assert kept.fixed() == ["TIME_ZONE"]
    assert kept.read(tmp_path / "none") == {}


@pytest.mark.parametrize(
    ("environment", "expected"), [({}, "Asia/Tokyo uk"), ({"TIME_ZONE": "Europe/Paris"}, "Europe/Paris uk")]
)
def test_a_new_process_takes_it_up(tmp_path, environment, expected):
    import os
    import subprocess
    import sys

    kept.write(tmp_path / "site.env", {"TIME_ZONE": "Asia/Tokyo", "LANGUAGE_CODE": "uk"})
    variables = {name: value for name, value in os.environ.items() if name not in kept.NAMES}
    variables |= {
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "x" * 32,
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        **environment,
    }
    code = "from django.conf import settings; print(settings.TIME_ZONE, settings.LANGUAGE_CODE)"
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == expected


def test_the_desk_goes_on_in_the_language_of_the_page(here):
    answer = here.post(SETUP, ANSWERS | {"shown_in": "uk", "language": "uk"}, HTTP_ACCEPT_LANGUAGE="en")
    assert User.objects.get().language == "uk"
    assert '<html lang="uk"' in here.get(answer.url, HTTP_ACCEPT_LANGUAGE="en").text


def test_a_password_like_the_person_is_refused_in_a_sentence_of_ours(here):
    answer = here.post(SETUP, ANSWERS | {"password": "ada@example.com"})
    assert "too much like your name or your e-mail address: choose another one." in answer.text
    assert "too similar" not in answer.text
