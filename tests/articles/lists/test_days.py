"""Days are the newsroom's: a story of 23:30 in Kyiv belongs to that evening, whatever the date in UTC."""

from datetime import UTC, date, datetime

import pytest

from articles.archive import days, months, neighbours, years
from tests.factories import make_article, make_tag

BEFORE = datetime(2021, 11, 28, 21, 59, 59, tzinfo=UTC)  # 23:59:59 in Kyiv
AFTER = datetime(2021, 11, 28, 22, 0, 0, tzinfo=UTC)  # midnight
SUMMER_EVENING = datetime(2021, 7, 31, 21, 30, tzinfo=UTC)  # half past midnight of 1 August
NEW_YEAR = datetime(2020, 12, 31, 22, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kyiv(settings, db):
    settings.TIME_ZONE = "Europe/Kyiv"
    make_tag("Energy")
    for headline, moment in {"Before": BEFORE, "After": AFTER, "Summer": SUMMER_EVENING, "Bells": NEW_YEAR}.items():
        make_article(published=True, headline=headline, at=moment, tags=["Energy"])
    make_article(published=True, headline="Англійською ні", at=datetime(2019, 5, 1, tzinfo=UTC), language="uk")


def test_a_tag_is_grouped_by_day(client):
    listed = client.get("/tag/energy/").context["days"]
    assert [(day.date, [article.headline for article in day.articles]) for day in listed] == [
        (date(2021, 11, 29), ["After"]),
        (date(2021, 11, 28), ["Before"]),
        (date(2021, 8, 1), ["Summer"]),
        (date(2021, 1, 1), ["Bells"]),
    ]


def test_times_are_local(client):
    text = client.get("/tag/energy/").content.decode()
    assert '<time datetime="2021-11-28T23:59:59+02:00">23:59</time>' in text
    assert "Sunday 28 November 2021" in text


def test_a_day_has_its_own_stories(headlines):
    assert headlines("/archive/2021/11/28/") == ["Before"]
    assert headlines("/archive/2021/11/29/") == ["After"]
    assert headlines("/archive/2021/8/1/") == ["Summer"]
    assert headlines("/archive/2021/1/1/") == ["Bells"]


def test_only_periods_with_stories_are_linked(client):
    assert years("en") == [date(2021, 1, 1)]
    assert years("uk") == [date(2019, 1, 1)]
    assert months("en", 2021) == [date(2021, 1, 1), date(2021, 8, 1), date(2021, 11, 1)]
    assert days("en", 2021, 11) == [date(2021, 11, 28), date(2021, 11, 29)]
    assert 'href="/archive/2021/"' in client.get("/archive/").content.decode()
    assert 'href="/archive/2021/8/"' in client.get("/archive/2021/").content.decode()
    assert 'href="/archive/2021/11/29/"' in client.get("/archive/2021/11/").content.decode()


def test_the_nearest_days():
    assert neighbours("en", date(2021, 11, 28)) == (date(2021, 8, 1), date(2021, 11, 29))
    assert neighbours("en", date(2021, 1, 1)) == (None, date(2021, 8, 1))


@pytest.mark.parametrize(
    "path",
    ["2020/", "2021/2/", "2021/11/27/", "2021/13/", "2021/2/30/", "0/", "1/1/1/", "9999/12/31/", "99999/", "2021/0/1/"],
)
def test_where_nothing_was_published_there_is_no_page(path, client):
    assert client.get(f"/archive/{path}").status_code == 404


def test_an_empty_archive(client):
    from articles.models import PublishedArticle

    PublishedArticle.objects.all().delete()
    assert years("en") == []
    assert client.get("/archive/").status_code == 200


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/archive/", "Archive"),
        ("/archive/2021/", "Archive: 2021"),
        ("/archive/2021/8/", "Archive: August 2021"),
        ("/archive/2021/8/1/", "Archive: 1 August 2021"),
        ("/corrections/", "Corrections"),
    ],
)
def test_each_page_has_its_own_title(path, title, client):
    assert f"<title>{title} | The Lantern</title>" in client.get(path).content.decode()
