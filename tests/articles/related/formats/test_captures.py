"""Other people's captures: what they hold is read, and where a reference counts otherwise, the docs say why."""

import re
import time
import unicodedata
from pathlib import Path

import pytest

from articles.related.formats import Feed, NotAFeed, parse

from .captures import ADDRESS, differences, references

DOCS = Path(__file__).resolve().parents[4] / "docs" / "feed-formats.md"
ROW = re.compile(r"\| (\S+/\S+) \| ([a-z ]+) \| (.*?) \| (.*?) \| (.+) \|")
MARKUP = re.compile(r"</?[a-z][^<>]*>|<!|&(?:#\d+|#x[0-9a-f]+|[a-z]+);", re.IGNORECASE)


@pytest.fixture(scope="module")
def feeds(shared_data) -> Path:
    return shared_data / "feeds"


def explained() -> dict[tuple[str, str], tuple[str, str]]:
    """What the table in the docs says: the reference's reading and ours, by capture and what was compared."""
    rows = [ROW.fullmatch(line) for line in DOCS.read_text().splitlines()]
    return {(row[1], row[2]): (row[3].strip(), row[4].strip()) for row in rows if row and row[5].strip()}


def test_every_difference_is_explained_and_every_explanation_is_true(feeds):
    found = {
        (name, what): values
        for name, reference in references(feeds).items()
        for what, values in differences(feeds, name, reference).items()
    }
    assert len(references(feeds)) == 207
    assert found == explained()


def promises_broken(feed: Feed) -> list[str]:
    broken = []
    for item in feed.items:
        for text in (item.title, item.excerpt, item.text, item.author, *item.tags, feed.title):
            if MARKUP.search(text) or any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
                broken.append(text)
        for address in (item.url, item.picture_url, feed.site_url, feed.icon_url):
            if address and not address.startswith(("http://", "https://")):
                broken.append(address)
        if (
            not item.guid
            or len(item.guid) > 500
            or len(item.excerpt) > 250
            or len(item.title) > 300
            or len(item.text) > 5_000
        ):
            broken.append(item.guid)
        if item.published_at and item.published_at.tzinfo is None:
            broken.append(str(item.published_at))
    return broken


def seconds(body: bytes) -> tuple[float, Feed | None]:
    started = time.process_time()
    try:
        feed = parse(body, url=ADDRESS)
    except NotAFeed:
        feed = None
    return time.process_time() - started, feed


def test_all_files_keep_the_promises(feeds):
    files = [path for path in sorted(feeds.rglob("*")) if path.suffix in (".xml", ".rss", ".atom", ".json", ".it")]
    slow, broken, read = [], {}, 0
    for path in files:
        body = path.read_bytes()
        took, feed = seconds(body)
        # What else runs on the machine is not what is measured: the better of two. A megabyte may take a second more.
        most = 2 + len(body) / 1_000_000
        if took > most and (took := min(took, seconds(body)[0])) > most:
            slow.append((path.name, took))
        if feed:
            read += 1
            if problems := promises_broken(feed):
                broken[path.name] = problems
    assert len(files) > 1_100 and read > 1_050
    assert slow == []
    assert broken == {}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("liga-net-2021/liga.xml", 'Футбол. "Арсенал" – "Челси": где и когда смотреть матч английской Премьер-лиги'),
        ("picofeed/xakep.ru.xml", "Руководители разведки США шутят об убийстве Сноудена"),
        ("picofeed/grotte_barbu.xml", None),
        ("rss-parser/encoding.rss", "Mãe de utente é a nova presidente da Raríssimas"),
        (
            "feedjira/google_alerts_atom.xml",
            "Report offers Prediction of Automotive Slack Market by Top key players like Haldex, Meritor, Bendix ...",
        ),
    ],
)
def test_titles_of_captures(feeds, name, title):
    titles = [item.title for item in parse((feeds / name).read_bytes()).items]
    assert titles and all("\ufffd" not in one for one in titles)
    assert title is None or titles[0] == title
