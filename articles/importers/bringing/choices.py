"""What whoever moves in has chosen, as it is kept with the import."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

SECTION, TAG, LEAVE = "section", "tag", "leave"
AS_SECTIONS, AS_TAGS = "sections", "tags"


@dataclass(frozen=True)
class Choices:
    """How an archive comes in.

    Args:
        terms: what a category or tag becomes, by "category/slug": `SECTION`, `TAG` or `LEAVE`, the first two
            perhaps with the slug of one that is here already: "section:politics".
        people: the slug of the author that somebody is, by the key in the export.
        categories_as: `AS_SECTIONS` or `AS_TAGS` for all that `terms` does not name; empty: by their size.
        section: slug of the section for articles that bring none along.
        takes_pictures: whether pictures come along.
        overwrites: whether what was edited here since is written over.
        address: the old site's, where its export does not say it.
    """

    terms: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    categories_as: str = ""
    section: str = ""
    takes_pictures: bool = True
    overwrites: bool = False
    address: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Choices":
        """Return what `as_json` gave; what an older version kept more is left out."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})
