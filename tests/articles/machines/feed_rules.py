"""What the three specifications demand, as far as this site's feeds use them."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def assert_address(url: str) -> None:
    parts = urlsplit(url)
    assert parts.scheme in ("http", "https"), url
    assert parts.netloc, url


def assert_rss(document: bytes) -> etree._Element:
    """RSS 2.0: https://www.rssboard.org/rss-specification."""
    rss = etree.fromstring(document)
    assert (rss.tag, rss.get("version"), len(rss)) == ("rss", "2.0", 1)
    channel = rss[0]
    for name in ("title", "link", "description"):
        assert len(channel.findall(name)) == 1, name
        assert channel.findtext(name)
    assert channel.find(f"{ATOM}link").get("rel") == "self"
    assert_address(channel.find(f"{ATOM}link").get("href"))
    guids = []
    for item in channel.findall("item"):
        assert item.findtext("title") or item.findtext("description")
        assert_address(item.findtext("link"))
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        assert item.find("guid").get("isPermaLink") == "false"
        assert len(item.findall(CONTENT)) == 1
        guids.append(item.findtext("guid"))
    assert len(set(guids)) == len(guids)
    return channel


def assert_atom(document: bytes) -> etree._Element:
    """Atom: RFC 4287, sections 4.1.1 and 4.1.2."""
    feed = etree.fromstring(document)
    assert feed.tag == f"{ATOM}feed"
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1, name
        assert urlsplit(parent.findtext(f"{ATOM}id")).scheme
        assert parent.findtext(f"{ATOM}title")
        for name in ("updated", "published"):
            for moment in parent.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(moment.text).tzinfo
        alternates = [link for link in parent.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        for link in parent.findall(f"{ATOM}link"):
            assert_address(link.get("href"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    for entry in feed.findall(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}content").get("type") == "html"
        assert entry.findtext(f"{ATOM}published") <= entry.findtext(f"{ATOM}updated")
        for author in entry.findall(f"{ATOM}author"):
            assert author.findtext(f"{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return feed


def assert_json_feed(document: bytes) -> dict:
    """JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""
    feed = json.loads(document)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert_address(feed["home_page_url"])
    assert_address(feed["feed_url"])
    for item in feed["items"]:
        assert isinstance(item["id"], str) and item["id"]
        assert isinstance(item["content_html"], str)
        assert_address(item["url"])
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        assert all(author.get("name") or author.get("url") for author in item.get("authors", []))
    return feed


RULES = {"feed.xml": assert_rss, "feed.atom": assert_atom, "feed.json": assert_json_feed}
