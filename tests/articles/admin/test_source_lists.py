"""OPML: what is in a list is seen before it is added, and ours goes out as one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Source
from articles.related import outlines, rounds
from articles.related.formats.opml import read_opml
from newsroom.audit.models import Event
from newsroom.site.models import SiteSettings
from tests.factories import make_source

pytestmark = pytest.mark.django_db
OPML = "/admin/articles/source/opml/"
LIST = """<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
  <outline text="World"><outline type="rss" text="Kyiv &lt;b&gt; Post" xmlUrl="https://kyiv.example/feed" htmlUrl="https://kyiv.example/"/>
    <outline type="rss" text="There already" xmlUrl="https://known.example/feed"/></outline>
  <outline type="rss" title="Channel" xmlUrl="https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv"/>
  <outline type="rss" text="Bad" xmlUrl="javascript:alert(1)"/></body></opml>"""


def upload(body: str | bytes, name: str = "feeds.opml") -> dict:
    return {"file": SimpleUploadedFile(name, body.encode() if isinstance(body, str) else body)}


def ticks(page) -> list[str]:
    import html
    import re

    inputs = re.findall(r'<input type="checkbox" name="feed" value="([^"]*)" checked>', page.text)
    return [html.unescape(value) for value in inputs]


def test_a_list_is_taken_in(editor):
    known = make_source(feed_url="http://known.example/feed/", name="Known")
    page = editor.post(OPML, upload(LIST))
    assert "2 feeds of the list are new" in page.text and "Is a source already" in page.text
    assert "Kyiv &lt;b&gt; Post" in page.text or "Kyiv Post" in page.text
    assert Source.objects.count() == 1
    values = ticks(page)
    assert len(values) == 2
    page = editor.post(OPML, {"feed": values, "ticked": "1"})
    assert "2 sources were added" in page.text and page.text.count("Added") >= 2
    added = Source.objects.exclude(pk=known.pk)
    assert {source.feed_url for source in added} == {
        "https://kyiv.example/feed",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv",
    }
    assert all(source.fetched_at is None and not source.is_paused for source in added), "the worker asks them"
    assert "No worker is running: they are asked when it does." in page.text
    rounds.beat()
    assert "The worker asks them within" in editor.post(OPML, {"feed": values, "ticked": "1"}).text
    assert Event.objects.filter(verb="source.added").count() == 2
    page = editor.post(OPML, {"feed": values, "ticked": "1"})
    assert "0 sources were added" in page.text and "Was there already" in page.text
    assert Source.objects.count() == 3


def test_what_cannot_be_a_source_is_told_beside_its_line(editor, settings):
    settings.FETCH_ALLOWED_NETWORKS = []
    lines = ["http://192.168.1.1/feed", f"{settings.SITE_URL}/feed.xml", "javascript:alert(1)"]
    body = "<opml><body>" + "".join(f'<outline type="rss" xmlUrl="{line}"/>' for line in lines) + "</body></opml>"
    page = editor.post(OPML, upload(body))
    assert ticks(page) == [] and "0 feeds of the list are new" in page.text
    for words in ("not on the public web", "is our own site", "“javascript:alert(1)” is no web address"):
        assert words in page.text
    editor.post(OPML, {"feed": [f'["{line}", "", "", ""]' for line in lines], "ticked": "1"})
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose a file"), (upload("<html></html>"), "no list of feeds"), (upload(b"\x00\xff"), ""),
        (upload(""), "The file is empty"),
        (upload("<opml><body></body></opml>"), "names no feed"), (upload(b"x" * (2 * 1024**2 + 1)), "larger than 2"),
        ({"ticked": "1"}, "Nothing was ticked"),
    ],
)  # fmt: skip
def test_refusals(editor, data, said):
    page = editor.post(OPML, data)
    assert page.status_code == 200 and 'role="alert"' in page.text and said in page.text
    assert Source.objects.count() == 0


def test_what_is_sent_is_looked_at_again(editor):
    bad = ['["javascript:alert(1)", "x", "", ""]', "[]", "nonsense", '{"a": 1}', "1"]
    bad.append('["http://a.example/\\u0000", "", "", ""]')
    page = editor.post(OPML, {"feed": bad, "ticked": "1"})
    assert page.status_code == 200 and "no web address" in page.text
    assert Source.objects.count() <= 1


def test_out_and_in_again(editor):
    SiteSettings(name="The Lantern").save()
    for number in range(3):
        make_source(name=f"Газета {number} & co", language="uk", site_url=f"https://paper-{number}.example/")
    page = editor.get("/admin/articles/source/sources.opml")
    assert "attachment" in page.headers["Content-Disposition"]
    assert "<title>Sources of The Lantern</title>" in page.text
    assert [outline.title for outline in read_opml(page.content)] == [f"Газета {number} & co" for number in range(3)]
    before = set(Source.objects.values_list("name", "feed_url", "site_url", "language"))
    Source.objects.all().delete()
    done = outlines.add_all(one.outline for one in outlines.read(page.content))
    assert all(one.is_new for one in done)
    assert set(Source.objects.values_list("name", "feed_url", "site_url", "language")) == before


def test_a_long_list_comes_in_parts(editor, monkeypatch):
    monkeypatch.setattr("articles.admin.source_lists.SHOWN_AT_MOST", 2)
    rows = "".join(f'<outline type="rss" xmlUrl="https://o{number}.example/"/>' for number in range(5))
    body = f"<opml><body>{rows}</body></opml>"
    page = editor.post(OPML, upload(body))
    assert "The first 2 are shown" in page.text and len(ticks(page)) == 2
    editor.post(OPML, {"feed": ticks(page), "ticked": "1"})
    page = editor.post(OPML, upload(body))
    assert len(ticks(page)) == 2


def test_small_and_capital_letters_stand_together(editor):
    for name in ("alpha", "Beta", "gamma"):
        make_source(name=name)
    page = editor.get("/admin/articles/source/")
    assert [page.text.index(f">{name}<") for name in ("alpha", "Beta", "gamma")] == sorted(
        page.text.index(f">{name}<") for name in ("alpha", "Beta", "gamma")
    )
    assert [one.title for one in read_opml(outlines.written("Ours"))] == ["alpha", "Beta", "gamma"]
