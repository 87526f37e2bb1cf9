"""A prepared question answers as the same question that is built each time, and is built once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Case, F, Value, When
from django.utils import timezone

from articles.models import PublishedArticle, PublishedByline, Tag
from newsroom.prepared import prepared
from tests.factories import make_article, make_author, make_section, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    one = make_author(name="One")
    return [make_article(headline=f"Story {n}", published=True, authors=[one]).live_edition for n in range(5)]


def test_values_are_filled_in_each_time_and_the_question_is_built_once(editions):
    built = []

    @prepared
    def of(*, slug, now):
        built.append(slug)
        return PublishedArticle.objects.live(now).filter(slug=slug).select_related("section").for_lines()

    now = timezone.now()
    for edition in editions:
        [found] = of(slug=edition.slug, now=now)
        assert found == edition and found.headline == edition.headline and found.section == edition.section
    assert of(slug="none", now=now) == [] and of(slug=editions[0].slug, now=now - timedelta(days=9999)) == []
    # Twice, to see that it asks the same.
    assert len(built) == 2


def test_tuples_of_any_length_with_few_forms(editions):
    forms = []

    @prepared
    def among(*, numbers, articles):
        forms.append(len(numbers))
        found = PublishedArticle.objects.filter(pk__in=numbers)
        return (found.filter(article__pk__in=articles) if articles else found).order_by("pk").values_list("pk")

    keys = [edition.pk for edition in editions]
    for length in range(1, 6):
        assert among(numbers=tuple(keys[:length]), articles=()) == [(pk,) for pk in keys[:length]]
    assert among(numbers=(), articles=()) == []
    assert among(numbers=tuple(keys), articles=(editions[2].article_id,)) == [(keys[2],)]
    assert forms[::2] == [1, 2, 4, 8, 0, 8]


def test_none_and_truth_change_the_question():
    section = make_section()
    make_article(headline="In it", published=True, section=section), make_article(headline="Elsewhere", published=True)

    @prepared
    def of(*, section, newest):
        found = PublishedArticle.objects.filter(section=section) if section else PublishedArticle.objects.all()
        return found.order_by("-pk" if newest else "pk")

    def told(**values):
        return [edition.headline for edition in of(**values)]

    assert told(section=section.pk, newest=True) == ["In it"]
    assert told(section=None, newest=True) == ["Elsewhere", "In it"]
    assert told(section=None, newest=False) == ["In it", "Elsewhere"]


def test_a_moment_of_the_first_call_is_refused():
    @prepared
    def live():
        return PublishedArticle.objects.live()

    with pytest.raises(TypeError, match="give it the moment"):
        live()


def test_what_the_question_always_says_is_kept_as_it_is(editions):
    odd = '100 % of "it\'s" %s \\ and ї'
    tag = make_tag(odd)

    @prepared
    def marked(*, name):
        shown = Case(When(name=odd, then=Value(odd)), default=Value("%"))
        return Tag.objects.filter(name=name, name__contains="%").annotate(said=shown, half=Value(0.5), more=F("pk") + 7)

    [found] = marked(name=odd)
    assert (found, found.said, found.half, found.more) == (tag, odd, 0.5, tag.pk + 7)


def test_moments_and_groups_are_what_the_database_stores(editions):
    @prepared
    def since(*, moment, group):
        return PublishedArticle.objects.filter(published_at__gte=moment, translation_group=group).order_by("pk")

    edition = editions[3]
    assert since(moment=edition.published_at, group=edition.translation_group) == [edition]
    assert since(moment=edition.published_at, group=uuid4()) == []
    assert since(moment=datetime(9000, 1, 1, tzinfo=UTC), group=edition.translation_group) == []


def test_what_belongs_to_the_records_comes_along(editions, django_assert_num_queries):
    @prepared
    def of(*, number):
        return PublishedArticle.objects.filter(pk=number).with_bylines()

    with django_assert_num_queries(2):
        [found] = of(number=editions[0].pk)
        assert [line.author.name for line in found.bylines.all()] == ["One"]
    assert PublishedByline.objects.count() == 5


@pytest.mark.only_on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_closed_is_made_anew(client):
    """As after a restart of the database: the first question of the next request finds its connection dead."""
    article = make_article(published=True).live_edition

    @prepared
    def of(*, number):
        return PublishedArticle.objects.filter(pk=number)

    assert of(number=article.pk) == [article]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [(pid,)] = cursor.fetchall()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    other.close()
    connection.health_check_done, connection.health_check_enabled = False, True
    assert of(number=article.pk) == [article]
