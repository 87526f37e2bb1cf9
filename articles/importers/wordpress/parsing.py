"""The parts of an export one after another, each let go when it has been looked at: memory stays flat."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from ..records import CannotRead, Note
from .characters import encoding_of
from .files import ExportFile
from .mending import MendingStream

# lxml's own types are private names.
type Element = Any

# A post of the longest thread has a few thousand; comments are let go as they come.
ELEMENTS_AT_MOST = 200_000
# https://github.com/WordPress/wordpress-importer: "http://wordpress.org/export/1.2/" and its older sisters.
EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[\w.]*/?(excerpt/?)?")
OTHERS = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
}


def name_of(element: Element) -> tuple[str, str]:
    """Return (namespace's short name, local name): ("wp", "post_id") for any version of WXR.

    The short name is "" for RSS's own elements, and "?" with the prefix behind it for strangers: "?wp".
    """
    tag = element.tag
    if not isinstance(tag, str):
        return "?", ""
    space, local = _names(tag)
    return (f"?{element.prefix or ''}" if space == "?" else space), local


@lru_cache(maxsize=1_000)
def _names(tag: str) -> tuple[str, str]:
    if tag[0] != "{":
        return "", tag
    uri, local = tag[1:].split("}", 1)
    found = EXPORT.fullmatch(uri)
    if found:
        return ("excerpt" if found[1] else "wp"), local
    return OTHERS.get(uri, "?"), local


class Parts:
    """One file, gone through once.

    Args:
        file: what to read.
        notes: where repairs are written down.
        is_broken: it is known not to be well-formed, so that it is mended from the start.
    """

    def __init__(self, file: ExportFile, *, is_broken: bool) -> None:
        self.file = file
        self.is_broken = is_broken
        self.notes: list[Note] = []

    def __iter__(self) -> Iterator[tuple[Element, int]]:
        """Give each child of the channel with how many approved comments it had; comments are gone by then.

        Raises:
            CannotRead: no export, not well-formed beyond mending, hostile, or cut.
        """
        with self.file.reading() as stream:
            source: Any = stream
            if self.is_broken:
                source = MendingStream(stream, encoding_of(self.file), self.file.name)
            try:
                yield from self._parts(source)
            except etree.XMLSyntaxError as error:
                raise self._broken(error) from error
            if self.is_broken:
                self.notes = list(source.notes.values())

    def _parts(self, source: Any) -> Iterator[tuple[Element, int]]:
        reading = etree.iterparse(
            source,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        depth, elements, comments = 0, 0, 0
        for event, element in reading:
            if event == "start":
                depth += 1
                elements += 1
                if depth == 1:
                    self._check_root(element)
                elif depth == 3:
                    # Counted from here: each part has as many as it likes, within reason.
                    elements = comments = 0
                elif elements > ELEMENTS_AT_MOST:
                    raise CannotRead(
                        _(
                            "“{file}”, line {line}: one post has more than {count} elements in it. "
                            "No article is like that; take it out of the file."
                        ).format(file=self.file.name, line=element.sourceline, count=ELEMENTS_AT_MOST)
                    )
                continue
            depth -= 1
            if depth == 3 and name_of(element) == ("wp", "comment"):
                comments += is_approved(element)
                element.clear()
            elif depth == 2:
                yield element, comments
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]

    def _check_root(self, root: Element) -> None:
        if root.getroottree().docinfo.internalDTD is not None:
            raise CannotRead(
                _("“{file}” begins with a document type, as no export does. It was not read.").format(
                    file=self.file.name
                )
            )
        if name_of(root)[1] != "rss":
            raise CannotRead(
                _(
                    "“{file}” is no WordPress export: it begins with <{tag}>. "
                    "In WordPress, choose Tools → Export, and give that file."
                ).format(file=self.file.name, tag=name_of(root)[1][:40])
            )

    def _broken(self, error: etree.XMLSyntaxError) -> CannotRead:
        line, column = error.position if error.position else (0, 0)
        return CannotRead(
            _(
                "“{file}” is broken at line {line}, column {column}, and cannot be repaired without guessing. "
                "Download the export again, or mend that line."
            ).format(file=self.file.name, line=line or 1, column=column or 1)
        )


def is_approved(comment: Element) -> bool:
    """Say whether a reader could see this comment: approved, and no pingback or trackback.

    An export that does not say whether it is approved is one of approved comments.
    """
    said = {name_of(child)[1]: (child.text or "").strip() for child in comment if isinstance(child.tag, str)}
    return said.get("comment_approved", "1") in ("1", "approve", "approved") and said.get("comment_type", "") in (
        "",
        "comment",
    )


def is_well_formed(file: ExportFile) -> bool:
    """Say whether `file` is UTF-8, as it says, and parses as it is.

    Raises:
        CannotRead: it is no XML at all, hostile, or no export.
    """
    with file.reading() as stream:
        _check_first_bytes(stream.read(4096), file)
    encoding = encoding_of(file)
    if not (encoding.name == "utf-8" and encoding.is_declared and encoding.is_whole):
        return False
    try:
        for _part in Parts(file, is_broken=False):
            pass
    except CannotRead as refusal:
        if isinstance(refusal.__cause__, etree.XMLSyntaxError):
            return False
        raise
    return True


def _check_first_bytes(head: bytes, file: ExportFile) -> None:
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"<rss" in text:
        # What posts quote further on is theirs.
        text = text.split(b"<rss", 1)[0] + b"<rss"
    name = file.name
    way_out = _("In WordPress, choose Tools → Export, and give that file.")
    if not text:
        said = _("“{file}” is empty.")
    elif b"<!doctype html" in text or text.startswith(b"<html"):
        said = _("“{file}” is a web page and no WordPress export.")
    elif text[:1] in b"{[":
        said = _("“{file}” is JSON and no WordPress export.")
    elif b"<!doctype" in text or b"<!entity" in text:
        said = _("“{file}” declares entities of its own, as no export does; it was not read.")
    elif b"<" not in text:
        said = _("“{file}” is no XML, so it is no WordPress export.")
    else:
        return
    raise CannotRead(f"{said.format(file=name)} {way_out}")
