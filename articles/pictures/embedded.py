"""What photographers and cameras wrote into a picture: EXIF, IPTC and XMP, as plain short text."""

import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from lxml import etree
from PIL import ExifTags, Image
from PIL.ImageFile import ImageFile
from PIL.IptcImagePlugin import getiptcinfo

LONG_TEXT = 2000
SHORT_TEXT = 200
KEYWORDS_AT_MOST = 30
_XMP_BYTES_AT_MOST = 1024 * 1024

# What cameras write when nobody wrote anything.
_BY_NOBODY = {"olympus digital camera", "sony dsc", "screenshot", "untitled"}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"


@dataclass(frozen=True)
class Embedded:
    """
    The words and facts inside a picture's file; empty text where there is none.

    `title` is what the picture was called by its maker, never the file's name; `credit` names the
    maker and the agency, or who holds the `rights` when nobody else is named.
    `caption` is the story's caption and `description` the camera's or the long description when
    it says something else; `suggested_alt` is only what somebody wrote as alternative text.
    `taken_at` has a time zone only if the camera knew one.
    """

    title: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""
    keywords: tuple[str, ...] = ()
    camera: str = ""
    description: str = ""
    suggested_alt: str = ""
    taken_at: datetime | None = None
    has_gps: bool = False


def read_embedded(image: Image.Image) -> Embedded:
    """
    Return what is written into a decoded `image`.

    Never raises: broken metadata is common in good pictures, and each part that cannot be read
    counts as absent.
    """
    exif = _or_nothing(lambda: dict(image.getexif()))
    details = _or_nothing(lambda: image.getexif().get_ifd(ExifTags.IFD.Exif))
    gps = _or_nothing(lambda: image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    iptc = _or_nothing(lambda: getiptcinfo(cast("ImageFile", image)))
    xmp = _or_nothing(lambda: _xmp(image))

    of_exif = plain(exif.get(ExifTags.Base.ImageDescription), LONG_TEXT)
    caption = _first(LONG_TEXT, iptc.get((2, 120)), xmp.get(f"{_DC}description"), of_exif)
    description = _first(LONG_TEXT, xmp.get(f"{_IPTC_CORE}ExtDescrAccessibility"), of_exif)
    creator = _first(SHORT_TEXT, iptc.get((2, 80)), xmp.get(f"{_DC}creator"), exif.get(ExifTags.Base.Artist))
    agency = _first(SHORT_TEXT, iptc.get((2, 110)), xmp.get(f"{_PHOTOSHOP}Credit"))
    rights = _first(SHORT_TEXT, iptc.get((2, 116)), xmp.get(f"{_DC}rights"), exif.get(ExifTags.Base.Copyright))
    credit = " / ".join(dict.fromkeys(filter(None, [creator, agency])))
    camera = [plain(exif.get(tag), SHORT_TEXT) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)]
    # Most makers begin the model's name with their own.
    camera = camera[1:] if camera[1].lower().startswith(camera[0].lower()) else camera
    return Embedded(
        title=_first(SHORT_TEXT, iptc.get((2, 5)), xmp.get(f"{_DC}title"), iptc.get((2, 105))),
        caption=caption,
        credit=credit[:SHORT_TEXT] or rights,
        rights=rights,
        keywords=_several(iptc.get((2, 25)), xmp.get(f"{_DC}subject")),
        camera=" ".join(filter(None, camera))[:SHORT_TEXT],
        description="" if description == caption else description,
        suggested_alt=plain(xmp.get(f"{_IPTC_CORE}AltTextAccessibility"), LONG_TEXT),
        taken_at=_moment(details, xmp),
        has_gps=bool(gps) or any(name.startswith(f"{_EXIF}GPS") for name in xmp),
    )


def plain(value: object, most: int) -> str:
    """
    Return `value`, text or bytes of unknown encoding, as one line of at most `most` characters.

    Control characters, invisible direction marks and what cameras write by themselves are gone.
    """
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    if isinstance(value, str):
        # EXIF says its text is ASCII; programs write UTF-8 there, which Pillow reads as Latin-1.
        with suppress(UnicodeEncodeError):
            value = value.encode("latin-1")
    if isinstance(value, bytes):
        head = bytes(value[: 8 * most])
        try:
            value = head.decode("utf-8")
        except UnicodeDecodeError:
            value = head.decode("cp1252", "replace")
    if not isinstance(value, str):
        return ""
    # Categories: Cc are controls, and line ends; the other Cs are invisible or no characters.
    # Joiners stay, because Persian and Indian words need them.
    kept = (
        " " if kind == "Cc" else character
        for character in value[: 8 * most]
        if not (kind := unicodedata.category(character)).startswith("C") or kind == "Cc" or character in "\u200c\u200d"
    )
    line = " ".join("".join(kept).split())
    if line.lower() in _BY_NOBODY or line.startswith("File written by"):
        return ""
    return line[:most].rstrip()


def _first(most: int, *values: object) -> str:
    return next(filter(None, (plain(value, most) for value in values)), "")


def _several(*values: object) -> tuple[str, ...]:
    found = next(filter(None, values), ())
    listed = found if isinstance(found, (list, tuple)) else [found]
    return tuple(dict.fromkeys(filter(None, (plain(value, 80) for value in listed[:KEYWORDS_AT_MOST]))))


def _or_nothing(read: Callable[[], dict[Any, Any] | None]) -> dict[Any, Any]:
    try:
        return read() or {}
    except Exception:  # Pillow's metadata readers raise nearly anything on broken bytes.
        return {}


def _xmp(image: Image.Image) -> dict[str, str]:
    """Return the properties of the XMP packet by their full name, the first text of each."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet or len(packet) > _XMP_BYTES_AT_MOST:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    found: dict[str, str] = {}
    root = etree.fromstring(packet.rstrip(b"\0"), parser)
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            found.setdefault(str(name), str(value))
        # A text in several languages or by several people is a list; its first item is meant.
        first = element.find(f"{_RDF}*/{_RDF}li")
        if text := ((element if first is None else first).text or "").strip():
            found.setdefault(str(element.tag), text)
    return found


def _moment(details: dict[Any, Any], xmp: dict[str, str]) -> datetime | None:
    written = plain(details.get(ExifTags.Base.DateTimeOriginal), SHORT_TEXT)
    offset = plain(details.get(ExifTags.Base.OffsetTimeOriginal), SHORT_TEXT)
    for text, pattern in (
        (written[:19] + offset, "%Y:%m:%d %H:%M:%S%z"),
        (written[:19], "%Y:%m:%d %H:%M:%S"),
    ):
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(xmp.get(f"{_PHOTOSHOP}DateCreated", ""))
    except ValueError:
        return None
