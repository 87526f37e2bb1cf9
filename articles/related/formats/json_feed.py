"""JSON Feed 1.0 and 1.1, and what calls itself so."""

from collections.abc import Iterable
from typing import Any

from .addresses import web_address
from .dates import parse_date
from .documents import Document
from .excerpts import clean_title
from .items import each_once, language_code, make_item
from .pictures import NAMED, THUMBNAIL, Candidate, candidate, is_picture
from .registry import Format
from .values import Feed, Item


def recognises(document: Document) -> bool:
    """Whether the document is a JSON object with a list of items."""
    data = document.data
    return isinstance(data, dict) and isinstance(data.get("items"), list)


def read(document: Document, at_most: int) -> Feed:
    """Return the feed. Its newest items are taken where it has more than `at_most`."""
    data = document.data
    base = document.url or _text(data.get("feed_url"))
    site = web_address(_text(data.get("home_page_url")), base)
    language = language_code(data.get("language"))
    entries = [entry for entry in data["items"] if isinstance(entry, dict)]
    if len(entries) > at_most:
        entries.sort(key=lambda entry: str(parse_date(_date(entry)) or ""), reverse=True)
    return Feed(
        kind="json",
        title=clean_title(data.get("title")),
        site_url=site,
        language=language,
        icon_url=web_address(_text(data.get("icon")) or _text(data.get("favicon")), base),
        items=each_once(_item(entry, base or site, language) for entry in entries[:at_most]),
    )


def _item(entry: dict[str, Any], base: str, language: str) -> Item:
    guid = entry.get("id")
    is_address = isinstance(guid, str) and guid.startswith(("http://", "https://"))
    authors = entry["authors"] if isinstance(entry.get("authors"), list) else [entry.get("author")]
    names = [author.get("name") for author in authors if isinstance(author, dict)]
    html, plain = _text(entry.get("content_html")), _text(entry.get("content_text"))
    return make_item(
        guid=guid,
        url=_text(entry.get("url")) or (guid if is_address else "") or _text(entry.get("external_url")),
        title=entry.get("title"),
        summary=entry.get("summary"),
        content=html or plain,
        dates=(_date(entry),),
        pictures=_pictures(entry, base),
        author=", ".join(name for name in names[:3] if isinstance(name, str)),
        language=entry.get("language") or language,
        tags=entry["tags"] if isinstance(entry.get("tags"), list) else (),
        base=base,
    )


def _pictures(entry: dict[str, Any], base: str) -> Iterable[Candidate | None]:
    yield candidate(entry.get("image"), base, rank=NAMED)
    attachments = entry.get("attachments")
    for part in attachments if isinstance(attachments, list) else []:
        if isinstance(part, dict) and is_picture(part.get("mime_type"), part.get("url")):
            yield candidate(part.get("url"), base, rank=NAMED)
    yield candidate(entry.get("banner_image"), base, rank=THUMBNAIL)


def _date(entry: dict[str, Any]) -> str:
    return _text(entry.get("date_published")) or _text(entry.get("date_modified"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


FORMAT = Format("json", recognises, read)
