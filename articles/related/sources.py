"""The verbs of sources: add, pause, resume, trust, remove; each written into the audit log."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Source
from newsroom.audit.log import record

from . import intake
from .known import host_of
from .looking import Found, Refused, look

__all__ = ["Found", "Refused", "add_source", "ask_now", "look", "pause", "resume", "save", "set_trust"]

NAME_LENGTH = 120
# What a form may say of a source; all else is written by asking it.
SAID = ("name", "language", "licence_note", "is_trusted", "every_minutes", "keep_days")


def add_source(address: str, *, by: Any = None, found: Found | None = None, **fields: Any) -> Source:
    """Add the feed at `address` to the sources, and take in what it has just now.

    Args:
        by: the account that adds it.
        found: what `look` found there a moment ago; asked anew when none is given. Its `taken` says what came in.
        fields: what is said of it (`SAID`, and `tags`); the rest is as the feed says.

    Raises:
        Refused: no feed is there, or it is a source already, or the name is another's.
    """
    found = found or look(address, keep_days=fields.get("keep_days", 90))
    if found.existing is not None:
        raise _taken(found.existing)
    name = str(fields.pop("name", "") or "").strip()[:NAME_LENGTH]
    if name and Source.objects.filter(name__iexact=name).exists():
        raise Refused(_("A source is called “%(name)s” already: choose another name.") % {"name": name})
    tags = fields.pop("tags", None)
    source = Source(
        feed_url=found.feed_url,
        kind=found.kind,
        site_url=found.site_url,
        name=name or free_name(found.title or host_of(found.feed_url)),
        language=fields.pop("language", found.language),
        **fields,
    )
    write_new(source, by=by, tags=tags)
    found.taken = intake.put_in(source, found.read)
    return source


def save(source: Source, changed: Collection[str]) -> None:
    """Save what a form changed of a source, and let follow what must.

    Args:
        changed: the names of the changed fields.
    """
    names = set(changed)
    if "feed_url" in names:
        # Another feed: nothing that is known of the old one's last answer holds, nor does a worker's claim.
        source.etag = source.last_modified = source.body_hash = source.problem = ""
        source.problem_said = None
        source.failures, source.claimed_until, source.next_fetch_at = 0, None, timezone.now()
        names |= {
            "etag",
            "last_modified",
            "body_hash",
            "problem",
            "problem_said",
            "failures",
            "claimed_until",
            "next_fetch_at",
        }
    if "every_minutes" in names:
        source.interval_minutes, source.next_fetch_at = source.every_minutes, timezone.now()
        names |= {"interval_minutes", "next_fetch_at"}
    if names:
        # Only these: a worker may be writing how it fares.
        source.save(update_fields=names)


@transaction.atomic
def pause(source: Source, *, by: Any = None, reason: str = "") -> None:
    """Ask a source no more, until it is resumed. What came in stays."""
    if Source.objects.filter(pk=source.pk, is_paused=False).update(is_paused=True):
        source.is_paused = True
        record("source.paused", source, by=by, reason=reason)


@transaction.atomic
def resume(source: Source, *, by: Any = None) -> None:
    """Ask a paused source again, soon, as if nothing had failed."""
    fields = {
        "is_paused": False,
        "failures": 0,
        "problem": "",
        "problem_said": None,
        "interval_minutes": source.every_minutes,
        "next_fetch_at": timezone.now(),
    }
    if Source.objects.filter(pk=source.pk, is_paused=True).update(**fields):
        source.refresh_from_db(fields=list(fields))
        record("source.resumed", source, by=by)


def ask_now(source: Source) -> None:
    """Let the worker ask a source in its next round, whatever its interval says."""
    Source.objects.filter(pk=source.pk).update(next_fetch_at=timezone.now())


@transaction.atomic
def set_trust(source: Source, trusted: bool, *, by: Any = None) -> None:
    """Trust a source, or trust it no more: rules may approve the stories of trusted ones."""
    if Source.objects.filter(pk=source.pk, is_trusted=not trusted).update(is_trusted=trusted):
        source.is_trusted = trusted
        record("source.trusted" if trusted else "source.distrusted", source, by=by)


def free_name(name: str) -> str:
    """Return `name`, cut to its length, with a number where another source is called so."""
    wanted = " ".join(name.split())[:NAME_LENGTH] or _("Without a name")
    free, number = wanted, 1
    while Source.objects.filter(name__iexact=free).exists():
        number += 1
        free = f"{wanted[: NAME_LENGTH - 5]} {number}"
    return free


def write_new(source: Source, *, by: Any = None, tags: Any = None) -> None:
    """Save a source that nobody has asked yet.

    Raises:
        Refused: its feed or its name is another's, since this moment.
    """
    source.added_by = by
    source.interval_minutes = source.every_minutes
    try:
        with transaction.atomic():
            source.save()
            if tags:
                source.tags.set(tags)
            record("source.added", source, by=by, address=source.feed_url)
    except IntegrityError:
        there = Source.objects.filter(feed_url=source.feed_url).first()
        if there is not None:
            raise _taken(there) from None
        raise Refused(_("A source is called “%(name)s” already: choose another name.") % {"name": source}) from None


def _taken(source: Source) -> Refused:
    return Refused(_("This feed is a source already: “%(name)s”.") % {"name": source})
