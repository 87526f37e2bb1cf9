"""Lists of feeds come in from other readers and go out to them."""

import pytest
from lxml import etree

from articles.related.formats.opml import NotOpml, Outline, read_opml, write_opml

OPML = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Feeds</title></head><body>
  <outline text="Ukraine"><outline text="Kyiv" title="Kyiv">
    <outline type="rss" text="Outlet &amp;amp; Sons" xmlUrl="https://outlet.example/feed"
      htmlUrl="https://outlet.example/" language="uk-UA"/>
  </outline></outline>
  <outline text="Lower case" xmlurl="feed://other.example/rss" htmlurl="javascript:alert(1)"/>
  <outline title="By type" type="atom" url="https://third.example/atom"/>
  <outline text="A link" type="link" url="https://fourth.example/"/>
  <outline text="Again" xmlUrl="https://outlet.example/feed"/>
  <outline text="Hostile" xmlUrl="javascript:alert(1)"/>
  <outline xmlUrl="https://fifth.example/?a=1&b=2"/>
</body></opml>"""


def test_reading():
    assert read_opml(OPML) == [
        Outline("https://outlet.example/feed", "Outlet & Sons", "https://outlet.example/", "Ukraine / Kyiv", "uk-UA"),
        Outline("http://other.example/rss", "Lower case"),
        Outline("https://third.example/atom", "By type"),
        Outline("javascript:alert(1)", "Hostile"),  # told, and never added
        Outline("https://fifth.example/?a=1&b=2"),
    ]


def test_what_is_written_is_read_again():
    outlines = read_opml(OPML)
    written = write_opml("Our sources \x00 & <others>", outlines)
    assert read_opml(written) == sorted(outlines, key=lambda outline: outline.folder, reverse=True)
    root = etree.fromstring(written)
    assert root.get("version") == "2.0"
    assert all(outline.get("text") for outline in root.iter("outline"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"words",
        b"<rss><channel/></rss>",
        b"<html></html>",
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline text="&a;" xmlUrl="https://o.example/"/></body></opml>',
        '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body/></opml>'.encode("utf-16"),
    ],
)
def test_what_is_no_list_is_refused(body):
    with pytest.raises(NotOpml) as refused:
        read_opml(body)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", ["google-reader", "newsbeuter", "subscriptionList", "tinytinyrss"])
def test_lists_of_other_readers(shared_data, name):
    body = (shared_data / "feeds" / "picofeed" / f"{name}.opml").read_bytes()
    assert (
        len(read_opml(body)) == {"google-reader": 22, "newsbeuter": 35, "subscriptionList": 14, "tinytinyrss": 2}[name]
    )
