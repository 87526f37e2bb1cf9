"""An editor writes, saves and publishes through the admin; the public side changes only by a verb."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import publishing, trash
from articles.models import Article, Correction, PublishedArticle, Tag
from tests.articles.admin.conftest import management
from tests.factories import make_article, make_author, make_picture, make_story, make_tag

ADD = reverse("admin:articles_article_add")


def change(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_it_works(editor, typed):
    ada, bohdan = make_author(name="Ada"), make_author(name="Bohdan")
    other, snow = make_article(published=True), make_story("Snow")
    picture = make_picture(alt="")
    make_tag("Energy")
    lines = {
        **management("bylines", 2), "bylines-0-author": bohdan.pk, "bylines-1-author": ada.pk,
        "bylines-0-position": 0, "bylines-1-position": 1,
        **management("related_links", 2), "related_links-0-target": other.pk, "related_links-0-position": 0,
        "related_links-1-story": snow.pk, "related_links-1-is_pinned": "on", "related_links-1-position": 1,
    }  # fmt: skip
    response = editor.post(
        ADD, typed(_publish="", lead_picture=picture.pk, tags=["Energy", "2022"], **lines), follow=True
    )
    article = Article.objects.get(headline="Parliament sets a date")
    assert response.redirect_chain[-1][0] == change(article)
    edition = article.live_edition
    assert edition is not None and edition.get_absolute_url() in response.text
    assert [byline.author.name for byline in edition.bylines.all()] == ["Bohdan", "Ada"]
    assert sorted(edition.tags.names()) == ["2022", "Energy"]
    found = edition.related_links.values_list("target", "story", "is_pinned")
    assert list(found) == [(other.pk, None, False), (None, snow.pk, True)]
    assert article.created_by == editor.user
    assert "has no alt text" in response.text


def test_saving_changes_nothing_public(editor, typed):
    article = make_article(published=True, headline="As readers have it")
    response = editor.post(change(article), typed(headline="As the desk has it", slug=article.slug), follow=True)
    assert article.editions.live().get().headline == "As readers have it"
    assert "Changed since publication" in response.text
    response = editor.post(
        change(article), typed(headline="As the desk has it", slug=article.slug, _publish=""), follow=True
    )
    assert article.editions.live().get().headline == "As the desk has it"
    assert "Changed since publication" not in response.text


def test_what_is_not_ready_is_saved_and_says_why(editor, typed):
    response = editor.post(ADD, typed(_publish="", section="", body=""), follow=True)
    article = Article.objects.get()
    assert (article.headline, article.deck) == ("Parliament sets a date", "After a year.")
    assert "Choose a section." in said(response) and "The body is empty" in said(response)
    assert not PublishedArticle.objects.exists()


def test_a_form_with_a_mistake_keeps_what_was_typed(editor, typed):
    response = editor.post(ADD, typed(headline="", deck="Kept words", _publish=""))
    assert response.status_code == 200
    assert "Kept words" in response.text
    assert not Article.objects.exists()


def test_scheduling_in_the_newsrooms_zone(editor, typed, settings):
    at = timezone.localtime(timezone.now() + timedelta(days=2)).replace(hour=6, minute=30, second=0, microsecond=0)
    moment = {"schedule_at_0": at.strftime("%Y-%m-%d"), "schedule_at_1": "06:30"}
    response = editor.post(ADD, typed(_schedule="", **moment), follow=True)
    article = Article.objects.get()
    assert (article.state, article.goes_live_at) == ("scheduled", at)
    assert settings.TIME_ZONE in response.text
    response = editor.post(change(article), typed(_unschedule="", slug=article.slug), follow=True)
    article.refresh_from_db()
    assert (article.state, article.editions.count()) == ("draft", 0)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ({}, "Choose the day and the time."),
        ({"schedule_at_0": "2031-02-30", "schedule_at_1": "10:00"}, "Enter a valid date"),
        ({"schedule_at_0": "2031-03-30", "schedule_at_1": "03:30"}, "Europe/Kyiv"),  # the hour that summer time skips
        ({"schedule_at_0": "0001-01-01", "schedule_at_1": "00:00"}, ""),
        ({"schedule_at_0": "9999-12-31", "schedule_at_1": "23:59"}, "The year 9999 cannot be meant"),
    ],
)
def test_a_bad_moment_is_refused_beside_the_button(editor, typed, moment, sentence):
    response = editor.post(ADD, typed(_schedule="", deck="Kept words", **moment), follow=True)
    assert response.status_code == 200
    assert sentence in response.text and "Kept words" in response.text


def test_a_moment_that_has_passed(editor, typed):
    response = editor.post(ADD, typed(_schedule="", schedule_at_0="2020-01-01", schedule_at_1="10:00"))
    assert re.search(r"The moment 1 January 2020, 10:00 \(Europe/Kyiv\) has passed", response.text)
    assert 'value="2020-01-01"' in response.text and 'value="10:00"' in response.text
    assert 'id="desk-schedule" popover data-open' in response.text
    assert not Article.objects.exists()


def test_an_emptied_address_of_a_public_article_stays(editor, typed):
    article = make_article(published=True, slug="as-readers-know-it")
    editor.post(change(article), typed(headline="Another headline", slug="", _publish=""))
    assert article.editions.live().get().slug == "as-readers-know-it"
    editor.post(change(article), typed(headline="Another headline", slug="typed", _publish=""))
    assert article.editions.live().get().slug == "typed"


def test_what_is_too_long_is_refused_and_kept(editor, typed):
    page = editor.get(ADD).text
    for name, limit in (("headline", 200), ("deck", 400), ("kicker", 60)):
        field = page.split(f'name="{name}"')[1].split(">")[0]
        assert "maxlength" not in field
        response = editor.post(ADD, typed(**{name: "x" * (limit + 7)}))
        assert f"It has {limit + 7} characters: shorten it to {limit}." in response.text
        assert "x" * (limit + 7) in response.text


def test_mistakes_are_named_in_a_sentence(editor, typed):
    assert "Write a headline." in editor.post(ADD, typed(headline="")).text
    both = {"related_links-0-story": make_story().pk, "related_links-0-target": make_article().pk}
    lines = {**management("related_links", 1), **both}
    assert "not both in one line" in editor.post(ADD, typed(**lines)).text
    assert "This is no web address" in editor.post(ADD, typed(canonical_url="no address")).text
    dragged = {**management("bylines", 1), "bylines-0-author": "", "bylines-0-position": "3"}
    assert editor.post(ADD, typed(**dragged)).status_code == 302


def test_new_lines_follow_the_others(editor, typed):
    ada, bohdan, vira = (make_author(name=name, slug=name.lower()) for name in ("Ada", "Bohdan", "Vira"))
    lines = {**management("bylines", 1), "bylines-0-author": ada.pk, "bylines-0-position": 7}
    editor.post(ADD, typed(**lines))
    article = Article.objects.get()
    first = article.bylines.get()
    lines = {
        **management("bylines", 3, 1), "bylines-0-id": first.pk, "bylines-0-author": ada.pk, "bylines-0-position": 7,
        "bylines-1-author": bohdan.pk, "bylines-1-position": "", "bylines-2-author": vira.pk, "bylines-2-position": 0,
    }  # fmt: skip
    editor.post(change(article), typed(**lines))
    assert [byline.author.name for byline in article.bylines.order_by("position")] == ["Vira", "Ada", "Bohdan"]


def test_withdrawing(chief, typed):
    article = make_article(published=True)
    address = article.live_edition.get_absolute_url()
    chief.post(change(article), typed(_withdraw="", slug=article.slug), follow=True)
    article.refresh_from_db()
    assert article.state == "withdrawn" and article.live_edition is None
    assert chief.get(address).status_code == 410


def test_correcting(editor, typed):
    article = make_article(published=True)
    answer = {"_correct": "", "correction_text": "It was the 4th, not the 11th.", "correction_kind": "clarification"}
    response = editor.post(change(article), typed(slug=article.slug, **answer), follow=True)
    correction = Correction.objects.get()
    assert (correction.kind, correction.made_by) == ("clarification", editor.user)
    assert "It was the 4th" in response.text
    response = editor.post(change(article), typed(slug=article.slug, _correct="", correction_text="  "))
    assert "Write what was wrong" in response.text
    assert Correction.objects.count() == 1


def test_versions_are_kept_once_and_restored(editor, typed):
    editor.post(ADD, typed(headline="First"))
    article = Article.objects.get()
    editor.post(change(article), typed(headline="Second"))
    editor.post(change(article), typed(headline="Second"))
    assert [version.reason for version in article.versions.all()] == ["saved", "saved"]
    first = article.versions.last()
    address = reverse("admin:articles_article_version", args=[article.pk, first.pk])
    assert "First" in editor.get(address).text
    article.refresh_from_db()
    editor.post(address, {"revision": article.revision})
    article.refresh_from_db()
    assert article.headline == "First"
    # What stood there is a version already: it is not kept twice.
    assert article.versions.count() == 3
    assert editor.get(reverse("admin:articles_article_versions", args=[article.pk])).status_code == 200


def test_a_version_belongs_to_its_article(editor):
    mine, other = make_article(published=True), make_article()
    address = reverse("admin:articles_article_version", args=[other.pk, mine.versions.first().pk])
    assert editor.get(address).status_code == 404
    assert editor.post(address).status_code == 404


def test_a_translation_joins_its_original(editor, typed):
    original = make_article(language="en")
    editor.post(ADD, typed(headline="Переклад", language="uk", translation_of=original.pk))
    translation = Article.objects.get(language="uk")
    assert translation.translation_group == original.translation_group
    assert "same language" in editor.post(ADD, typed(translation_of=original.pk)).text
    again = editor.post(ADD, typed(headline="Ще раз", language="uk", translation_of=original.pk))
    assert "has a translation into this language already" in again.text
    editor.post(change(translation), typed(headline="Переклад", language="uk", translation_of=""))
    translation.refresh_from_db()
    assert translation.translation_group != original.translation_group


def test_what_readers_saw_is_not_deleted(chief):
    published, draft = make_article(published=True), make_article()
    page = chief.post(reverse("admin:articles_article_delete", args=[published.pk]), {"post": "yes"})
    assert "withdraw it instead" in page.text
    assert Article.objects.filter(pk=published.pk).exists()
    delete = reverse("admin:articles_article_delete", args=[draft.pk])
    assert "not in the trash" in chief.post(delete, {"post": "yes"}).text
    trash.throw_away(draft)
    chief.post(delete, {"post": "yes"})
    assert not Article.objects.filter(pk=draft.pk).exists()


def test_new_tags_need_the_right_to_add_them(editor, typed):
    from django.contrib.auth.models import Group, Permission

    make_tag("Energy")
    Group.objects.get(name="Editor").permissions.remove(
        Permission.objects.get(codename="add_tag", content_type__app_label="articles")
    )
    assert "you may not add tags" in editor.post(ADD, typed(tags=["Unheard of"])).text
    assert not Tag.objects.filter(name="Unheard of").exists()
    editor.post(ADD, typed(tags=["energy"]))
    assert list(Article.objects.get().tags.names()) == ["Energy"]


def test_the_list_shows_the_state_of_this_moment(editor):
    article = make_article(headline="Due")
    publishing.schedule(article, timezone.now() + timedelta(hours=1))
    Article.objects.filter(pk=article.pk).update(goes_live_at=timezone.now() - timedelta(seconds=1))
    listed = reverse("admin:articles_article_changelist")
    assert "Due" in editor.get(listed, {"state": "published"}).text
    assert "Due" not in editor.get(listed, {"state": "scheduled"}).text
    assert "Due" in editor.get(listed, {"q": "due"}).text


def test_words_and_picture_for_networks_reach_readers(editor, typed, client):
    picture = make_picture(alt="A crowd")
    fields = {"social_description": "For friends.", "social_picture": picture.pk}
    editor.post(ADD, typed(_publish="", **fields), follow=True)
    edition = Article.objects.get().live_edition
    page = client.get(edition.get_absolute_url()).text
    assert '<meta property="og:description" content="For friends.">' in page
    assert '<meta property="og:image:alt" content="A crowd">' in page


def test_a_description_for_networks_that_is_too_long_is_refused_and_kept(editor, typed):
    response = editor.post(ADD, typed(social_description="x" * 301))
    assert "It has 301 characters: shorten it to 300." in response.text
    assert "x" * 301 in response.text
    assert not Article.objects.exists()


def test_mistakes_are_listed_with_a_way_to_each_field(editor, typed):
    response = editor.post(ADD, typed(headline="", canonical_url="nonsense"))
    assert '<a href="#id_headline">Headline</a>' in response.text
    assert '<a href="#id_canonical_url">' in response.text
    # The panel of the second is open.
    assert re.search(r'data-panel="address-and-language"[^>]* open data-has-errors', response.text)


def test_the_way_to_the_form_names_each_step_once(editor):
    page = editor.get(reverse("admin:articles_article_change", args=[make_article(headline="Snow").pk])).text
    header = html.fromstring(page).xpath("//div[@id='main']//*[contains(@class, 'tracking-tight')]")
    assert [" ".join(each.text_content().split()) for each in header][-3:] == ["Desk", "Articles", "Snow"]
