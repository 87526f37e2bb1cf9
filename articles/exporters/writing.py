"""The one verb: write the whole archive into a folder."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.site.models import SiteSettings

from . import documents, listings, media, texts
from .bodies import Bodies
from .documents import as_json
from .wxr import Wxr

FORMAT = 1


class Refused(Exception):
    """The archive cannot be written there; the sentence says why, and the way out."""


@dataclass
class Written:
    """How much was written; `missing` are the numbers of pictures whose file could not be read."""

    articles: int = 0
    drafts: int = 0
    pages: int = 0
    pictures: int = 0
    redirects: int = 0
    missing: list[int] = field(default_factory=list)


def export_site(
    target: Path, *, public_only: bool = False, progress: Callable[[str, int], None] | None = None
) -> Written:
    """Write articles, pages, sections, tags, authors, pictures and old addresses into a new folder.

    The folder is there whole or not at all: all is written beside it, under another name, first.

    Args:
        target: a folder that is not there yet, or is empty.
        public_only: what readers can see and nothing else; pictures without what cameras wrote into them.
        progress: called with a word of what is being written and how many there are of it so far.

    Raises:
        Refused: there is something at `target`, or nothing can be written there.
    """
    target = target.absolute()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Refused(_("%(folder)s is not empty: name a folder that is not there yet.") % {"folder": target})
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        written = _Writing(folder, public_only, progress or (lambda _word, _count: None)).all()
        os.replace(folder, target)
    except OSError as error:
        words = _("%(folder)s cannot be written: %(why)s.")
        raise Refused(words % {"folder": target, "why": error.strerror or ""}) from None
    finally:
        # Renamed by now, unless something went wrong.
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
    return written


class _Writing:
    def __init__(self, folder: Path, public_only: bool, progress: Callable[[str, int], None]):
        self.folder, self.public_only, self.progress = folder, public_only, progress
        self.done = Written()
        # Of an export for others, only the pictures that its texts show.
        self.shown: set[int] = set()

    def all(self) -> Written:
        site = _site()
        with self._wxr() as wxr, self._list("index.json", {"site": site, "format": FORMAT}, "texts") as index:
            tags = list(listings.tags(public_only=self.public_only))
            sections, authors = list(listings.sections()), list(listings.authors(public_only=self.public_only))
            wxr.head(site, sections, tags, authors)
            for batch in self._texts():
                self._write_texts(batch, wxr, index)
            self._write_list("sections.json", "sections", sections)
            self._write_list("tags.json", "tags", tags)
            self._write_list("authors.json", "authors", authors)
            if self.public_only:
                self.shown.update(one["portrait"] for one in authors if one["portrait"])
            self._write_pictures(wxr)
        self._write_redirects()
        return self.done

    def _texts(self) -> Iterator[list[texts.Record]]:
        yield from texts.public_articles(public_only=self.public_only)
        if not self.public_only:
            yield from texts.drafts()
        yield from texts.pages(public_only=self.public_only)

    def _write_texts(self, batch: list[texts.Record], wxr: Wxr, index: Callable[[Any], None]) -> None:
        bodies = Bodies(batch)
        for record in batch:
            documents.write(record, bodies, self.folder)
            index({
                "file": documents.name_of(record),
                **{name: record[name] for name in ("number", "kind", "state", "language", "headline", "address")},
                "published_at": record["published_at"],
            })  # fmt: skip
            self.shown.update(record["pictures"])
            self.shown.update(number for name in ("lead_picture", "social_picture") if (number := record.get(name)))
            kind = "pages" if record["kind"] == "page" else "articles" if record["is_public"] else "drafts"
            setattr(self.done, kind, getattr(self.done, kind) + 1)
        # What is changed of a public article has no place of its own among another system's articles.
        wxr.texts((record for record in batch if record["state"] != "changed"), bodies)
        self.progress("texts", self.done.articles + self.done.drafts + self.done.pages)

    def _write_pictures(self, wxr: Wxr) -> None:
        with self._list("pictures.json", {}, "pictures") as add:
            for picture in media.pictures(self.shown if self.public_only else None):
                described = media.described(picture)
                if described["file"] and not media.write_file(picture, self.folder, without_sayings=self.public_only):
                    self.done.missing.append(picture.pk)
                    described["file"] = None
                add(described)
                wxr.pictures([described])
                self.done.pictures += 1
                if self.done.pictures % media.BATCH == 0:
                    self.progress("pictures", self.done.pictures)
        self.progress("pictures", self.done.pictures)

    def _write_redirects(self) -> None:
        with (
            self._list("redirects.json", {}, "redirects") as add,
            (self.folder / "redirects.txt").open("w", encoding="utf-8") as plain,
        ):
            for one in listings.redirects(public_only=self.public_only):
                add(one)
                plain.write(f"{one['from']}\t{one['to'] or '410'}\n")
                self.done.redirects += 1

    def _write_list(self, name: str, word: str, values: Iterable[Any]) -> None:
        with self._list(name, {}, word) as add:
            for value in values:
                add(value)

    @contextmanager
    def _list(self, name: str, before: dict[str, Any], word: str) -> Iterator[Callable[[Any], None]]:
        """Write a JSON object whose last value is a list, an item a line, however many there are."""
        with (self.folder / name).open("w", encoding="utf-8", errors="replace") as file:
            said = "".join(f"{as_json(key)}: {as_json(value)},\n" for key, value in before.items())
            file.write(f"{{\n{said}{as_json(word)}: [")
            between = "\n"

            def add(value: Any) -> None:
                nonlocal between
                file.write(between + as_json(value))
                between = ",\n"

            yield add
            file.write("\n]\n}\n")

    @contextmanager
    def _wxr(self) -> Iterator[Wxr]:
        with (self.folder / "site.wxr.xml").open("wb") as file:
            wxr = Wxr(file)
            yield wxr
            wxr.end()


def _site() -> dict[str, str]:
    site = SiteSettings.load()
    return {
        "name": site.name,
        "description": site.description,
        "address": settings.SITE_URL,
        "language": settings.LANGUAGE_CODE,
        "written_at": timezone.now().isoformat(timespec="seconds"),
    }
