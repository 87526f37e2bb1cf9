"""publish: the working copy becomes what readers see, all of it, at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Article, ArticleVersion, PublishedArticle, Redirect
from tests.factories import make_article, make_author, make_picture, make_section, minutes_ago

pytestmark = pytest.mark.django_db


def test_it_works():
    ada, bo = make_author(), make_author()
    target = make_article(published=True)
    article = make_article(
        headline="Grid crews finish early",
        tags=["Energy"],
        authors=[bo, ada],
        related=[target],
        lead_picture=make_picture(),
    )

    edition = publishing.publish(article)

    assert PublishedArticle.objects.live().get(article=article) == edition
    assert edition.headline == "Grid crews finish early"
    assert edition.slug == "grid-crews-finish-early"
    assert list(edition.tags.names()) == ["Energy"]
    assert [byline.author for byline in edition.bylines.all()] == [bo, ada]
    assert [link.target for link in edition.related_links.all()] == [target]
    assert edition.lead_picture == article.lead_picture
    assert edition.plain_text.startswith("Body of article")
    assert edition.word_count == 4
    article.refresh_from_db()
    assert article.state == Article.State.PUBLISHED
    assert article.first_published_at == edition.published_at


def test_saving_the_working_copy_changes_nothing_public():
    article = make_article(published=True, headline="Before")
    article.headline = "After"
    article.save()
    article.tags.add("Late")
    edition = PublishedArticle.objects.live().get(article=article)
    assert edition.headline == "Before"
    assert list(edition.tags.names()) == []


def test_publishing_again_keeps_the_date_and_the_record():
    article = make_article(published=True, at=minutes_ago(90))
    first = article.live_edition
    article.headline = "Second wording"
    article.save()
    again = publishing.publish(article)
    assert again.pk == first.pk
    assert again.published_at == first.published_at
    assert again.updated_at is None


def test_a_substantial_change_is_told_to_readers():
    article = make_article(published=True, at=minutes_ago(90))
    edition = publishing.publish(article, substantial=True)
    assert edition.updated_at > edition.published_at


def test_what_is_stored_is_published_not_what_is_in_memory():
    article = make_article(headline="Stored")
    article.headline = "Never saved"
    assert publishing.publish(article).headline == "Stored"


def test_an_old_moment_is_kept_for_archives():
    moment = timezone.now() - timedelta(days=2000)
    edition = publishing.publish(make_article(), at=moment)
    assert edition.published_at == edition.live_from == moment


def test_a_version_is_kept():
    article = make_article(published=True)
    assert article.versions.get().reason == ArticleVersion.Reason.PUBLISHED


def test_a_changed_slug_leaves_a_redirect_and_no_chain():
    article = make_article(published=True, slug="first")
    first = article.live_edition.get_absolute_url()
    for slug in ("second", "third"):
        article.slug = slug
        article.save()
        publishing.publish(article)
    last = article.live_edition.get_absolute_url()
    assert set(Redirect.objects.values_list("new_path", flat=True)) == {last}
    assert Redirect.objects.get(old_path=first).new_path == last


def test_going_back_to_an_old_slug_makes_no_loop():
    article = make_article(published=True, slug="first")
    for slug in ("second", "first"):
        article.slug = slug
        article.save()
        publishing.publish(article)
    assert not Redirect.objects.filter(old_path=article.live_edition.get_absolute_url()).exists()


def test_two_headlines_alike_get_two_slugs():
    slugs = [publishing.publish(make_article(headline="Same words")).slug for _ in range(3)]
    assert slugs == ["same-words", "same-words-2", "same-words-3"]


def test_a_ukrainian_headline_is_transliterated():
    edition = publishing.publish(make_article(headline="Щит із Згурського: юність", language="uk"))
    assert edition.slug == "shchyt-iz-zghurskoho-yunist"
    assert edition.get_absolute_url().startswith("/uk/")


def test_a_headline_without_letters_still_gets_an_address():
    assert publishing.publish(make_article(headline="新闻 🎉")).slug == "story"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"headline": "  "}, "Write a headline."),
        ({"section": None}, "Choose a section."),
        ({"body": ""}, "The body is empty: write the article."),
        ({"body": "<p> </p>"}, "The body is empty: write the article."),
    ],
)
def test_it_refuses_an_unready_article(fields, sentence):
    article = make_article(**fields)
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(article)
    assert refused.value.sentences == [sentence]
    assert not PublishedArticle.objects.exists()


def test_it_refuses_a_moment_to_come():
    with pytest.raises(publishing.NotReady, match="schedule the article"):
        publishing.publish(make_article(), at=timezone.now() + timedelta(hours=1))


def test_the_section_may_not_vanish_under_an_article():
    section = make_section()
    make_article(published=True, section=section)
    with pytest.raises(Exception, match="protected"):
        section.delete()


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/2026/", "/archive/2026/"),
        ("/2026/11/", "/archive/2026/11/"),
        ("/uk/2026/11/22/", "/uk/archive/2026/11/22/"),
        ("/Section/POLITICS/", "/section/politics/"),
    ],
)
def test_what_is_left_of_an_address_leads_on(client, asked, led):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, led)


def test_a_page_only_answers_those_who_read(client):
    assert client.post("/").status_code == 405
