"""Reads the demo's articles and words from files: front matter in TOML, the body in HTML."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

CONTENT = Path(__file__).parent / "content"
REFERENCES = re.compile(r'(data-article|data-picture|data-pictures)="([^"]*)"')


@dataclass(frozen=True)
class DemoArticle:
    """One file: what stands above the body, and the body with names where records have numbers."""

    language: str
    slug: str
    head: dict[str, Any]
    body: str
    corrections: list[dict[str, Any]] = field(default_factory=list)

    def published_at(self, now: datetime) -> datetime:
        """Return its moment: fixed, or so many hours before the demo is built."""
        # Minutes of its own, or the whole newspaper would come out at the same minute of the hour.
        minutes = crc32(self.slug.encode()) % 47
        return self.head.get("published") or now - timedelta(hours=self.head.get("hours_ago", 1), minutes=minutes)

    @property
    def status(self) -> str:
        return self.head.get("status", "live")


def read_site() -> dict[str, Any]:
    """Return the newspaper's own words: settings, sections, tags, authors, pages, front pages."""
    return tomllib.loads((CONTENT / "site.toml").read_text())


def read_articles() -> list[DemoArticle]:
    """Return every article of every language.

    Raises:
        ValueError: a file is not in the form that the package describes.
    """
    return [read_article(path) for path in sorted(CONTENT.glob("*/*.html"))]


def read_article(path: Path) -> DemoArticle:
    """Return the article in one file; its folder is the language, its name the slug."""
    _before, separator, rest = path.read_text().partition("+++\n")
    front, closing, body = rest.partition("\n+++\n")
    if not separator or not closing:
        raise ValueError(f"{path.name} does not begin with front matter between +++ lines.")
    head = tomllib.loads(front)
    return DemoArticle(path.parent.name, path.stem, head, body.strip(), head.pop("corrections", []))


def with_numbers(body: str, articles: dict[str, int], pictures: dict[str, int]) -> str:
    """Return `body` with the numbers of records where the files have their names.

    Raises:
        KeyError: the body names an article or a picture that does not exist.
    """

    def replace(match: re.Match[str]) -> str:
        attribute, value = match.groups()
        numbers = articles if attribute == "data-article" else pictures
        return f'{attribute}="{",".join(str(numbers[name.strip()]) for name in value.split(","))}"'

    return REFERENCES.sub(replace, body)
