"""What every reader of another system's export hands on, whatever that system is.

Values only: a reader knows no model, no setting and no database. What a reader cannot carry over it
says in `notes`, once for each thing, so that the report can count them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class CannotRead(Exception):
    """The file is no export that can be read; its one sentence is for people, with line and column if known."""


class Kind(StrEnum):
    ARTICLE = "article"
    PAGE = "page"
    OTHER = "other"  # menus, products, styles: counted in the report, never brought in


class Status(StrEnum):
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    PENDING = "pending"
    DRAFT = "draft"
    PRIVATE = "private"  # private or behind a password: comes as a draft, never public
    TRASH = "trash"  # counted and left
    UNKNOWN = "unknown"  # a status that the old system's add-ons made: comes as a draft


@dataclass(frozen=True)
class Note:
    """Something that could not come along whole.

    Args:
        about: what it is, a word that the report groups by: "shortcode", "block", "embed", "date", …
        what: which one: the shortcode's name, the block's, the address.
        words: what became of it, one sentence in English for `gettext`; `{what}` stands for `what`.
    """

    about: str
    what: str
    words: str


@dataclass(frozen=True)
class Site:
    """Where the export comes from.

    Args:
        address: the old site's address with scheme, without a slash at its end; empty when it does not say.
        also: other addresses of the same site (WordPress in a folder of its own, http besides https).
        permalink: the pattern of its articles' addresses when it can be told.
    """

    system: str
    address: str = ""
    also: tuple[str, ...] = ()
    title: str = ""
    language: str = ""
    version: str = ""
    permalink: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who wrote. Passwords and their hashes are never read; `mail` only matches accounts.

    Args:
        number: the one by which the old site's list of their articles can be asked for, /?author=3.
    """

    key: str
    name: str
    slug: str = ""
    mail: str = ""
    about: str = ""
    own: str = ""
    number: str = ""


# The kind of a tag for the staff alone: readers never see it.
INTERNAL = "internal"


@dataclass(frozen=True)
class Term:
    """A category ("category"), tag ("tag"), a tag for the staff alone (`INTERNAL`), or what another
    taxonomy calls its own.

    Args:
        number: the one by which the old site's list of it can be asked for, /?cat=5.
    """

    kind: str
    slug: str
    name: str
    parent: str = ""
    about: str = ""
    own: str = ""
    number: str = ""


@dataclass(frozen=True)
class Image:
    """A picture of the old site's library, or one that a text shows.

    Args:
        key: the old system's number, or the address itself.
        url: where the file is, whole; of a resized copy, the original if it can be told.
    """

    key: str
    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    own: str = ""


@dataclass(frozen=True)
class Entry:
    """An article or page of the old site, in this system's terms.

    Args:
        key: the old system's number: the same export read again gives the same keys.
        headline: plain text, entities resolved.
        deck: plain text, from the excerpt.
        moment: when it was or will be published, aware; None when the export does not say.
        people: keys of those named in the byline, in order.
        terms: (kind, slug) of each, in order.
        body: HTML of the desk's dialect (see `articles/body/allowlist.py`), but for three things that
            only the bringing in can know: pictures stand as `<figure data-import-image="KEY">` with an optional
            `<figcaption>` (KEY is an `Image.key`), several of them inside `<div data-import-gallery>`; links to
            the old site stay as they are; a list of related articles stands as
            `<div data-import-related>` around ordinary links.
        lead: key of the lead picture, or empty.
        paths: all paths with query at which the old site answered for it, the present one first.
        behind_password: had a password (which is not read).
        comments: how many comments it has.
        own: the JSON that this system wrote of it when it exported it, unread: what an archive is brought back
            from exactly. People, terms and images may have it too.
    """

    key: str
    kind: Kind
    status: Status
    type_name: str
    status_name: str
    headline: str
    slug: str = ""
    deck: str = ""
    moment: datetime | None = None
    changed: datetime | None = None
    people: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    body: str = ""
    lead: str = ""
    lead_caption: str = ""
    language: str = ""
    search_headline: str = ""
    search_description: str = ""
    social_headline: str = ""
    social_description: str = ""
    social_image: str = ""
    canonical_url: str = ""
    paths: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    behind_password: bool = False
    is_sticky: bool = False
    comments: int = 0
    notes: tuple[Note, ...] = field(default_factory=tuple)
    own: str = ""


class Export(Protocol):
    """An export opened by its reader. It may be gone through more than once; nothing large is kept."""

    site: Site
    notes: list[Note]

    def people(self) -> Iterator[Person]:
        """Give everybody who is declared or named as an author, each once."""

    def terms(self) -> Iterator[Term]:
        """Give every term that is declared or used, each once."""

    def images(self) -> Iterator[Image]:
        """Give the pictures of the library (the attachments)."""

    def entries(self, *, bodies: bool = True) -> Iterator[Entry]:
        """Give every article and page with its body, and whatever else as `Kind.OTHER` without one.

        Args:
            bodies: False where only what stands beside them is asked for: a reader may leave out what takes it long.

        Raises:
            CannotRead: the file ends or breaks here; whoever brings in has asked `people()` first,
                which reads to the end, so nothing half comes in.
        """
