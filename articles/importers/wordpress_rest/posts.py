"""A post or page of the REST API as an entry."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_noop

from ..html_bodies import convert
from ..html_trees import original_of, plain
from ..json_values import first, mapping, moment, records, text
from ..records import Entry, Image, Kind, Note, Person, Status, Term

type Row = dict[str, Any]

# Without a word of its state it came from the public side of the API, which gives nothing else.
STATUSES = {
    "publish": Status.PUBLISHED,
    "": Status.PUBLISHED,
    "future": Status.SCHEDULED,
    "pending": Status.PENDING,
    "draft": Status.DRAFT,
    "auto-draft": Status.DRAFT,
    "private": Status.PRIVATE,
    "trash": Status.TRASH,
}
KINDS = {"post": Kind.ARTICLE, "page": Kind.PAGE, "": Kind.ARTICLE}
# How WordPress ends an excerpt that it made itself.
CUT = ("[…]", "[...]", "…")


@dataclass
class Named:
    """Everybody and everything that the files name, by the numbers that posts know them by."""

    people: dict[str, Person] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    term_numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)


def entry_of(post: Row, named: Named, address: str, number: int) -> Entry:
    """Return a post as an entry.

    Args:
        number: its place in the files, by which it is known when it has no number of its own.
    """
    type_name, status_name = text(post.get("type")), text(post.get("status"))
    kind = KINDS.get(type_name, Kind.OTHER)
    content = mapping(post.get("content"))
    html = text(content.get("rendered")) if kind is not Kind.OTHER else ""
    body = convert(html, address)
    notes = list(body.notes)
    is_protected = content.get("protected") is True
    status = Status.PRIVATE if is_protected else STATUSES.get(status_name, Status.UNKNOWN)
    images = {image.key: image for image in body.images}
    lead = _lead(post, named, images)
    seo = mapping(post.get("yoast_head_json"))
    social = first(original_of(text(row.get("url"))) for row in records(seo.get("og_image")))
    if social and not (lead and images[lead].url == social):
        images.setdefault(social, Image(social, social))
    terms = _terms(post, named, notes)
    return Entry(
        key=text(post.get("id")) or first([text(post.get("link")), text(post.get("slug"))]) or f"#{number + 1}",
        kind=kind,
        status=status,
        type_name=type_name or "post",
        status_name=status_name or "publish",
        headline=plain(_rendered(post, "title")),
        slug=unquote(text(post.get("slug"))),
        deck=_deck(post, html),
        moment=_moment(post, "date", notes),
        changed=_moment(post, "modified", []),
        people=_people(post, named, notes),
        terms=terms,
        body=body.html,
        lead=lead,
        search_headline=plain(text(seo.get("title"))),
        search_description=plain(text(seo.get("description"))),
        social_headline=plain(text(seo.get("og_title"))),
        social_description=plain(text(seo.get("og_description"))),
        social_image=social if social in images else "",
        canonical_url=_canonical(seo, post),
        paths=_paths(post),
        images=tuple(images.values()),
        behind_password=is_protected,
        is_sticky=post.get("sticky") is True,
        notes=tuple(notes),
    )


def _rendered(post: Row, name: str) -> str:
    held = post.get(name)
    return text(held.get("rendered") if isinstance(held, dict) else held)


def _moment(post: Row, name: str, notes: list[Note]) -> Any:
    if when := moment(post.get(f"{name}_gmt")):
        return when
    if when := moment(post.get(name)):
        words = gettext_noop("“{what}” says no zone; it was taken for a moment of UTC.")
        notes.append(Note("date", text(post.get(name))[:80], words))
    return when


def _deck(post: Row, html: str) -> str:
    excerpt = plain(_rendered(post, "excerpt"))
    # WordPress makes one of the text's beginning where nobody wrote any.
    return "" if excerpt.endswith(CUT) or plain(html).startswith(excerpt) else excerpt


def _lead(post: Row, named: Named, images: dict[str, Image]) -> str:
    number, url = text(post.get("featured_media")), text(post.get("jetpack_featured_media_url"))
    image = named.images.get(number) or (Image(url, url) if url else None)
    if image is None or number == "0":
        return ""
    # The text may show it too; the library knows more of it.
    images[image.key] = image if image.alt or image.caption else images.get(image.key, image)
    return image.key


def _people(post: Row, named: Named, notes: list[Note]) -> tuple[str, ...]:
    groups = _embedded(post, "wp:term")
    of_terms = [row for group in groups for row in records(group) if row.get("taxonomy") == "author"]
    found = [named.authors.get(text(row.get("id")), "") for row in of_terms]
    number = text(post.get("author"))
    if not any(found) and number in named.people:
        found = [number]
    if not any(found) and number not in ("", "0"):
        notes.append(
            Note(
                "author", number, gettext_noop("Author {what} is named by a number alone: give the file of users too.")
            )
        )
    return tuple(dict.fromkeys(key for key in found if key))


def _terms(post: Row, named: Named, notes: list[Note]) -> tuple[tuple[str, str], ...]:
    found = []
    for kind, name in (("category", "categories"), ("tag", "tags")):
        numbers = post.get(name)
        for number in map(text, numbers if isinstance(numbers, list) else []):
            slug = named.term_numbers.get((kind, number))
            if slug:
                found.append((kind, slug))
            elif number:
                words = gettext_noop(
                    "A category or tag is named by the number {what} alone: give the file of them too."
                )
                notes.append(Note("term", number, words))
    return tuple(dict.fromkeys(found))


def _embedded(post: Row, name: str) -> list[Any]:
    held = mapping(post.get("_embedded")).get(name)
    return held if isinstance(held, list) else []


def _canonical(seo: Row, post: Row) -> str:
    canonical = text(seo.get("canonical"))
    # Yoast names the post's own address where nobody chose another.
    return "" if canonical.rstrip("/") == text(post.get("link")).rstrip("/") else canonical


def _paths(post: Row) -> tuple[str, ...]:
    number = text(post.get("id"))
    found = []
    for address in (text(post.get("link")), _rendered(post, "guid")):
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        if parts.path:
            found.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    if number:
        found.append(f"/?{'page_id' if text(post.get('type')) == 'page' else 'p'}={number}")
    return tuple(dict.fromkeys(found))
