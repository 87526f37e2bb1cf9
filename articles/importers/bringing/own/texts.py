"""Articles and pages of an archive that was exported from here: what they said there, to the letter."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext_noop

from articles.importers.records import Entry, Image, Kind, Note
from articles.models import Article, Correction, Page, Section, Tag

from ..run import Run
from .numbers import related_in, remember, waiting, with_articles, with_pictures
from .values import UNREADABLE, Said

if TYPE_CHECKING:
    from ..prepared import Prepared

State = Article.State
PLAIN = (
    "headline", "deck", "kicker", "genre", "lead_caption", "search_headline", "search_description", "social_headline",
    "social_description", "front_headline", "shows_appeal", "shows_related", "credit_line", "canonical_url",
)  # fmt: skip
# These say how far the desk is; what is public is decided by the moment, as with everything that comes in.
AT_WORK = {State.DRAFT: State.DRAFT, State.IN_REVIEW: State.IN_REVIEW, State.READY: State.READY}
CORRECTIONS_AT_MOST = 500
WITHDRAWN = gettext_noop("It was withdrawn where it was exported: it is a draft.")


@dataclass
class Own:
    """What was exported of an article and stands beside it, not in it."""

    said: Said
    number: int = 0
    updated: datetime | None = None
    ends: datetime | None = None
    first_published: datetime | None = None
    saved: datetime | None = None


def entries(run: Run, given: Iterable[Entry], library: Iterable[Image]) -> Iterator[Entry]:
    """Give the entries of an export; those of ours name their pictures, their exact moment and their only address."""
    images: dict[str, Image] = {}
    for entry in given:
        if not entry.own or entry.kind == Kind.OTHER:
            yield entry
            continue
        said = Said.read(entry.own, entry.kind)
        if said is None:
            yield replace(entry, own="", notes=(*entry.notes, Note("own", entry.key, UNREADABLE)))
            continue
        images = images or {image.key: image for image in library}
        lead, social = (run.own_pictures.get(said.number(name), "") for name in ("lead_picture", "social_picture"))
        shown = [run.own_pictures.get(number, "") for number in said.rows("pictures", int)]
        keys = dict.fromkeys(key for key in (lead, social, *shown) if key)
        yield replace(
            entry, moment=said.moment("published_at"), lead=lead, social_image=social, paths=_paths(said),
            images=tuple(images[key] for key in keys), language=said.fields(Article, "language").get("language", ""),
        )  # fmt: skip


def has_no_section(entry: Entry) -> bool:
    """Say whether an article stood in no section, as only drafts can."""
    said = Said.read(entry.own) if entry.own else None
    return said is not None and said.values.get("section") == ""


def write_over(run: Run, one: "Prepared", pictures: Mapping[str, int]) -> None:
    """Put what was exported from here in place of what was read beside it, as far as it can stand here."""
    said = Said.read(one.entry.own)
    if said is None:
        return
    one.own = own = Own(said, said.number("number"), said.moment("updated_at"), said.moment("public_until"))
    one.fields |= said.fields(Article, *PLAIN)
    one.fields["translation_group"] = _group(said, one.fields["language"])
    # What was cut of the words beside it is whole in what we wrote.
    one.whole, one.notes = {}, [note for note in one.notes if note.about != "length"]
    here = {number: pictures[key] for number, key in run.own_pictures.items() if key in pictures}
    text = said.values.get("body")
    if isinstance(text, str):
        whole, related = with_pictures(text, here), related_in(said)
        one.waiting = waiting(whole, related)
        one.body = with_articles(whole, {}) if "data-article" in whole else whole
    else:
        said.unfit("body")
    _place(run, one, said)
    slug = said.fields(Article, "slug").get("slug")
    if slug or (slug == "" and one.state != State.PUBLISHED):
        one.slug = slug
    _state(one, own)
    one.notes += said.notes


def complete(run: Run, pairs: Iterable[tuple[Article, "Prepared"]]) -> None:
    """Write what stands beside articles just written: corrections, and when they were worked on."""
    ours = [(article, one.own) for article, one in pairs if one.own is not None]
    if not ours:
        return
    remember(run, {own.number: article.pk for article, own in ours if own.number}.items())
    corrections = []
    for article, own in ours:
        moments = {"first_published_at": own.first_published, "saved_at": own.saved}
        if set_ := {name: moment for name, moment in moments.items() if moment}:
            Article.objects.filter(pk=article.pk).update(**set_)
        corrections += list(_corrections(own.said, article))
    Correction.objects.bulk_create(corrections)


def page(run: Run, page: Page, entry: Entry, pictures: Mapping[str, int]) -> str:
    """Write what was exported of a page onto it, its slug apart; return what waits for the articles to come."""
    said = Said.read(entry.own)
    if said is None:
        return ""
    for name, value in said.fields(Page, title="headline", description="search_description").items():
        setattr(page, name, value)
    page.saved_at = said.moment("published_at") or page.saved_at
    text = said.values.get("body")
    later = ""
    if isinstance(text, str):
        here = {number: pictures[key] for number, key in run.own_pictures.items() if key in pictures}
        whole = with_pictures(text, here)
        later = waiting(whole, [])
        page.body = with_articles(whole, {}) if later else whole
    run.report.note(*said.notes)
    return later


def page_slug(entry: Entry) -> str:
    """Return the end of a page's address as it was; empty where it does not say."""
    said = Said.read(entry.own) if entry.own else None
    return said.fields(Page, "slug").get("slug", "") if said else ""


def _paths(said: Said) -> tuple[str, ...]:
    address = said.values.get("address")
    try:
        path = urlsplit(address).path if isinstance(address, str) and said.values.get("is_public") is True else ""
    except ValueError:
        path = ""
    return (path,) if path else ()


def _group(said: Said, language: str) -> uuid.UUID:
    """Return the number that an article shares with its translations; a new one where one in its language is here."""
    try:
        group = uuid.UUID(str(said.values.get("translation_group")))
    except ValueError:
        return uuid.uuid4()
    is_taken = Article.objects.filter(translation_group=group, language=language).exists()
    return uuid.uuid4() if is_taken else group


def _place(run: Run, one: "Prepared", said: Said) -> None:
    section = run.terms.get(("category", str(said.values.get("section"))))
    if isinstance(section, Section):
        one.section = section
    tags = {tag.pk: tag for tag in one.tags}
    for slug in said.words("tags"):
        tag = run.terms.get(("tag", slug))
        if isinstance(tag, Tag):
            tags[tag.pk] = tag
    one.tags = list(tags.values())
    names = said.words("authors")
    if all(name in run.authors for name in names):
        one.authors = list(dict.fromkeys(run.authors[name] for name in names))


def _state(one: "Prepared", own: Own) -> None:
    state = own.said.values.get("state")
    if state == State.WITHDRAWN:
        one.notes.append(Note("own", one.entry.headline, WITHDRAWN))
    if one.state == State.PUBLISHED:
        return
    # Of what is not public, the export says when somebody worked on it.
    own.saved, own.updated = own.updated, None
    if one.state == State.SCHEDULED:
        return
    one.state = AT_WORK.get(state, one.state) if isinstance(state, str) else one.state  # type: ignore[call-overload]
    own.first_published, own.ends = one.moment, None


def _corrections(said: Said, article: Article) -> Iterator[Correction]:
    for row in said.rows("corrections", dict)[:CORRECTIONS_AT_MOST]:
        one = Said(row)
        fields, made_at = one.fields(Correction, "kind", "placement", "text"), one.moment("made_at")
        if fields.get("text") and made_at:
            yield Correction(article=article, made_at=made_at, **fields)
