"""Going through a list page by page loses and doubles nothing, whatever moments are equal."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.keyset import Place, page_of
from articles.models import PublishedArticle
from tests.factories import make_article

NOON = datetime(2021, 11, 29, 12, tzinfo=UTC)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([0, 0, 0, 1, 999_999, 1_000_000, 86_400_000_000]), max_size=25), st.integers(1, 7))
def test_nothing_is_lost_or_doubled(offsets, size):
    PublishedArticle.objects.all().delete()
    article = make_article()
    made = PublishedArticle.objects.bulk_create(
        PublishedArticle(
            article=article, headline=str(number), slug=str(number), translation_group=uuid4(),
            published_at=NOON + timedelta(microseconds=offset), live_from=NOON + timedelta(seconds=number),
        )
        for number, offset in enumerate(offsets)
    )  # fmt: skip
    expected = [one.pk for one in sorted(made, key=lambda one: (one.published_at, one.pk), reverse=True)]
    seen, before = [], None
    while True:
        page = page_of(PublishedArticle.objects.all(), size, before)
        assert len(page.items) <= size
        seen += [one.pk for one in page.items]
        if page.older is None:
            break
        before = Place.parse(str(page.older))
    assert seen == expected


@given(st.datetimes(datetime(100, 1, 1), datetime(5000, 1, 1)), st.integers(0, 10**17))
def test_a_place_is_read_as_it_was_written(moment, pk):
    place = Place(moment.replace(tzinfo=UTC), pk)
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize(
    "text",
    ["", "x", "1", "1.", ".1", "1.x", "-.1", "1.-1", "1.1 ", "1.1\n", "١.1", "9" * 18 + ".1", "-" + "9" * 17 + ".1"],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        Place.parse(text)
