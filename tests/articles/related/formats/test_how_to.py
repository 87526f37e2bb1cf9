"""The how-to, followed to the letter, adds a format."""

import importlib.util
import json
import re
import sys
from pathlib import Path

import pytest

from articles.related import formats
from articles.related.formats import NotAFeed, parse

HOW_TO = Path(__file__).resolve().parents[4] / "docs" / "how-to" / "add-a-feed-format.md"
POSTS = [
    {
        "id": 7,
        "date_gmt": "2024-05-06T07:00:00",
        "guid": {"rendered": "https://outlet.example/?p=7"},
        "link": "https://outlet.example/bridge/?utm_source=x",
        "title": {"rendered": "Bridge &#8211; open"},
        "excerpt": {"rendered": "<p>The bridge opened on Monday after four years. [&hellip;]</p>"},
        "content": {"rendered": "<p>The bridge opened on Monday after four years.</p><img src='/b.jpg'>"},
    }
]


@pytest.fixture
def wordpress_posts(tmp_path, monkeypatch):
    """The module of step 1 as a file beside the others, registered as step 2 says."""
    (code,) = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(), re.DOTALL)
    file = tmp_path / "wordpress_posts.py"
    file.write_text("\n".join(line.removeprefix("   ") for line in code.split("\n")))
    spec = importlib.util.spec_from_file_location("articles.related.formats.wordpress_posts", file)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(formats, "FORMATS", [*formats.FORMATS, module.FORMAT])
    return module


def test_a_format_is_one_module(wordpress_posts):
    (item,) = parse(json.dumps(POSTS).encode(), url="https://outlet.example/wp-json/wp/v2/posts").items
    assert item.title == "Bridge – open"
    assert (item.guid, item.url) == ("https://outlet.example/?p=7", "https://outlet.example/bridge/")
    assert item.excerpt == "The bridge opened on Monday after four years…"
    assert f"{item.published_at:%H:%M}" == "07:00"
    assert item.picture_url == "https://outlet.example/b.jpg"


def test_without_it_there_is_no_such_feed():
    with pytest.raises(NotAFeed):
        parse(json.dumps(POSTS).encode())


def test_the_others_are_read_as_before(wordpress_posts):
    assert parse(b"<rss><channel><item><title>T</title></item></channel></rss>").kind == "rss"


@pytest.mark.parametrize("broken", [[5], [{"guid": 1, "link": {}}], [{"guid": None, "link": None, "title": [[]]}]])
def test_a_broken_one_is_no_exception(wordpress_posts, broken):
    assert parse(json.dumps(broken).encode()) if isinstance(broken[0], dict) else True


def test_the_names_in_the_how_to_exist():
    text = HOW_TO.read_text()
    folder = Path(formats.__file__).parent
    for name in re.findall(r"`(\w+\.py)`", text):
        assert name.startswith(("wordpress", "test_")) or (folder / name).exists(), name
