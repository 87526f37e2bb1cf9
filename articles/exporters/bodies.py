"""A record's body as plain HTML: for a folder of files, and for another system."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils import translation

from ..body.pipeline import Form, References, Sources, references, render
from ..library import picture_source
from ..models import Picture
from ..origin import absolute
from ..rendering import sources_for
from .media import file_of
from .texts import Record


class Bodies:
    """The bodies of a batch of records, with all that they refer to looked up together."""

    def __init__(self, records: Iterable[Record]):
        self._found: dict[int, References] = {}
        self._pictures: dict[int, Picture] = {}
        found = [references(record["body"]) for record in records]
        numbers = {number for one in found for number in one.pictures}
        numbers |= {record["lead_picture"] for record in records if record.get("lead_picture")}
        self._pictures = Picture.objects.in_bulk(numbers)
        self._online = _everywhere(sources_for(found, pictures=self._pictures))
        self._offline = replace(
            self._online,
            pictures={
                number: replace(shown, fallback=f"../{path}", link_url=f"../{path}")
                if (path := file_of(self._pictures[number]))
                else shown
                for number, shown in self._online.pictures.items()
            },
        )

    def beside_files(self, record: Record) -> str:
        """Return the body for a file in a folder beside that of the pictures."""
        return self._rendered(record, self._offline)

    def elsewhere(self, record: Record) -> str:
        """Return the body with all addresses whole, for another site."""
        return self._rendered(record, self._online)

    def lead(self, record: Record) -> tuple[str, str, str]:
        """Return where the lead picture lies beside the files, its alt text and caption; empty words without one."""
        picture = self._pictures.get(record.get("lead_picture") or 0)
        if picture is None:
            return "", "", ""
        path = file_of(picture)
        address = f"../{path}" if path else absolute(picture_source(picture).link_url)
        caption = record["lead_caption"] or picture.in_language("caption", record["language"])
        credit = picture.in_language("credit", record["language"])
        words = " ".join(part for part in (caption, credit) if part)
        return address, picture.in_language("alt", record["language"]), words

    def _rendered(self, record: Record, sources: Sources) -> str:
        with translation.override(record["language"]):
            return str(render(record["body"], sources, Form.FEED))


def _everywhere(sources: Sources) -> Sources:
    shown = {
        number: replace(
            one,
            fallback=absolute(one.link_url),
            link_url=absolute(one.link_url),
            fallback_width=one.width,
            fallback_height=one.height,
        )
        for number, one in sources.pictures.items()
    }
    return replace(sources, pictures=shown)
