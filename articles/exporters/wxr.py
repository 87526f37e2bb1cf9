"""The archive as a WXR 1.2 file, written as a stream: what WordPress and this system's own importer read.

The format is WordPress's own export, https://developer.wordpress.org/reference/functions/export_wp/; a text's
further names are those of Co-Authors Plus, its words for search engines those of Yoast. What WordPress has
no place for stands as JSON in fields and elements of our own, so that nothing is lost on the way back: see
`importers.own_words`.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, BinaryIO

from django.utils import timezone
from lxml import etree

from ..body.values import without_controls
from ..importers.own_words import FIELDS, MARK, mark_of
from ..importers.own_words import NAMESPACE as OWN
from .bodies import Bodies
from .documents import as_json
from .texts import Record

# lxml's own types are private names.
type Element = Any

CONTENT = "http://purl.org/rss/1.0/modules/content/"
EXCERPT = "http://wordpress.org/export/1.2/excerpt/"
DC = "http://purl.org/dc/elements/1.1/"
WP = "http://wordpress.org/export/1.2/"
NAMESPACES = {"excerpt": EXCERPT, "content": CONTENT, "dc": DC, "wp": WP, "newsroom": OWN}

STATES = {"published": "publish", "scheduled": "future", "in_review": "pending", "withdrawn": "private"}
# WordPress numbers all kinds of things in one row; here each kind has its own.
KINDS = ("article", "page", "picture")
YOAST = {
    "_yoast_wpseo_title": "search_headline",
    "_yoast_wpseo_metadesc": "search_description",
    "_yoast_wpseo_opengraph-title": "social_headline",
    "_yoast_wpseo_opengraph-description": "social_description",
    "_yoast_wpseo_canonical": "canonical_url",
}


def post_id(kind: str, number: int) -> int:
    """Return the number of a thing among all things of the file."""
    return number * len(KINDS) + KINDS.index(kind)


# lxml declares the namespaces on each element that it writes alone; in the file they stand once, on the root.
DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
BEGINNING = f"<?xml version='1.0' encoding='utf-8'?>\n<rss {DECLARED} version=\"2.0\"><channel>\n"
END = "</channel></rss>\n"


class Wxr:
    """A file being written: `head` first, then `texts` and `pictures` in any order, `end` last."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self._terms: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self._authors: dict[str, str] = {}

    def head(
        self,
        site: dict[str, str],
        sections: Iterable[dict[str, Any]],
        tags: Iterable[dict[str, Any]],
        authors: Iterable[dict[str, Any]],
    ) -> None:
        """Write what the texts refer to: the site's title, address, description and language, and its terms."""
        add = self._add
        self._file.write(BEGINNING.encode())
        for name, value in (
            ("title", site["name"]),
            ("link", site["address"]),
            ("description", site["description"]),
            ("pubDate", format_datetime(timezone.now().astimezone(UTC))),
            ("language", site["language"]),
            (f"{{{WP}}}wxr_version", "1.2"),
            (f"{{{WP}}}base_site_url", site["address"]),
            (f"{{{WP}}}base_blog_url", site["address"]),
        ):
            add(_element(name, value))
        number = 0
        for number, one in enumerate(authors, 1):
            self._authors[one["slug"]] = one["name"]
            add(_wp("author", author_id=number, author_login=one["slug"], author_email="",
                    author_display_name=one["name"]))  # fmt: skip
            add(_element(f"{{{OWN}}}author", as_json(one)))
        for number, one in enumerate(sections, 1):
            self._terms[one["slug"]] = one["name"]
            add(_wp("category", term_id=number, category_nicename=one["slug"], category_parent="",
                    cat_name=one["name"], category_description=one["description"]))  # fmt: skip
            add(_element(f"{{{OWN}}}section", as_json(one)))
        sections_are = number
        for number, one in enumerate(tags, sections_are + 1):
            # WordPress shows every tag that it has.
            if not one["is_internal"]:
                self._tags[one["slug"]] = one["name"]
                add(_wp("tag", term_id=number, tag_slug=one["slug"], tag_name=one["name"],
                        tag_description=one["description"]))  # fmt: skip
            add(_element(f"{{{OWN}}}tag", as_json(one)))
        for place, (slug, name) in enumerate(self._authors.items(), number + 1):
            add(_wp("term", term_id=place, term_taxonomy="author", term_slug=f"cap-{slug}", term_parent="",
                    term_name=name))  # fmt: skip

    def texts(self, records: Iterable[Record], bodies: Bodies) -> None:
        """Write articles and pages as items."""
        for record in records:
            self._add(self._item(record, bodies.elsewhere(record)))

    def pictures(self, described: Iterable[dict[str, Any]]) -> None:
        """Write pictures as attachments."""
        for one in described:
            item = etree.Element("item", nsmap=NAMESPACES)
            moment = datetime.fromisoformat(one["created_at"])
            _fill(item, one["title"], one["address"], "", "", one["caption"], moment)
            _post(item, post_id("picture", one["number"]), "inherit", "attachment", f"picture-{one['number']}", moment)
            _add_to(item, f"{{{WP}}}attachment_url", one["address"])
            _meta(item, "_wp_attachment_image_alt", one["alt"])
            _meta(item, "_media_credit", one["credit"])
            _own(item, one)
            self._add(item)

    def _item(self, record: Record, html: str) -> Element:
        item = etree.Element("item", nsmap=NAMESPACES)
        moment = datetime.fromisoformat(record["published_at"]) if record["published_at"] else None
        people = [slug for slug in record.get("authors", ()) if slug in self._authors]
        creator, deck = people[0] if people else "", record.get("deck", "")
        _fill(item, record["headline"], record["address"], creator, html, deck, moment)
        status = STATES.get(record["state"], "draft")
        kind = "post" if record["kind"] == "article" else "page"
        changed = datetime.fromisoformat(record["updated_at"]) if record.get("updated_at") else moment
        _post(item, post_id(record["kind"], record["number"]), status, kind, record["slug"], moment, changed)
        _category(item, "category", record.get("section", ""), self._terms)
        for slug in record.get("tags", ()):
            _category(item, "post_tag", slug, self._tags)
        for slug in people:
            _category(item, "author", slug, self._authors, "cap-")
        if record.get("lead_picture"):
            _meta(item, "_thumbnail_id", str(post_id("picture", record["lead_picture"])))
        for name, field in YOAST.items():
            if record.get(field):
                _meta(item, name, record[field])
        _own(item, record)
        return item

    def end(self) -> None:
        """Write the end of the file."""
        self._file.write(END.encode())

    def _add(self, element: Element) -> None:
        written = etree.tostring(element, encoding="utf-8")
        self._file.write(written.replace(f" {DECLARED}".encode(), b"", 1) + b"\n")


