"""Another outlet: its feed, written for the occasion, on the misbehaving server."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import make_source
from tests.misbehaving import answer

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
HEADLINES = (
    "Parliament sets a date for the election of judges", "Grain leaves the port for the first time this year",
    "Teachers of two regions stop work on Monday", "A bridge over the river is opened to lorries",
    "Power stations are repaired before the winter comes", "Court frees a journalist after three months",
    "Farmers ask the ministry for cheaper fuel", "Hospital in the capital opens its new wing",
    "Trains to the border run at night again", "Museum shows what was saved from the flood",
)  # fmt: skip


def item(number: int = 0, **said: Any) -> str:
    """An item of a feed: `title`, `link`, `guid`, `at` (a moment, None for none), `excerpt`, `more` (markup)."""
    title = said.get("title", f"{HEADLINES[number % 10]}{f', part {number // 10}' if number > 9 else ''}")
    link = said.get("link", f"https://outlet.example/story-{number}")
    guid = said.get("guid", f"guid-{number}")
    at = said.get("at", timezone.now() - timedelta(hours=number + 1))
    parts = [f"<title>{escape(title)}</title>", f"<link>{escape(link)}</link>"]
    parts += [f'<guid isPermaLink="false">{escape(guid)}</guid>'] if guid else []
    parts += [f"<pubDate>{format_datetime(at)}</pubDate>"] if at else []
    parts += [f"<description>{escape(said.get('excerpt', f'What is known about number {number}.'))}</description>"]
    return f"<item>{''.join(parts)}{said.get('more', '')}</item>"


def rss(*items: str, title: str = "The Outlet", language: str = "en", more: str = "") -> str:
    """A feed of these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>{escape(title)}</title><link>https://outlet.example/</link><language>{language}</language>"
        f"{more}{''.join(items)}</channel></rss>"
    )


XML = "application/rss+xml"


@pytest.fixture
def says(outside: Any) -> Callable[..., Any]:
    """Let a new source's server answer with these feeds (or behaviours), one after the other; the source comes back."""

    def let(*answers: Any, path: str = "/feed", **fields: Any) -> Any:
        behaviours = [answer(one, content_type=XML) if isinstance(one, str) else one for one in answers]
        return make_source(feed_url=outside.on(path, *behaviours), **fields)

    return let
