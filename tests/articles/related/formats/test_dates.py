"""Dates as feeds write them, in the languages of their outlets."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.related.formats import parse
from articles.related.formats.dates import parse_date

NOON = "2024-05-06T12:00:00+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 06 May 2024 12:00:00 GMT",
        "Mon, 06 May 2024 12:00:00 +0000",
        "Mon, 6 May 2024 08:00:00 EDT",
        "06 May 24 12:00 UT",
        "Monday, 06-May-24 12:00:00 GMT",
        "Mon May  6 12:00:00 2024",
        "Mon May  6 15:00:00 MSK 2024",
        "May 6, 2024 12:00 pm",
        "6 May 2024 2:00 PM CEST",
        "2024-05-06T12:00:00Z",
        "2024-05-06T15:00:00+03:00",
        "2024-05-06T15:00:00.123456+0300",
        "2024-05-06 12:00:00 +0000 UTC",
        "2024-05-06 12:00:00",
        "20240506T120000Z",
        "1714996800",
        "1714996800000",
        "06.05.2024 12:00",
        "2024/05/06 12:00",
        "2024年5月6日 12:00",
        "2024. 5. 6. 12:00",
        "Пн, 06 травня 2024 15:00:00 +0300",
        "понеділок, 6 травня 2024 р., 12:00",
        "6 тра 2024, 12:00",
        "Пн, 06 май 2024 15:00:00 +0300",
        "6 мая 2024 г. 12:00",
        "Seg, 06 Mai 2024 09:00:00 -0300",
        "segunda-feira, 6 de maio de 2024 12:00",
        "Mo, 06 Mai 2024 14:00:00 CEST",
        "Montag, 6. Mai 2024 12:00",
        "lun., 06 mai 2024 14:00:00 +0200",
        "lundi 6 mai 2024 à 12h00",
        "lun, 06 may 2024 12:00:00 GMT",
        "6 de mayo de 2024 12:00",
        "lun, 06 mag 2024 14:00:00 +0200",
        "pon., 06 maj 2024 14:00:00 +0200",
        "po, 06 kvě 2024 14:00:00 +0200",
        "Pzt, 06 May 2024 15:00:00 TRT",
    ],
)
def test_one_moment(text):
    moment = parse_date(text)
    assert moment is not None
    assert moment.replace(microsecond=0).isoformat() == NOON


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ("January січня января janeiro Januar janvier enero gennaio stycznia", 1),
        ("February лютого февраля fevereiro Februar février febrero febbraio lutego", 2),
        ("March березня марта março März mars marzo marca", 3),
        ("April квітня апреля abril avril aprile kwietnia", 4),
        ("May травня мая maio Mai mayo maggio maja", 5),
        ("June червня июня junho Juni juin junio giugno czerwca", 6),
        ("July липня июля julho Juli juillet julio luglio lipca", 7),
        ("August серпня августа agosto août sierpnia", 8),
        ("September вересня сентября setembro septembre septiembre settembre września", 9),
        ("October жовтня октября outubro Oktober octobre octubre ottobre października", 10),
        ("November листопада ноября novembro novembre noviembre listopada", 11),
        ("December грудня декабря dezembro Dezember décembre diciembre dicembre grudnia", 12),
    ],
)
def test_months(names, number):
    for name in names.split():
        for written in (name, name.upper()):
            moment = parse_date(f"5 {written} 2023 10:00")
            assert moment is not None and moment.month == number, written


@pytest.mark.parametrize(
    ("text", "number"),
    [("5 окт. 2023", 10), ("5 вер. 2023", 9), ("5 лют 2023", 2), ("5 Out 2023", 10), ("5 Dez 2023", 12)]
    + [("5 juil. 2023", 7), ("5 févr. 2023", 2), ("5 Sept. 2023", 9), ("5 ago. 2023", 8), ("5 груд. 2023", 12)],
)
def test_short_names(text, number):
    assert parse_date(text).month == number


def test_half_an_hour_zones_and_midnight():
    assert f"{parse_date('20 Aug 2021 10:00:00 +05:30'):%d %H:%M}" == "20 04:30"
    assert f"{parse_date('Tue, 05 May 2020 24:00:00 +0000'):%d %H:%M}" == "06 00:00"
    assert f"{parse_date('13/04/2020'):%d.%m.%Y}" == f"{parse_date('04/13/2020'):%d.%m.%Y}" == "13.04.2020"


@pytest.mark.parametrize(
    "text",
    [
        None, 5, "", "yesterday", "Mon", "32 May 2024", "31 Feb 2024", "2024-13-01", "0000-00-00 00:00:00",
        "-0001-11-30T00:00:00+00:00", "Thu, 01 Jan 1970 00:00:00 GMT", "03/04/2020", "99999999999999", "1" * 10_000,
        "6 Nobody 2024", "Sun, 1 January 2990 00:00:00 GMT",
    ],
)  # fmt: skip
def test_what_is_no_date_or_no_believable_one(text):
    assert parse_date(text) is None


def test_the_future_is_not_believed():
    now = datetime(2024, 5, 6, tzinfo=UTC)
    assert parse_date("2024-05-06T20:00:00Z", now=now), "a wrong zone is a matter of hours"
    assert parse_date("2024-05-08T00:00:00Z", now=now) is None
    ahead = datetime.now(UTC) + timedelta(days=30)
    body = f"<rss><channel><item><title>T</title><pubDate>{ahead.isoformat()}</pubDate></item></channel></rss>"
    assert parse(body.encode()).items[0].published_at is None


def test_the_next_date_where_the_first_cannot_be_read(rss_item):
    assert rss_item("<pubDate>soon</pubDate><dc:date>2024-05-06T12:00:00Z</dc:date>").published_at is not None
