"""A form that is older than the sign-in: a page of ours, nothing done, the way back."""

import pytest
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_stale_form_is_answered_in_a_sentence_with_the_way_back():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    came_from = "http://testserver/admin/articles/section/add/?_popup=1"
    page = client.post("/admin/articles/section/add/", {"name": "New"}, headers={"referer": came_from})
    assert page.status_code == 403 and "Nothing was changed" in page.text and "DEBUG" not in page.text
    assert f'href="{came_from}"' in page.text and page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("referer", ["https://evil.example/x", "javascript:alert(1)", "", "//evil.example/"])
def test_the_way_back_never_leads_away(referer):
    client = Client(enforce_csrf_checks=True)
    page = client.post("/admin/login/", {"username": "x"}, headers={"referer": referer})
    assert page.status_code == 403 and 'href="/admin/login/"' in page.text
    assert "evil" not in page.text and "javascript:" not in page.text
