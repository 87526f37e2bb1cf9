"""An entry as an article of ours: what it will say, where it will stand, and what keeps it from being public."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.body.text import plain_text
from articles.importers.records import Entry, Note, Status
from articles.models import Article, Section, Tag
from articles.transitions import too_far

from . import terms
from .bodies import body_of
from .fitting import cut, slug_of, words_of
from .known import fingerprint
from .links import Target, old_files, own_links
from .own import texts as own_texts
from .own.texts import Own
from .run import Run

State = Article.State
NOT_SAID = frozenset({"notes", "changed", "comments", "type_name", "status_name"})
NO_HEADLINE = gettext_noop("It had no headline: its first words stand there.")
NO_MOMENT = gettext_noop("The export does not say when it appeared: the moment of its last change stands there.")
TOO_LATE = gettext_noop("It was to appear on {what}, which has passed: it is a draft.")
TOO_FAR = gettext_noop("It was to appear on {what}, too far ahead: it is a draft.")


@dataclass
class Prepared:
    """What an entry becomes.

    Args:
        fields: values of `Article`, without its body.
        body: as it is stored, links to the old site still as they were.
        waiting: the reader's body, where links in it have to wait for the rest of the archive.
        said: the mark of what the export said.
        own: what this system exported of it, where it did.
    """

    entry: Entry
    fields: dict[str, Any]
    body: str
    state: str
    moment: datetime | None
    section: Section | None
    tags: list[Tag]
    authors: list[int]
    slug: str
    said: str
    waiting: str = ""
    lacks: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    whole: dict[str, str] = field(default_factory=dict)
    own: Own | None = None


def mark_of(entry: Entry) -> str:
    """Return the mark of what the export says of an entry: another one when anything of it changed."""
    return fingerprint({name: value for name, value in asdict(entry).items() if name not in NOT_SAID})


def prepare(
    run: Run, entry: Entry, pictures: Mapping[str, int], targets: Mapping[str, Target] | None = None
) -> Prepared:
    """Return what an entry becomes, with what is known of its pictures and of what its links lead to."""
    fields, notes, whole = words_of(entry, run.hosts)
    body = body_of(entry.body, pictures=pictures, targets=targets or {})
    if not fields["headline"]:
        fields["headline"] = cut(" ".join(plain_text(body).split()), 80)[0] or _("Untitled")
        notes.append(Note("headline", "", NO_HEADLINE))
    for name, key in (("lead_picture_id", entry.lead), ("social_picture_id", entry.social_image)):
        fields[name] = pictures.get(key) if key else None
    section, tags = _places(run, entry, notes)
    state, moment = _state(entry, notes)
    authors = [run.authors[key] for key in dict.fromkeys(entry.people) if key in run.authors]
    wants = [image.key for image in entry.images] + [entry.lead, entry.social_image]
    one = Prepared(
        entry=entry, fields=fields, body=body, state=state, moment=moment, section=section, tags=tags,
        authors=list(dict.fromkeys(authors)), slug=slug_of(entry), said=mark_of(entry), notes=notes, whole=whole,
        waiting=entry.body if own_links(entry.body, run.hosts) else "",
        lacks=[key for key in dict.fromkeys(filter(None, wants)) if key not in pictures],
    )  # fmt: skip
    if entry.own:
        own_texts.write_over(run, one, pictures)
    else:
        for address in old_files(entry.body, run.hosts):
            run.report.list("files", address, entry.headline, entry.key)
    return one


def _places(run: Run, entry: Entry, notes: list[Note]) -> tuple[Section | None, list[Tag]]:
    """Return the one section, the first that the entry names, and the tags."""
    section: Section | None = None
    tags: dict[int, Tag] = {}
    for term in entry.terms:
        record = run.terms.get(term)
        if isinstance(record, Tag):
            tags[record.pk] = record
        elif record is not None and section is None:
            section = record
        elif record is not None and section is not None and record.pk != section.pk:
            tag = terms.tag_beside(run, record)
            tags[tag.pk] = tag
    if section is None and not own_texts.has_no_section(entry):
        section = terms.section_for_others(run)
    return section, list(tags.values())


def _state(entry: Entry, notes: list[Note]) -> tuple[str, datetime | None]:
    now = timezone.now()
    moment = entry.moment
    if entry.behind_password or entry.status in (Status.PRIVATE, Status.DRAFT, Status.UNKNOWN, Status.TRASH):
        return State.DRAFT, moment
    if entry.status == Status.PENDING:
        return State.IN_REVIEW, moment
    if entry.status == Status.PUBLISHED and moment is None:
        notes.append(Note("date", entry.key, NO_MOMENT))
        moment = min(entry.changed or now, now)
    if entry.status == Status.PUBLISHED and moment is not None and moment <= now:
        return State.PUBLISHED, moment
    if moment is None or moment <= now:
        notes.append(Note("date", f"{moment:%Y-%m-%d %H:%M}" if moment else "?", TOO_LATE))
        return State.DRAFT, moment
    if too_far(moment):
        notes.append(Note("date", f"{moment:%Y-%m-%d %H:%M}", TOO_FAR))
        return State.DRAFT, moment
    return State.SCHEDULED, moment
