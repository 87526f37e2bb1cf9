"""Publishes whole collections of real articles and reads each back word for word."""

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.test import Client

from articles import publishing
from articles.models import Author, Genre, Section
from newsroom.trial.comparing import ARTICLE, Page
from newsroom.trial.settingup import write

GENRES = {"interview": Genre.INTERVIEW, "news": Genre.NEWS}


@dataclass(frozen=True)
class Outcome:
    """One text: how much of it was found on its page."""

    name: str
    url: str
    status: int
    missing: list[str]


def publish_texts(folder: Path) -> Iterator[Outcome]:
    """Publish every text of every `articles.json` below `folder` and read its page.

    Yields one outcome a text. A text's paragraphs are strings, or objects with `kind` and `text`.
    """
    client = Client()
    section = Section.objects.get_or_create(slug="trial", defaults={"name": "Trial"})[0]
    for path in sorted(folder.glob("*/articles.json")):
        for text in json.loads(path.read_text()):
            yield _outcome(client, section, text)


def _outcome(client: Client, section: Section, text: dict[str, Any]) -> Outcome:
    paragraphs = [each if isinstance(each, dict) else {"kind": "p", "text": each} for each in text["paragraphs"]]
    paragraphs = [each for each in paragraphs if each["text"].strip()]
    source = ", ".join(text[key] for key in ("attribution", "byline", "licence", "source_url") if text.get(key))
    headline = (text["title"] or paragraphs[0]["text"])[:200].strip()
    article = write(
        "".join(_element(each["kind"], each["text"]) for each in paragraphs),
        headline=headline, language=text["lang"], section=section, credit_line=source[:300],
        genre=GENRES.get(text.get("genre", ""), Genre.NEWS),
    )  # fmt: skip
    author = Author.objects.get_or_create(slug="contributors", defaults={"name": "Contributors", "is_desk": True})[0]
    article.bylines.create(author=author)
    at = datetime.fromisoformat(text["date"]).replace(tzinfo=UTC) if text.get("date") else None
    edition = publishing.publish(article, at=at)
    response = client.get(edition.get_absolute_url())
    page = Page(response.content.decode()) if response.status_code == 200 else None
    wanted = [headline, *(each["text"] for each in paragraphs)]
    missing = [words for words in wanted if page is None or not page.has(words, ARTICLE)]
    return Outcome(text["id"], edition.get_absolute_url(), response.status_code, missing)


def _element(kind: str, text: str) -> str:
    words = html.escape(text, quote=False)
    if kind == "blockquote":
        return f"<blockquote><p>{words}</p></blockquote>"
    if kind == "h2":
        return f"<h2>{words}</h2>"
    if kind == "li":
        return f"<ul><li>{words}</li></ul>"
    return f"<p>{words}</p>"
