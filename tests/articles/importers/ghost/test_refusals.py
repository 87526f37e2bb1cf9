"""What is no export of Ghost is refused in one sentence."""

import pytest

from articles.importers import json_values
from articles.importers.ghost import open_export
from articles.importers.records import CannotRead


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b'{"db": [\n {"data": x}]}', "line 2, column 11"),
        (b'{"db": [', "line 1, column 9"),
        (b'{"a": "\xff\xfe"}', "not in UTF-8: line 1, column 8"),
        (b"<rss></rss>", "is no JSON"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"a":' + b"9" * 10_000 + b"}", "too long"),
        (b"[]", "no export of Ghost"),
        (b"12", "no export of Ghost"),
        (b'{"hello": 1}', "no export of Ghost"),
        (b'{"db": [1]}', "no export of Ghost"),
        (b'{"db": []}', "no export of Ghost"),
        (b'{"posts": [{"title": "of something else"}]}', "no export of Ghost"),
        (b'{"db": [{"data": {"posts": []}}]}', "has no posts"),
        (b'{"data": {"posts": ["x"]}}', "has no posts"),
    ],
)
def test_one_sentence(tmp_path, content, says):
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    with pytest.raises(CannotRead, match=says) as refused:
        open_export([file])
    assert str(refused.value).startswith("odd.json ")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CannotRead, match="cannot be opened: No such file"):
        open_export([tmp_path / "none.json"])


def test_a_file_that_is_too_big(tmp_path, monkeypatch):
    monkeypatch.setattr(json_values, "MOST_BYTES", 10)
    (tmp_path / "big.json").write_text('{"posts": []}')
    with pytest.raises(CannotRead, match="export it in parts"):
        open_export([tmp_path / "big.json"])


def test_a_byte_order_mark_is_no_obstacle(tmp_path):
    file = tmp_path / "marked.json"
    file.write_bytes(b"\xef\xbb\xbf" + b'{"posts": [{"title": "T", "html": "<p>x</p>"}]}')
    assert [entry.headline for entry in open_export([file]).entries()] == ["T"]
