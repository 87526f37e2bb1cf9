"""Moments in lists of related news and rails: one rule, whatever the hour."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.moments import line_moment

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 3, 42, tzinfo=UTC), ">05:42<"),
        # Of last evening the day alone, as of all that is older.
        (datetime(2026, 11, 22, 17, 7, tzinfo=UTC), ">22 Nov<"),
        (datetime(2026, 1, 2, 12, 0, tzinfo=UTC), ">2 Jan<"),
        (datetime(2025, 11, 23, 12, 0, tzinfo=UTC), ">23 Nov 2025<"),
    ],
)
def test_the_hour_of_today_else_the_day(moment, words, monkeypatch, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert words in line_moment(moment)
