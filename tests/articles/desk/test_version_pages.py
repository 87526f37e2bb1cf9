"""The pages of versions: the list, one, two compared, the way back; and who may open them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles import publishing, versions
from articles.models import Article, ArticleVersion, Autosave
from newsroom.accounts import roles
from newsroom.audit.models import Event
from tests.factories import make_article, make_author, make_picture, make_section, make_user

pytestmark = pytest.mark.django_db

HOSTILE = (
    '<p onclick="x()">Bad <script>alert(1)</script><a href="javascript:alert(1)">link</a>'
    '<img src=x onerror=alert(1)></p><cms-embed data-url="javascript:alert(1)"></cms-embed>'
    '<cms-picture data-picture="1" data-caption="&lt;script&gt;alert(2)&lt;/script&gt;"></cms-picture>'
    '<table><tr><td colspan="1 onclick=x">c</td></tr></table><svg onload=alert(1)></svg>'
)


@pytest.fixture
def editor():
    user, client = make_user(is_staff=True, name="Ada Editor"), Client()
    user.groups.add(Group.objects.get(name=roles.EDITOR))
    client.force_login(user)
    client.user = user
    return client


def saved(article, by=None, **fields):
    """A further save of `article`, and its version."""
    Article.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    return versions.snapshot(article, ArticleVersion.Reason.SAVED, by)


def compare(client, article, old, new, **query):
    address = reverse("admin:articles_article_version_compare", args=[article.pk])
    return client.get(address, {"old": old, "new": new} | query)


def test_words_are_marked_in_the_body_and_around_it(editor):
    ada, bob = make_author(name="Ada"), make_author(name="Bob")
    article = make_article(
        headline="Talks begin", body="<p>The talks begin on Monday.</p>", tags=["Peace"], authors=[ada]
    )
    article.lead_picture = make_picture(title="Tower")
    first = saved(article)
    article.tags.set(["War"])
    article.bylines.update(author=bob)
    second = saved(
        article,
        headline="Talks end",
        body="<p>The talks end on Monday.</p>",
        lead_picture=make_picture(title="Bridge"),
        search_headline="Talks",
    )
    page = compare(editor, article, first.pk, second.pk).text
    for mark in (
        "<del> begin</del><ins> end</ins>",
        "<del>Peace</del>",
        "<ins>War</ins>",
        "<del>Ada</del>",
        "<ins>Bob</ins>",
    ):
        assert mark in page, mark
    assert "Bridge" in page and "Headline for search engines" in page
    assert "Deck of" not in page
    assert "Deck of" in compare(editor, article, first.pk, second.pk, all=1).text


def test_the_later_one_stands_second_however_they_were_chosen(editor):
    article = make_article(headline="One")
    first, second = saved(article), saved(article, headline="Two")
    assert "<del>One</del><ins>Two</ins>" in compare(editor, article, second.pk, first.pk).text


def test_what_readers_see_and_the_form(editor):
    article = make_article(headline="Public words", published=True)
    Article.objects.filter(pk=article.pk).update(headline="Unpublished words")
    page = compare(editor, article, "live", "form").text
    assert "<del>Public</del><ins>Unpublished</ins> words" in page


@pytest.mark.parametrize("side", ["", "x", "0", "-1", "9" * 40, "live", "form\0", "²"])
def test_a_side_that_is_none(editor, side):
    article = make_article()
    assert compare(editor, article, side, "form").status_code == 404


def test_nothing_executable_survives(editor):
    article = make_article(headline='<script>alert("h")</script>', body="<p>Good</p>")
    first, second = saved(article), saved(article, body=HOSTILE, deck="<img src=x onerror=alert(1)>")
    for query in ({}, {"all": 1}):
        page = compare(editor, article, first.pk, second.pk, **query).text
        main = page[page.index("desk-compared") :]
        assert "<script" not in main.split("</dl>")[0]
        assert not re.search(r"<[^>]+\son\w+\s*=", main.split("</dl>")[0])
        assert 'href="javascript' not in page.lower()
    version = editor.get(reverse("admin:articles_article_version", args=[article.pk, second.pk])).text
    assert "<script>alert" not in version and "onerror=alert" not in version.replace("&lt;img src=x onerror=alert", "")


def test_deleted_people_tags_and_pictures_are_named_as_such(editor):
    author, picture = make_author(), make_picture()
    body = f'<p>Text</p><cms-picture data-picture="{picture.pk}"></cms-picture>'
    body += '<cms-read-also data-article="99999"></cms-read-also>'
    article = make_article(authors=[author], tags=["Gone tag"], body=body, lead_picture=picture)
    first = saved(article)
    article.bylines.all().delete()
    article.tags.all().delete()
    author.delete()
    second = saved(article, body="<p>Text</p>", lead_picture=None)
    picture.delete()
    page = compare(editor, article, first.pk, second.pk).text
    assert "an author who is gone" in page
    assert "Gone tag (a tag that is gone)" in page
    assert page.count("a picture that is gone") == 2
    assert "an article that is gone" in page


@pytest.mark.parametrize("name", ["", "_name"])
def test_versions_of_another_article_are_not_found(editor, name):
    mine, other = make_article(), make_article()
    version = saved(other)
    address = reverse(f"admin:articles_article_version{name}", args=[mine.pk, version.pk])
    assert editor.post(address, {"name": "x"}).status_code == 404
    assert compare(editor, mine, version.pk, "form").status_code == 404
    assert compare(editor, mine, "form", version.pk).status_code == 404
    version.refresh_from_db()
    assert version.name == ""


def test_who_may_not_see_the_article_sees_no_version():
    article = make_article(headline="A secret draft")
    version = saved(article)
    client = Client()
    client.force_login(make_user(is_staff=True))
    for address in (
        reverse("admin:articles_article_versions", args=[article.pk]),
        reverse("admin:articles_article_version", args=[article.pk, version.pk]),
        reverse("admin:articles_article_version_compare", args=[article.pk]) + f"?old={version.pk}&new=form",
    ):
        response = client.get(address)
        assert response.status_code == 403
        assert "secret" not in response.text


def test_who_may_only_read_neither_restores_nor_names():
    from django.contrib.auth.models import Permission

    article = make_article(headline="Before")
    version = saved(article)
    Article.objects.filter(pk=article.pk).update(headline="After")
    user, client = make_user(is_staff=True), Client()
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    address = reverse("admin:articles_article_version", args=[article.pk, version.pk])
    assert "Restore" not in client.get(address).text
    assert client.post(address).status_code == 403
    assert client.post(f"{address}name/", {"name": "x"}).status_code == 403
    assert Article.objects.get().headline == "After"


def test_restoring_is_written_down_and_raises_the_revision(editor):
    article = make_article(headline="First")
    version = saved(article)
    Article.objects.filter(pk=article.pk).update(headline="Second")
    address = reverse("admin:articles_article_version", args=[article.pk, version.pk])
    editor.post(address, {"revision": article.revision})
    article.refresh_from_db()
    assert (article.headline, article.revision) == ("First", 2)
    assert Event.objects.get(verb="version.restored").actor == "Ada Editor"
    assert article.versions.first().revision == 2


def test_restoring_over_somebody_elses_change_is_refused(editor):
    article = make_article(headline="First")
    version = saved(article)
    Article.objects.filter(pk=article.pk).update(headline="Second", revision=7)
    address = reverse("admin:articles_article_version", args=[article.pk, version.pk])
    page = editor.post(address, {"revision": 1}, follow=True).text
    assert "changed by somebody else" in page
    assert Article.objects.get().headline == "Second"
    assert article.versions.count() == 1


def test_a_name_is_given_and_taken(editor):
    article = make_article()
    version = saved(article)
    address = reverse("admin:articles_article_version_name", args=[article.pk, version.pk])
    for typed, kept in (("  Before\0 the cut \U0001f600 ", "Before the cut \U0001f600"), ("<b>", "<b>"), ("", "")):
        editor.post(address, {"name": typed})
        version.refresh_from_db()
        assert version.name == kept
    page = editor.post(address, {"name": "x" * 10_000}, follow=True).text
    assert "10000 characters: shorten it to 120" in page.replace(",", "")
    assert editor.get(address).status_code == 405


def test_who_published_which_and_how_long_it_was_public(editor):
    ada = make_user(name="Ada Chief")
    article = make_article(headline="One")
    publishing.publish(article, by=ada)
    Article.objects.filter(pk=article.pk).update(headline="Two")
    publishing.publish(article, by=editor.user)
    page = editor.get(reverse("admin:articles_article_versions", args=[article.pk])).text
    assert page.count("Public now") == 1
    assert page.count("Was public") == 1
    assert page.index("Public now") < page.index("Was public")
    assert "Ada Chief" in page
    publishing.withdraw(article)
    page = editor.get(reverse("admin:articles_article_versions", args=[article.pk])).text
    assert "Public now" not in page and page.count("Was public") == 2


def test_the_list_says_what_changed(editor):
    article = make_article(headline="One", body="<p>One two three.</p>")
    saved(article)
    saved(article, headline="Two", body="<p>One two four five.</p>")
    page = editor.get(reverse("admin:articles_article_versions", args=[article.pk])).text
    assert "headline, body (+2 −1 words)" in page


def test_older_versions_have_a_page_of_their_own(editor):
    article = make_article()
    made = [saved(article, headline=f"Number {n}") for n in range(60)]
    address = reverse("admin:articles_article_versions", args=[article.pk])
    first = editor.get(address).text
    assert first.count("desk-history-what") == 51
    second = editor.get(address, {"before": made[10].pk}).text
    assert second.count("desk-history-what") == 10
    assert editor.get(address, {"before": saved(make_article()).pk}).status_code == 404


def test_the_list_costs_the_same_at_three_and_at_thirty(editor):
    article = make_article(section=make_section())
    address = reverse("admin:articles_article_versions", args=[article.pk])

    def cost(count):
        for number in range(count):
            saved(article, by=make_user(), headline=f"{count} {number}")
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address).status_code == 200
        return len(queries)

    editor.get(address)
    assert cost(3) == cost(27) <= 12


def test_unsaved_words_are_not_laid_over_a_restored_version(editor):
    article = make_article(headline="Now")
    version = versions.snapshot(article, "saved")
    Autosave.objects.create(article=article, user=editor.user, headline="Typed", data=[["headline", "Typed"]])
    address = reverse("admin:articles_article_version", args=[article.pk, version.pk])
    page = editor.post(address, {"revision": article.revision}, follow=True).text
    assert "save or discard them first" in page
    assert not article.versions.filter(reason="restored").exists()


def test_what_readers_see_is_dated_with_what_they_see(editor):
    article = make_article(published=True, at=timezone.now() - timedelta(days=90))
    first = timezone.localtime(article.live_edition.live_from)
    Article.objects.filter(pk=article.pk).update(headline="Two")
    publishing.publish(article)
    page = compare(editor, article, "live", "form").text
    assert date_format(first, "DATETIME_FORMAT") not in page
    assert date_format(timezone.localtime(article.versions.first().made_at), "DATETIME_FORMAT") in page
