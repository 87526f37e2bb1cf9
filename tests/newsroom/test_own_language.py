"""Somebody chooses the language in which the desk, and its mails, speak to them."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from articles import commenting
from newsroom.accounts import roles
from newsroom.accounts.models import User
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
UK, EN = {"Accept-Language": "uk"}, {"Accept-Language": "en"}


@pytest.fixture
def ada(client):
    client.user = make_user(name="Ada", is_staff=True, is_superuser=True)
    client.force_login(client.user)
    return client


def language_of(client, headers):
    return client.get(reverse("admin:index"), headers=headers).headers["Content-Language"]


def test_without_a_choice_the_browser_says(ada):
    assert (language_of(ada, UK), language_of(ada, EN)) == ("uk", "en")


def test_a_choice_is_kept_with_the_account(ada):
    page = ada.get(reverse("own_language"), headers=EN)
    assert "Українська" in page.text and "As the browser says" in page.text
    ada.post(reverse("own_language"), {"language": "uk"}, headers=EN)
    assert User.objects.get().language == "uk" and language_of(ada, EN) == "uk"
    assert reverse("own_language") in ada.get(reverse("admin:index")).text
    ada.post(reverse("own_language"), {"language": ""}, headers=EN)
    assert language_of(ada, EN) == "en"


@pytest.mark.parametrize("bad", ["de", "uk\0", "x" * 10_000, "<b>"])
def test_what_is_no_language_of_ours_is_refused(ada, bad):
    assert ada.post(reverse("own_language"), {"language": bad}).status_code == 200
    assert User.objects.get().language == ""


def test_it_changes_nothing_on_readers_pages(ada):
    User.objects.update(language="uk")
    assert ada.get("/").headers["Content-Language"] == "en"


def test_nobody_else_gets_there(client):
    assert client.get(reverse("own_language")).status_code == 302
    client.force_login(make_user())
    assert client.post(reverse("own_language"), {"language": "uk"}).status_code == 302
    assert not User.objects.exclude(language="").exists()


def test_a_mention_is_written_in_it(ada, django_capture_on_commit_callbacks):
    olena = make_user(name="Olena", email="olena@example.com", is_staff=True, language="uk")
    olena.groups.add(Group.objects.get(name=roles.EDITOR))
    with django_capture_on_commit_callbacks(execute=True):
        commenting.comment(make_article(), "@Olena", by=ada.user)
    assert "mentioned you" not in mail.outbox[0].subject
