"""Whatever is typed: documents stay well formed and say what was typed."""

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from articles.body.values import without_controls
from articles.feeds.formats import Entry, Feed, Image, Person, json_feed, rss
from articles.feeds.formats import atom as write_atom
from articles.metadata.json_documents import written_for_script
from articles.sitemaps.documents import part_document
from articles.sitemaps.pages import Address
from articles.xml_documents import written
from tests.articles.machines.feed_rules import ATOM, CONTENT

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WORDS = st.text(alphabet=st.characters(exclude_categories=())).map(lambda text: f"x{text}")


def feed_of(words: str) -> Feed:
    entry = Entry(
        id="tag:lantern.example,2026-11-22:article/1", url="https://lantern.example/x/", title=words, html=words,
        published=NOW, updated=NOW, summary=words, people=(Person(words),), categories=(words,),
        image=Image("https://lantern.example/x.jpg", 1200, 675, words, words),
    )  # fmt: skip
    home = "https://lantern.example/"
    return Feed(words, words, "en", home, f"{home}feed", words, entries=[entry])


@settings(deadline=None)
@given(WORDS)
def test_feeds(words):
    kept = without_controls(words)
    channel = etree.fromstring(rss(feed_of(words)))[0]
    assert channel.findtext("title") == channel.findtext("item/title") == kept
    assert channel.findtext(f"item/{CONTENT}") == kept
    feed = etree.fromstring(write_atom(feed_of(words)))
    assert feed.findtext(f"{ATOM}entry/{ATOM}content") == kept
    assert feed.find(f"{ATOM}entry/{ATOM}category").get("term") == kept
    document = json.loads(json_feed(feed_of(words)))
    assert document["title"] == document["items"][0]["content_html"] == document["items"][0]["tags"][0] == kept


@settings(deadline=None)
@given(WORDS)
def test_sitemaps(words):
    line = etree.fromstring(written(part_document([Address(f"/{words}", NOW, {"en": f"/{words}"})])))[0]
    assert line[0].text.endswith(f"/{without_controls(words)}")
    assert line[2].get("href") == line[0].text


@settings(deadline=None)
@given(st.recursive(WORDS | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner)))
def test_data_blocks(values):
    text = written_for_script(values)
    text.encode()
    assert not set("<>&\u2028\u2029") & set(text)
    json.loads(text)
