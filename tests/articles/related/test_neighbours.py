"""The articles of ours that readers of one may go on to: kept at publishing, read in one query, live ones only."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import clock, publishing
from articles.models import NearArticle, NearestDocument
from articles.related import nearest, own
from articles.related.nearest import Fields, Kind
from tests.factories import make_article, make_section, minutes_ago

pytestmark = pytest.mark.django_db

DRILLS = {"headline": "Lukashenka opens drills near Brest", "body": "<p>Belarusian soldiers train at the border.</p>"}
BORDER = {"headline": "Soldiers close the border at Brest", "body": "<p>Lukashenka sent Belarusian units.</p>"}
HARVEST = {"headline": "Пшениці зібрано багато", "deck": "", "body": "<p>Жнива тривають.</p>", "language": "uk"}


def near(article) -> list[int]:
    return [edition.article_id for edition in own.near_editions(article.editions.live().get())]


def found(text: str) -> list[int]:
    return [one.pk for one in nearest.nearest_to(Fields(text), among=[Kind.ARTICLE])]


def test_both_find_each_other():
    drills, border = make_article(published=True, **DRILLS), make_article(published=True, **BORDER)
    make_article(published=True, **HARVEST)
    assert near(border) == [drills.pk]
    assert near(drills) == [border.pk]


def test_a_draft_is_found_by_nobody():
    make_article(**DRILLS)
    assert found("Lukashenka Brest") == []


def test_a_withdrawn_article_is_gone_at_once_and_comes_back():
    drills, border = make_article(published=True, **DRILLS), make_article(published=True, **BORDER)
    publishing.withdraw(border)
    assert near(drills) == []
    assert border.pk not in found("Lukashenka Brest")
    publishing.publish(border)
    assert near(drills) == [border.pk]


def test_a_scheduled_article_appears_at_its_moment_with_no_worker():
    drills, border = make_article(published=True, **DRILLS), make_article(**BORDER)
    publishing.schedule(border, timezone.now() + timedelta(hours=1))
    assert near(drills) == []
    assert border.pk not in found("Lukashenka Brest")
    border.editions.update(live_from=minutes_ago(1))
    assert near(drills) == [border.pk]


def test_unscheduled_it_leaves_nothing():
    border = make_article(**BORDER)
    publishing.schedule(border, timezone.now() + timedelta(hours=1))
    publishing.unschedule(border)
    assert not NearestDocument.objects.exists()


def test_a_planned_update_tells_nothing_before_its_moment():
    border = make_article(published=True, at=minutes_ago(60), **BORDER)
    border.headline = "Zaporizhzhia"
    border.save()
    publishing.schedule(border, timezone.now() + timedelta(hours=1))
    assert found("Zaporizhzhia") == []
    moment = minutes_ago(1)
    border.editions.filter(live_until=None).update(live_from=moment)
    border.editions.exclude(live_from=moment).update(live_until=moment)
    type(border).objects.filter(pk=border.pk).update(goes_live_at=moment)
    clock.follow()
    assert found("Zaporizhzhia") == [border.pk]


def test_translations_are_the_same_story():
    drills = make_article(published=True, **DRILLS)
    again = make_article(published=True, **(DRILLS | {"translation_group": drills.translation_group, "language": "uk"}))
    assert near(drills) == near(again) == []


def test_its_own_language_comes_first():
    drills = make_article(published=True, **DRILLS)
    make_article(published=True, **(DRILLS | {"language": "uk"}))
    border = make_article(published=True, **BORDER)
    assert near(drills)[0] == border.pk


def test_of_two_alike_the_one_nearer_in_time():
    old = make_article(published=True, at=timezone.now() - timedelta(days=3_000), **DRILLS)
    new = make_article(published=True, at=timezone.now() - timedelta(days=2), **DRILLS)
    border = make_article(published=True, **BORDER)
    assert near(border) == [new.pk, old.pk]


def test_shared_tags_count_where_words_do_not():
    drills = make_article(published=True, tags=["Polissia"], **DRILLS)
    clocks = {"headline": "A museum of clocks", "deck": "", "body": "<p>Two hundred, some of them striking.</p>"}
    museum = make_article(published=True, tags=["Polissia"], **clocks)
    assert near(museum) == [drills.pk] and near(drills) == [museum.pk]


def test_what_everything_bears_and_a_common_word_are_no_reason():
    for number in range(60):
        words = "".join(chr(97 + (number * step) % 26) for step in (1, 3, 7, 11, 17))
        make_article(published=True, headline=words, deck="", body=f"<p>{words[::-1]} {words}x</p>", tags=["News"])
    lonely = {"headline": "A museum of clocks", "deck": "", "body": "<p>Two hundred, some of them striking.</p>"}
    assert near(make_article(published=True, tags=["News"], section=make_section(slug="museums"), **lonely)) == []


def test_the_newest_are_compared_again_once_more_is_known():
    drills, border = make_article(published=True, **DRILLS), make_article(published=True, **BORDER)
    NearArticle.objects.all().delete()
    own.refresh_newest()
    assert near(drills) == [border.pk]


def test_at_most_twelve_are_kept_and_read_in_one_query(django_assert_num_queries):
    for _ in range(own.KEPT + 3):
        make_article(published=True, **DRILLS)
    border = make_article(published=True, **BORDER)
    assert NearArticle.objects.filter(article=border).count() == own.KEPT
    edition = border.editions.get()
    with django_assert_num_queries(1):
        editions = own.near_editions(edition)
        [(one.section, one.lead_picture, one.headline) for one in editions]
    assert len(editions) == own.KEPT


def test_an_archive_is_indexed_by_a_command():
    drills, border = make_article(published=True, **DRILLS), make_article(published=True, **BORDER)
    nearest.remove(Kind.ARTICLE, [drills.pk, border.pk])
    NearArticle.objects.all().delete()
    call_command("index_related", verbosity=0)
    assert near(drills) == [border.pk]


def test_the_command_forgets_what_nobody_has():
    nearest.put(Kind.ARTICLE, [nearest.Text(4_711, "en", Fields("Brest"))])
    call_command("index_related", verbosity=0)
    assert not NearestDocument.objects.exists()
