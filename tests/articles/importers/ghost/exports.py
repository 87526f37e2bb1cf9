"""Ghost's exports as our tests write them."""

import json
from pathlib import Path

from articles.importers.ghost import open_export


def post(**fields):
    return {"id": "p1", "title": "A title", "slug": "a-title", "html": "<p>Words</p>", "status": "published"} | fields


def opened(tmp_path: Path, document=None, address="https://old.example", **tables):
    """Open an export: `document` as it is, or the tables in Ghost's own shape."""
    file = tmp_path / "export.json"
    document = {"db": [{"meta": {"version": "5.1"}, "data": tables}]} if document is None else document
    file.write_text(json.dumps(document), encoding="utf-8")
    return open_export([file], address)


def entry(tmp_path: Path, **fields):
    """The one entry of an export with this post."""
    return next(opened(tmp_path, posts=[post(**fields)]).entries())
