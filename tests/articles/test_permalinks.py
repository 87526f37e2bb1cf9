"""Permalinks: the pattern is a setting, in both directions."""

import re
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles.permalinks import article_path, permalink_regex

NEW_YEAR = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)


def test_the_date_is_the_newsrooms():
    assert article_path("slug", NEW_YEAR, "en") == "/2026/01/01/slug/"


def test_another_language_has_its_prefix():
    assert article_path("slug", NEW_YEAR, "uk") == "/uk/2026/01/01/slug/"


@pytest.mark.parametrize(
    "pattern", ["/{year:04}/{month:02}/{day:02}/{slug}/", "/{year:04}/{slug}", "/news/{slug}.html"]
)
def test_a_path_made_is_a_path_understood(settings, pattern):
    settings.PERMALINK = pattern
    path = article_path("a-slug", NEW_YEAR, "en")
    found = re.match(permalink_regex(), path.lstrip("/"))
    assert found and found["slug"] == "a-slug"


@pytest.mark.parametrize(("pattern", "said"), [("/{year}/", "must contain"), ("/{id}/{slug}/", "{id} is unknown")])
def test_a_wrong_pattern_is_refused_in_words(settings, pattern, said):
    settings.PERMALINK = pattern
    with pytest.raises(ImproperlyConfigured, match=said):
        permalink_regex()
