"""WordPress's exports (WXR 1.0 to 1.2): files in, the values of `articles.importers.records` out."""

from collections.abc import Iterator
from pathlib import Path

from ..records import Entry, Image, Note, Person, Site, Term
from .entries import entry_of, is_picture
from .files import export_files
from .survey import Survey

__all__ = ["WordPressExport", "open_export"]


def open_export(paths: list[Path]) -> "WordPressExport":
    """Open the export that `paths` are together: several files of one site, XML, gzipped or in a zip.

    Every file is read to its end before this returns, so that nothing comes in by half. Of an item that two of
    them hold, the one of the file named later is given.

    Args:
        paths: the files, in the order in which they were exported.

    Raises:
        CannotRead: a file is no export, hostile, cut, or broken beyond repair; one sentence says where.
    """
    return WordPressExport(Survey(export_files(paths)))


class WordPressExport:
    """An opened export; see `articles.importers.records.Export`."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self.site: Site = survey.addresses.told()
        self.notes: list[Note] = survey.notes

    def people(self) -> Iterator[Person]:
        """Give everybody who is declared or named as an author, each once."""
        return iter(self._survey.people)

    def terms(self) -> Iterator[Term]:
        """Give every term that is declared or used, each once; the bylines of Co-Authors Plus are people."""
        return iter(self._survey.terms)

    def images(self) -> Iterator[Image]:
        """Give the pictures of the library. Attached films, sounds and documents are entries of kind `OTHER`."""
        return iter(self._survey.library)

    def entries(self, *, bodies: bool = True) -> Iterator[Entry]:
        """Give every article and page with its body, and whatever else as `Kind.OTHER` without one.

        Args:
            bodies: False leaves bodies, their pictures and their notes out; reading them takes nearly all the time.

        Raises:
            CannotRead: the file was changed since it was opened, and cannot be read any more.
        """
        for key, item in self._survey.items():
            if not is_picture(item, self._survey):
                yield entry_of(key, item, self._survey, has_body=bodies)
