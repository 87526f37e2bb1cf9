"""Share links at the desk: made, listed and revoked beside the form."""

import pytest
from django.urls import reverse

from articles import sharing
from articles.models import ShareLink
from tests.factories import make_article

PART = {"x-part": "shares"}


def share(article):
    return reverse("admin:articles_article_share", args=[article.pk])


def revoke(article, link):
    return reverse("admin:articles_article_share_revoke", args=[article.pk, link.pk])


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_a_link_is_made_listed_and_revoked(editor, client):
    article = make_article()
    answer = editor.post(share(article), {"note": "<i>Vira</i>", "days": "3", "may_comment": "on"}, headers=PART)
    link = ShareLink.objects.get()
    assert answer.status_code == 200 and sharing.address(link) in answer.text
    assert "&lt;i&gt;Vira&lt;/i&gt;" in answer.text and "opened 0 times" in answer.text and "Europe/Kyiv" in answer.text
    assert (link.made_by, link.may_comment) == (editor.user, True)
    assert sharing.address(link) in editor.get(change(article)).text
    answer = editor.post(revoke(article, link), headers=PART)
    assert "revoked" in answer.text and sharing.address(link) not in answer.text


def test_without_the_script_the_form_comes_back(editor):
    article = make_article()
    answer = editor.post(share(article), {"days": "1"})
    assert answer.status_code == 302 and answer.headers["Location"] == f"{change(article)}#desk-shares"
    page = editor.post(share(article), {"days": "2"}, follow=True)
    assert "A link lives 1, 3 or 7 days" in page.text


@pytest.mark.parametrize("days", ["", "2", "x", "-1", "9" * 50, "²"])
def test_another_number_of_days_is_refused_and_the_note_stays(editor, days):
    article = make_article()
    answer = editor.post(share(article), {"note": "Kept note", "days": days}, headers=PART)
    assert answer.status_code == 422 and "Kept note" in answer.text
    assert not ShareLink.objects.exists()


def test_a_link_belongs_to_its_article(editor):
    mine, other = make_article(), make_article()
    link = sharing.make(mine, by=editor.user, days=1)
    assert editor.post(revoke(other, link)).status_code == 404
    assert editor.get(revoke(mine, link)).status_code == 405
    assert ShareLink.objects.get().revoked_at is None


@pytest.mark.parametrize("who", ["nobody", "reader", "staff", "pledge"])
def test_others_are_refused(signed_in, editor, who):
    article = make_article()
    link = sharing.make(article, by=editor.user, days=1)
    client = signed_in(who)
    for address in (share(article), revoke(article, link)):
        assert client.post(address, {"days": "1"}).status_code in (302, 403)
    assert ShareLink.objects.get().revoked_at is None
