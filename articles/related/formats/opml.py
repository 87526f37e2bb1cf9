"""Lists of feeds as other readers keep them: OPML in, OPML out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.xml_documents import add, root, written

from .addresses import web_address
from .documents import Element, open_document
from .items import language_code
from .markup import plain
from .syndication_tree import local
from .values import NAME_AT_MOST, NotAFeed

OUTLINES_AT_MOST = 2_000
FEED_TYPES = frozenset({"rss", "atom", "rdf", "feed"})


class NotOpml(Exception):
    """What was read is no list of feeds; `str()` is one sentence for an editor."""


@dataclass(frozen=True)
class Outline:
    """One feed of a list; `folder` is where it stood, folders inside folders joined by " / "."""

    url: str
    title: str = ""
    site_url: str = ""
    folder: str = ""
    language: str = ""


def read_opml(body: bytes) -> list[Outline]:
    """Return the feeds of a list, once each, in their order.

    Raises:
        NotOpml: it is no OPML, or a hostile one.
    """
    try:
        document = open_document(body)
        tree = document.tree if document.root_name == "opml" else None
    except NotAFeed as error:
        raise NotOpml(str(error)) from error
    if tree is None:
        raise NotOpml(_("This is no list of feeds: an OPML file is what other feed readers export. Export one there."))
    found: dict[str, Outline] = {}
    for outline in tree.iter():
        if local(outline) == "outline" and len(found) < OUTLINES_AT_MOST:
            said = {name.lower(): value for name, value in outline.attrib.items()}
            # A few readers write the feed's address into "url", which elsewhere is any address.
            feed = said.get("xmlurl") or (said.get("url") if said.get("type", "").lower() in FEED_TYPES else "")
            # What is no address is told, not dropped.
            address = web_address(_feed_scheme(feed or "")) or (feed or "").strip()[:NAME_AT_MOST]
            if address:
                title = plain(said.get("title") or said.get("text") or "", NAME_AT_MOST)
                title = "" if title == address else title
                site = web_address(said.get("htmlurl"))
                folder = " / ".join(reversed(list(_folders(outline))))[:NAME_AT_MOST]
                language = language_code(said.get("language"))
                found.setdefault(address, Outline(address, title, site, folder, language))
    return list(found.values())


def write_opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """Return `outlines` as OPML 2.0, a folder where one is named."""
    opml = root("opml", {}, version="2.0")
    add(add(opml, "head"), "title", title)
    body = add(opml, "body")
    folders: dict[str, Element] = {}
    for outline in outlines:
        place = body
        if outline.folder:
            if outline.folder not in folders:
                folders[outline.folder] = add(
                    body, "outline", attributes={"text": outline.folder, "title": outline.folder}
                )
            place = folders[outline.folder]
        name = outline.title or outline.url
        said = {"type": "rss", "text": name, "title": name, "xmlUrl": outline.url}
        if outline.site_url:
            said["htmlUrl"] = outline.site_url
        if outline.language:
            said["language"] = outline.language
        add(place, "outline", attributes=said)
    return written(opml)


def _feed_scheme(address: str) -> str:
    """feed:// and feed:https:// are how some readers write http."""
    address = address.strip()
    if address.lower().startswith("feed:"):
        rest = address[len("feed:") :]
        return rest if rest.lower().startswith(("http://", "https://")) else "http://" + rest.lstrip("/")
    return address


def _folders(outline: Element) -> Iterator[str]:
    for above in outline.iterancestors():
        said = {name.lower(): value for name, value in above.attrib.items()}
        if local(above) == "outline" and not said.get("xmlurl"):
            if words := plain(said.get("title") or said.get("text") or "", NAME_AT_MOST):
                yield words