def _fill(
    item: Element, title: str, link: str, creator: str, content: str, excerpt: str, moment: datetime | None
) -> None:
    _add_to(item, "title", title)
    _add_to(item, "link", link)
    _add_to(item, "pubDate", format_datetime(moment.astimezone(UTC)) if moment else "")
    _add_to(item, f"{{{DC}}}creator", creator)
    _add_to(item, "guid", link).set("isPermaLink", "false")
    _add_to(item, "description", "")
    # Square brackets are words here, and what WordPress would take for its shortcodes.
    _add_to(item, f"{{{CONTENT}}}encoded", content.replace("[", "&#91;").replace("]", "&#93;"))
    _add_to(item, f"{{{EXCERPT}}}encoded", excerpt)


def _post(
    item: Element,
    number: int,
    status: str,
    kind: str,
    name: str,
    moment: datetime | None,
    changed: datetime | None = None,
) -> None:
    changed = changed or moment
    for field, value in (
        ("post_id", str(number)),
        ("post_date", _local(moment)),
        ("post_date_gmt", _gmt(moment)),
        ("post_modified", _local(changed)),
        ("post_modified_gmt", _gmt(changed)),
        ("comment_status", "closed"),
        ("ping_status", "closed"),
        ("post_name", name),
        ("status", status),
        ("post_parent", "0"),
        ("menu_order", "0"),
        ("post_type", kind),
        ("post_password", ""),
        ("is_sticky", "0"),
    ):
        _add_to(item, f"{{{WP}}}{field}", value)


def _local(moment: datetime | None) -> str:
    return _gmt(moment.astimezone(timezone.get_default_timezone()).replace(tzinfo=UTC)) if moment else _gmt(None)


def _gmt(moment: datetime | None) -> str:
    # WordPress writes nothing at all as this.
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else "0000-00-00 00:00:00"


def _category(item: Element, domain: str, slug: str, names: dict[str, str], prefix: str = "") -> None:
    if slug in names:
        category = _add_to(item, "category", names[slug])
        category.set("domain", domain)
        category.set("nicename", f"{prefix}{slug}")


def _meta(item: Element, key: str, value: str) -> None:
    if value:
        item.append(_wp("postmeta", meta_key=key, meta_value=value))


def _own(item: Element, said: dict[str, Any]) -> None:
    """Write everything that there is to say, with the mark of what else the item says: see `own_words`."""
    beside = (f"{{{CONTENT}}}encoded", f"{{{EXCERPT}}}encoded", f"{{{WP}}}status", f"{{{WP}}}post_name")
    _meta(item, FIELDS[item.findtext(f"{{{WP}}}post_type")], as_json(said))
    _meta(item, MARK, mark_of(*(item.findtext(name) or "" for name in ("title", *beside))))


def _wp(name: str, **fields: Any) -> Element:
    element = etree.Element(f"{{{WP}}}{name}", nsmap=NAMESPACES)
    for field, value in fields.items():
        _add_to(element, f"{{{WP}}}{field}", str(value))
    return element


def _element(name: str, text: str) -> Element:
    element = etree.Element(name, nsmap=NAMESPACES)
    element.text = without_controls(text)
    return element


def _add_to(parent: Element, name: str, text: str) -> Element:
    element = etree.SubElement(parent, name)
    element.text = without_controls(text)
    return element
