"""Archives that are exported, brought in again, and compared without the numbers that each database gives anew."""

import json
import shutil
from pathlib import Path

from articles.exporters import writing
from articles.importers.bringing import running
from articles.importers.bringing.choices import Choices
from articles.importers.wordpress import open_export
from articles.models import (
    Article,
    Author,
    Import,
    Imported,
    Page,
    Picture,
    PublishedArticle,
    Redirect,
    Section,
    Story,
    Tag,
)  # fmt: skip

# Where a thing lies and how it is numbered in one archive; its file is known by what it holds.
OF_ONE_ARCHIVE = ("number", "address", "file")


def exported(folder: Path) -> Path:
    """Write the archive into a folder, and return it."""
    writing.export_site(folder)
    return folder


def brought_in(folder: Path, *, name: str = "site.wxr.xml", media: Path | None = None, **choices) -> Import:
    """Bring a file of an archive in, with its own folder of pictures."""
    import_ = Import.objects.create(system="wordpress", choices=Choices(**choices).as_json())
    running.bring(open_export([folder / name]), import_, media=media or folder / "media")
    import_.refresh_from_db()
    return import_


def emptied(originals: Path | None = None) -> None:
    """Take everything away that an archive holds, and the files of its pictures."""
    for model in (PublishedArticle, Article, Page, Story, Author, Section, Tag, Redirect, Imported, Import):
        model.objects.all().delete()
    Picture.objects.all().delete()
    if originals is not None:
        shutil.rmtree(originals, ignore_errors=True)


def documents(folder: Path) -> dict[str, list]:
    """Return all that an exported folder says, sorted, with names in place of numbers."""
    pictures = _listed(folder, "pictures")
    named = {one["number"]: one["sha256"] or one["title"] for one in pictures}
    texts = [json.loads(file.read_text(encoding="utf-8")) for file in folder.rglob("*.json") if file.parent != folder]
    articles = {
        one["number"]: f"{one['language']}/{one['slug']}/{one['headline']}" for one in texts if one["kind"] == "article"
    }
    found = {
        "texts": [_text(one, named, articles) for one in texts],
        "pictures": [_without(one, *OF_ONE_ARCHIVE) for one in pictures],
        "sections": _listed(folder, "sections"),
        "tags": _listed(folder, "tags"),
        "authors": [one | {"portrait": named.get(one["portrait"])} for one in _listed(folder, "authors")],
    }
    return {name: sorted(rows, key=lambda row: json.dumps(row, sort_keys=True)) for name, rows in found.items()}


def _text(one: dict, pictures: dict, articles: dict) -> dict:
    said = _without(one, "number")
    said["pictures"] = sorted(pictures[number] for number in one["pictures"])
    for name in ("lead_picture", "social_picture"):
        if one.get(name):
            said[name] = pictures[one[name]]
    said["related"] = [
        line | ({"article": articles[line["article"]]} if "article" in line else {}) for line in one.get("related", [])
    ]
    said["body"] = _named(one["body"], pictures, articles)
    if "tags" in one:
        said["tags"] = sorted(one["tags"])
    return said


def _named(body: str, pictures: dict, articles: dict) -> str:
    import re

    def name(names):
        return lambda found: (
            f'{found[1]}"{",".join(str(names.get(int(number), "?")) for number in found[2].split(","))}"'
        )

    body = re.sub(r'(data-pictures?=)"([0-9,]+)"', name(pictures), body)
    return re.sub(r'(data-article=)"([0-9]+)"', name(articles), body)


def _without(one: dict, *names: str) -> dict:
    return {name: value for name, value in one.items() if name not in names}


def _listed(folder: Path, name: str) -> list[dict]:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))[name]
