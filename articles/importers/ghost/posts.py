"""Ghost's posts and pages as entries."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from ..html_bodies import Body, convert
from ..html_trees import original_of, plain, whole
from ..json_values import first, line, moment, text
from ..records import Entry, Image, Kind, Note, Site, Status
from .lexical import lexical_as_html
from .mobiledoc import mobiledoc_as_html
from .people_and_tags import People, Tags
from .tables import Row, Tables

# What Ghost writes for the address of its own site; see https://ghost.org/docs/migration/custom/.
PLACEHOLDER = "__GHOST_URL__"

STATUSES = {
    "published": Status.PUBLISHED,
    "scheduled": Status.SCHEDULED,
    "draft": Status.DRAFT,
    # Sent as a letter and shown on no page.
    "sent": Status.PRIVATE,
    "": Status.DRAFT,
}
FOR_READERS = (Status.PUBLISHED, Status.SCHEDULED)


class Posts:
    """The entries of an export, made one at a time; they may be gone through again."""

    def __init__(self, tables: Tables, site: Site, people: People, tags: Tags):
        self.rows = tables.rows["posts"]
        self._site, self._people, self._tags = site, people, tags
        self._meta = {text(row.get("post_id")): row for row in tables.rows["posts_meta"]}
        published = (row for row in tables.rows["comments"] if text(row.get("status")) in ("", "published"))
        self._comments = Counter(text(row.get("post_id")) for row in published)

    def __iter__(self) -> Iterator[Entry]:
        taken: Counter[str] = Counter()
        for row in self.rows:
            entry = self._entry(row, taken)
            yield entry

    def _entry(self, row: Row, taken: Counter[str]) -> Entry:
        number = text(row.get("id"))
        post = {name: self._with_address(value) for name, value in (row | self._own_meta(number)).items()}
        # Without a number it is known by what else tells it from the others; the same file gives the same keys.
        key = first(
            [number, text(post.get("uuid")), text(row.get("url")), text(post.get("slug")), line(post.get("title"))]
        )
        taken[key] += 1
        key = key if taken[key] == 1 else f"{key}#{taken[key]}"
        body = convert(_source(post), self._site.address)
        terms = self._tags.of(row)
        status, notes = self._status(post)
        notes += self._left_out(post) + body.notes
        images, lead, social = self._pictures(post, body)
        dates = {name: moment(post.get(name)) for name in ("published_at", "updated_at", "created_at")}
        for name, when in dates.items():
            if when is None and text(post.get(name)):
                notes.append(
                    Note("date", text(post.get(name))[:80], gettext_noop("“{what}” is no date; there is none now."))
                )
        kind = Kind.PAGE if post.get("page") is True or text(post.get("type")) == "page" else Kind.ARTICLE
        return Entry(
            key=key,
            kind=kind,
            status=status,
            type_name=kind.value if kind is Kind.PAGE else "post",
            status_name=text(post.get("status")) or "draft",
            headline=line(post.get("title")),
            slug=text(post.get("slug")),
            deck=plain(text(post.get("custom_excerpt"))),
            moment=dates["published_at"],
            changed=dates["updated_at"] or dates["created_at"],
            people=self._people.of(row),
            terms=terms,
            body=body.html,
            lead=lead,
            lead_caption=plain(text(post.get("feature_image_caption"))),
            language=text(post.get("locale")),
            search_headline=line(post.get("meta_title")),
            search_description=line(post.get("meta_description")),
            social_headline=first([line(post.get("og_title")), line(post.get("twitter_title"))]),
            social_description=first([line(post.get("og_description")), line(post.get("twitter_description"))]),
            social_image=social,
            canonical_url=text(post.get("canonical_url")),
            paths=self._paths(post, kind),
            images=images,
            is_sticky=post.get("featured") in (True, 1),
            comments=self._comments[number],
            notes=tuple(dict.fromkeys(notes)),
        )

    def _own_meta(self, number: str) -> Row:
        row = self._meta.get(number, {}) if number else {}
        return {name: value for name, value in row.items() if name != "id" and value is not None}

    def _with_address(self, value: Any) -> Any:
        return value.replace(PLACEHOLDER, self._site.address) if isinstance(value, str) else value

    def _status(self, post: Row) -> tuple[Status, list[Note]]:
        named, visibility = text(post.get("status")), text(post.get("visibility"))
        status = STATUSES.get(named, Status.UNKNOWN)
        if named == "sent" or post.get("email_only") in (True, 1):
            return Status.PRIVATE, [
                Note("status", "sent", gettext_noop("It was a letter and on no page; it stays a draft."))
            ]
        if visibility in ("", "public"):
            return status, []
        words = gettext_noop("Only readers of the kind “{what}” could see it; it stays a draft.")
        return Status.PRIVATE if status in FOR_READERS else status, [Note("visibility", visibility, words)]

    def _left_out(self, post: Row) -> list[Note]:
        notes = []
        for name in ("codeinjection_head", "codeinjection_foot"):
            if text(post.get(name)):
                notes.append(Note("code", name, gettext_noop("Code of its own in “{what}” was left out.")))
        if "<!--members-only-->" in text(post.get("html")):
            notes.append(
                Note(
                    "visibility",
                    "members-only",
                    gettext_noop("A part of the text was for members only; all of it is here."),
                )
            )
        return notes

    def _pictures(self, post: Row, body: Body) -> tuple[tuple[Image, ...], str, str]:
        images = {image.key: image for image in body.images}

        def known(name: str, alt: str = "", caption: str = "") -> str:
            url = original_of(whole(text(post.get(name)), self._site.address))
            if url and url not in images:
                images[url] = Image(url, url, alt=alt, caption=caption)
            return url

        alt, caption = plain(text(post.get("feature_image_alt"))), plain(text(post.get("feature_image_caption")))
        lead = known("feature_image", alt, caption)
        social = known("og_image") or known("twitter_image")
        return tuple(images.values()), lead, social

    def _paths(self, post: Row, kind: Kind) -> tuple[str, ...]:
        slug = text(post.get("slug"))
        told = _path_of(text(post.get("url")))
        # A draft's address is that of the page which says that there is none.
        found = [] if told in ("", "/404/") else [told]
        if slug and kind is Kind.ARTICLE and (dated := self._permalink(post, slug)):
            found.append(dated)
        if slug:
            found += [f"/{slug}/", f"/{slug}/amp/"]
        folder = _path_of(self._site.address).rstrip("/")
        return tuple(dict.fromkeys(path if path == told else f"{folder}{path}" for path in found))

    def _permalink(self, post: Row, slug: str) -> str:
        when = moment(post.get("published_at"))
        pattern = self._site.permalink
        if ":" not in pattern or when is None:
            return ""
        parts = {":slug": slug, ":year": f"{when:%Y}", ":month": f"{when:%m}", ":day": f"{when:%d}"}
        for name, value in parts.items():
            pattern = pattern.replace(name, value)
        return "" if ":" in pattern else f"/{pattern.strip('/')}/"


def _source(post: Row) -> str:
    """Return the HTML of a post: as Ghost shows it, else from what its editor stored."""
    return (
        text(post.get("html")) or lexical_as_html(post.get("lexical")) or mobiledoc_as_html(post.get("mobiledoc")) or ""
    )


def _path_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
