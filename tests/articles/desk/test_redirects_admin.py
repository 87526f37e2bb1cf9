"""Redirects by hand: checked, in one step, for the chief editor alone."""

import pytest
from django.urls import reverse

from articles import redirects
from articles.models import Page, Redirect
from articles.old_addresses import mark_gone, moved
from newsroom.audit.models import Event
from tests.articles.admin.conftest import chief, editor, signed_in  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages():
    for slug in ("about", "ethics"):
        Page.objects.create(title=slug, slug=slug, language="en", is_live=True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("old", "/about/", "begins with a slash"), ("https://elsewhere.example/x", "/about/", "begins with a slash"),
        ("/?p=1", "/about/", "begins with a slash"), ("/x/", "javascript:alert(1)", "leads nowhere"),
        ("/x/", "//evil.example", "leads nowhere"), ("/x/", "https://exa mple.com", "leads nowhere"),
        ("/x/", "http://plain.example/", "leads nowhere"),
        ("/x/", "/nothing/", "find nothing"), ("/x/", "/admin/", "find nothing"), ("/about/", "/ethics/", "is a page"),
        ("/x/", "/x", "loop: /x/ → /x"), ("/x/", "/gone/", "gone itself"), ("/was/", "/ethics/", "already"),
        ("/" + "x" * 600, "/about/", "500"), ("/loop/", "/to-loop/", "loop: /loop/ → /to-loop/ → /loop/"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(old, new, said):
    mark_gone("/gone/")
    moved("/was/", "/about/")
    Redirect.objects.create(old_path="/to-loop/", new_path="/loop/")
    before = Redirect.objects.count()
    with pytest.raises(redirects.Refused) as refused:
        redirects.add(old, new)
    assert said in str(refused.value)
    assert Redirect.objects.count() == before


def test_a_chain_becomes_one_step(client):
    moved("/older/", "/middle/")
    moved("/was/", "/about/")
    row = redirects.add("/middle/", "http://127.0.0.1:8000/was/")
    assert row.new_path == "/about/" and row.made_by == "hand"
    for path in ("/older/", "/middle/", "/was/"):
        assert client.get(path).headers["Location"] == "/about/"


def test_the_chief_editor_adds_and_deletes_and_the_log_says_so(chief, client):  # noqa: F811
    data = {"old_path": "/%D0%B4/", "new_path": "https://shop.example/x?y=1"}
    answer = chief.post(reverse("admin:articles_redirect_add"), data)
    assert answer.status_code == 302
    row = Redirect.objects.get()
    assert row.old_path == "/д/"
    assert client.get("/д/").headers["Location"] == "https://shop.example/x?y=1"
    for name, args in (("changelist", []), ("change", [row.pk])):
        assert "/д/" in chief.get(reverse(f"admin:articles_redirect_{name}", args=args)).text
    chief.post(reverse("admin:articles_redirect_delete", args=[row.pk]), {"post": "yes"})
    assert not Redirect.objects.exists()
    assert set(Event.objects.values_list("verb", flat=True)) >= {"redirect.added", "redirect.removed"}


def test_what_was_typed_stays_beside_the_sentence(chief):  # noqa: F811
    answer = chief.post(reverse("admin:articles_redirect_add"), {"old_path": "/x/", "new_path": "/nothing-here/"})
    assert (
        answer.status_code == 200 and "Readers find nothing" in answer.text and 'value="/nothing-here/"' in answer.text
    )
    for old in ("\0", "/😀/" * 400, "/<b>/"):
        answer = chief.post(reverse("admin:articles_redirect_add"), {"old_path": old, "new_path": old})
        assert answer.status_code == 200


def test_editors_have_none_of_it(editor):  # noqa: F811
    for name in ("add", "changelist"):
        assert editor.get(reverse(f"admin:articles_redirect_{name}")).status_code == 403
