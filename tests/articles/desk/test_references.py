"""What a text refers to is written down beside it whenever it is written, and only when it changed."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles import publishing, references, versions
from articles.models import ArticleVersion, Page, Reference
from tests.factories import make_article, make_picture, make_story

pytestmark = pytest.mark.django_db


def body_of(picture, article):
    return (
        f'<p>See <a data-article="{article.pk}">the vote</a>, <a href="/about/?x=1#us">about us</a>,'
        f' <a href="http://127.0.0.1:8000/tag/%D0%B4/">д</a> and <a href="https://elsewhere.example/">not this</a>.</p>'
        f'<cms-picture data-picture="{picture.pk}"></cms-picture>'
        f'<cms-read-also data-article="{article.pk}"></cms-read-also>'
    )


def rows(**source):
    return set(
        Reference.objects.filter(**source).values_list(
            "place", "words", "target_article", "target_picture", "target_url"
        )
    )


def test_everything_that_a_text_names_is_kept_for_the_copy_and_for_the_edition():
    picture, lead, other, near = make_picture(), make_picture(), make_article(), make_article()
    article = make_article(body=body_of(picture, other), lead_picture=lead, related=[near], published=True)
    wanted = {
        ("lead", "", None, lead.pk, ""),
        ("body", "the vote", other.pk, None, ""),
        ("body", "about us", None, None, "/about/"),
        ("body", "д", None, None, "/tag/д/"),
        ("body", "", None, picture.pk, ""),
        ("body", "", other.pk, None, ""),
        ("related", "", near.pk, None, ""),
    }
    assert rows(article=article) == wanted
    assert rows(edition=article.live_edition) == wanted


def test_a_chosen_story_is_kept_too():
    story = make_story()
    article = make_article(related=[story], published=True)
    for source in ({"article": article}, {"edition": article.live_edition}):
        assert list(Reference.objects.filter(**source).values_list("place", "target_story")) == [("related", story.pk)]


def test_saving_rewrites_the_rows_of_the_copy_alone():
    other = make_article()
    article = make_article(body=f'<p><a data-article="{other.pk}">x</a></p>', published=True)
    article.body = '<p><a href="/about/">y</a></p>'
    article.save()
    versions.snapshot(article, ArticleVersion.Reason.SAVED)
    assert rows(article=article) == {("body", "y", None, None, "/about/")}
    assert rows(edition=article.live_edition) == {("body", "x", other.pk, None, "")}


def test_restoring_a_version_brings_its_references_back():
    article = make_article(body='<p><a href="/about/">y</a></p>')
    version = versions.snapshot(article, ArticleVersion.Reason.SAVED)
    article.body = "<p>Nothing.</p>"
    article.save()
    versions.snapshot(article, ArticleVersion.Reason.SAVED)
    assert not rows(article=article)
    versions.restore(version)
    assert rows(article=article) == {("body", "y", None, None, "/about/")}


def test_what_did_not_change_is_read_once_and_not_written(django_assert_num_queries):
    links = "".join(f'<a href="/page-{number}/">{number}</a>' for number in range(50))
    article = make_article(body=f"<p>{links}</p>")
    with django_assert_num_queries(3):  # related news, the rows there are, one insert
        references.keep(article)
    with django_assert_num_queries(2):
        references.keep(article)


def test_saving_a_page_in_the_admin_writes_its_rows(admin_client):
    data = {"title": "About", "body": '<p><a href="/ethics/">e</a></p>', "slug": "about", "language": "en"}
    admin_client.post(reverse("admin:articles_page_add"), data | {"description": ""})
    assert rows(page=Page.objects.get()) == {("body", "e", None, None, "/ethics/")}


def test_the_command_writes_all_rows_anew(capsys, monkeypatch):
    monkeypatch.setattr(references, "BATCH", 2)
    articles = [make_article(body=f'<p><a href="/p{n}/">x</a></p>', published=True) for n in range(3)]
    before = set(Reference.objects.values_list("article", "edition", "target_url"))
    Reference.objects.filter(article=articles[0]).delete()
    Reference.objects.create(article=articles[1], place="body", target_url="/stale/")
    call_command("index_references")
    assert set(Reference.objects.values_list("article", "edition", "target_url")) == before
    assert "6 texts" in capsys.readouterr().out


def test_a_withdrawn_article_keeps_its_rows_and_a_deleted_one_loses_them():
    article = make_article(body='<p><a href="/about/">y</a></p>', published=True)
    publishing.withdraw(article)
    assert rows(article=article)
    article.delete()
    assert not Reference.objects.exists()
