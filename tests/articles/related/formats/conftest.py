"""Feeds to write in a line, and a network that nobody may touch."""

import socket
from collections.abc import Callable

import feedparser.api
import pytest

from articles.related.formats import Item, parse


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Reading a feed opens no connection and looks up no name."""

    def refuse(*_arguments, **_named):
        raise AssertionError("a format opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def no_lenient_parser(monkeypatch):
    """feedparser's second parser, which guesses and may take minutes, is never needed."""

    def refuse(*_arguments, **_named):
        raise AssertionError("feedparser was given XML that is not well-formed")

    monkeypatch.setattr(feedparser.api, "LooseFeedParser", refuse)


@pytest.fixture(scope="session")
def rss_item() -> Callable[[str], Item]:
    """Read one RSS item, given what stands in it."""

    def read(inside: str) -> Item:
        feed = (
            '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
            ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>Outlet</title>'
            f"<link>https://outlet.example/</link><item>{inside}</item></channel></rss>"
        )
        return parse(feed.encode(), url="https://outlet.example/feed.xml").items[0]

    return read
