"""A mistyped word gets a suggestion that finds something readers may see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.search import engine
from articles.search.spelling import distance, nearest
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def meant(query, language="en"):
    return engine().search(query, language=language, limit=5).did_you_mean


@pytest.mark.parametrize(
    "typed", ["Belaurs", "Beluras", "Belarsu", "elarus", "Nelarus", "eblarus", "Bbelarus", "Bellaruss"]
)
def test_it_works(typed):
    make_article(published=True, headline="Belarus announces drills")
    assert meant(typed) == "belarus"


def test_ukrainian():
    make_article(published=True, headline="Зеленський приїхав до Запоріжжя", language="uk")
    assert meant("Зеленскький", "uk") == "зеленський"
    assert meant("Запоріщжя Зеленський", "uk") == "запоріжжя зеленський"


def test_the_rest_of_the_query_stays():
    make_article(published=True, headline="Belarus announces joint drills")
    assert meant('"joint drlils" belarus -poland') == '"joint drills" belarus -poland'


def test_nothing_is_suggested_when_something_is_found_or_nothing_is_near():
    make_article(published=True, headline="Belarus announces drills")
    assert meant("Belarus") is None
    assert meant("cheesecake") is None
    assert meant("blr") is None


def test_a_scheduled_or_withdrawn_word_is_never_suggested():
    publishing.schedule(make_article(headline="Operation Thunderstorm"), timezone.now() + timedelta(days=1))
    publishing.withdraw(make_article(published=True, headline="Operation Lighthouse"))
    make_article(headline="Operation Waterfall")
    assert meant("thunderstorn") is None
    assert meant("lighthause") is None
    assert meant("waterfal") is None


def test_only_in_the_language_of_the_page():
    make_article(published=True, headline="NATO summit Vilnius")
    assert meant("Vilnus") == "vilnius"
    assert meant("Vilnus", "uk") is None


def test_distance():
    assert distance("drills", "drills", 2) == 0
    assert distance("drlils", "drills", 2) == 1
    assert distance("drils", "drills", 2) == 1
    assert distance("dxxxls", "drills", 2) == 3
    assert distance("abcdef", "fedcba", 2) == 3


def test_the_most_frequent_of_the_nearest():
    assert nearest("borden", [("border", 5), ("burden", 9), ("border2", 99)]) == "burden"
