"""An export in memory, as a reader would hand it on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from articles.importers.bringing.choices import Choices
from articles.importers.bringing.running import bring
from articles.importers.records import Entry, Image, Kind, Note, Person, Site, Status, Term
from articles.models import Import

OLD = "https://old.example"
SITE = Site(system="wordpress", address=OLD, also=("http://www.old.example",), title="The Old Paper")
MOMENT = datetime(2015, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class Given:
    """What a test says that an export holds."""

    entries_: list[Entry] = field(default_factory=list)
    people_: list[Person] = field(default_factory=list)
    terms_: list[Term] = field(default_factory=list)
    images_: list[Image] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    site: Site = SITE

    def people(self) -> Iterator[Person]:
        yield from self.people_

    def terms(self) -> Iterator[Term]:
        yield from self.terms_

    def images(self) -> Iterator[Image]:
        yield from self.images_

    def entries(self, *, bodies: bool = True) -> Iterator[Entry]:
        yield from self.entries_


def entry(key: str = "1", **fields: Any) -> Entry:
    """A public article, unless said otherwise."""
    usual = {
        "kind": Kind.ARTICLE, "status": Status.PUBLISHED, "type_name": "post", "status_name": "publish",
        "headline": f"Headline {key}", "slug": f"headline-{key}", "moment": MOMENT, "body": f"<p>Words of {key}.</p>",
        "paths": (f"/2015/03/headline-{key}/", f"/?p={key}"),
    }  # fmt: skip
    return Entry(key=key, **(usual | fields))


def brought(export: Given, *, media: Any = None, **choices: Any) -> Import:
    """Bring it in as the command would, and return the import's row."""
    import_ = Import.objects.create(system="wordpress", choices=Choices(**choices).as_json())
    bring(export, import_, media=media)
    import_.refresh_from_db()
    return import_
