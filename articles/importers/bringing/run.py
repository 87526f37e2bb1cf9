"""One run: what all parts of the bringing in share."""

from dataclasses import dataclass, field
from typing import Any

from articles.importers.records import Site
from articles.models import Section, Tag

from .choices import Choices
from .known import bare_host, site_key
from .report import Report


@dataclass
class Run:
    """What is brought in now, from where, by whom, and what is known so far.

    Args:
        authors: the number of the author whom each person of the export became.
        slugs: the end of each person's old address, where it is not the key.
        terms: the section or tag that each (kind, slug) became; what is left is not in it.
        beside: the tag for each section, by its number, where an article stood in several.
        section: where an article stands that brings no section along.
        own_pictures: of an archive that was exported from here, the key of each picture by its number there.
    """

    site: Site
    choices: Choices = field(default_factory=Choices)
    by: Any = None
    report: Report = field(default_factory=Report)
    authors: dict[str, int] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], Section | Tag] = field(default_factory=dict)
    beside: dict[int, Tag] = field(default_factory=dict)
    section: Section | None = None
    own_pictures: dict[int, str] = field(default_factory=dict)
    key: str = ""
    hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.key = site_key(self.site)
        known = (bare_host(address) for address in (self.site.address, *self.site.also))
        self.hosts = frozenset(filter(None, known))
