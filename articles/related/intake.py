"""Taking in: one source asked, its new stories written down, and when it is asked again.

Two workers never work on one source: whoever begins claims it, and a claim that nobody ended is
over after some minutes. Nothing is fetched inside a transaction.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone, translation

from articles.models import Source
from newsroom.audit.log import record
from newsroom.fetching import FEED, FetchFailed, Limits, may_link
from newsroom.said import kept
from newsroom.said import said as _

from . import keeping, looking, reading, schedule
from .formats import NotAFeed
from .incoming import harvest
from .stories import index_stories
from .tongues import language_code
from .topics import Topics

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
PROBLEM_LENGTH = 500


@dataclass(frozen=True)
class Taken:
    """What asking a source brought: numbers of stories, or the problem in a sentence.

    `is_busy`: somebody else is at this source just now, or it is paused; nothing was done.
    """

    new: int = 0
    changed: int = 0
    known: int = 0
    left: int = 0
    problem: str = ""
    is_busy: bool = False


class _Lost(Exception):
    """Our claim ended while we worked: another worker has taken over, or the source is gone."""


def take_in(
    source: Source,
    *,
    topics: Topics | None = None,
    now: datetime | None = None,
    only_due: bool = False,
    limits: Limits = FEED,
) -> Taken:
    """Ask `source` for news, and write down what is new.

    Args:
        topics: what knows our tags; made for this source alone when none is given.
        only_due: do nothing when another worker asked it meanwhile.

    Returns:
        What came; a failure of the source is a `problem` there, not an exception. `source` is read anew.
    """
    now = now or timezone.now()
    claim = _claim(source, now, only_due)
    if claim is None:
        return Taken(is_busy=True)
    with translation.override(settings.LANGUAGE_CODE):
        try:
            return _ask(source, claim, topics, now, limits)
        except _Lost:
            return Taken(is_busy=True)
        except Exception as error:
            # Whatever it is, it is this source's alone.
            logger.exception("Source %s could not be taken in.", source.pk)
            problem = _("What “%(source)s” sent could not be taken in. It will be tried again.") % {
                "source": str(source)
            }
            try:
                return _failed(source, claim, now, problem)
            except (_Lost, DatabaseError):
                raise error from None  # The database itself is in trouble: the claim will end by itself.


def put_in(source: Source, read: reading.Read, *, now: datetime | None = None) -> Taken:
    """Write down what was read of a source that was added this moment, without asking once more."""
    now = now or timezone.now()
    claim = _claim(source, now, only_due=False)
    return Taken(is_busy=True) if claim is None else _store(source, claim, read, None, now)


def _claim(source: Source, now: datetime, only_due: bool) -> datetime | None:
    """Take a source for ourselves, and read it anew; return what proves it, or None when it is taken or paused."""
    until = timezone.now() + CLAIM
    free = Source.objects.filter(Q(claimed_until=None) | Q(claimed_until__lt=timezone.now()))
    if only_due:
        free = free.filter(next_fetch_at__lte=now)
    if not free.filter(pk=source.pk, is_paused=False).update(claimed_until=until):
        return None
    source.refresh_from_db()
    return until


def _ask(source: Source, claim: datetime, topics: Topics | None, now: datetime, limits: Limits) -> Taken:
    try:
        read = reading.read(
            source.feed_url,
            etag=source.etag,
            last_modified=source.last_modified,
            body_hash=source.body_hash,
            limits=limits,
        )
    except FetchFailed as failed:
        return _failed(
            source, claim, now, failed.args[0], status=failed.status, wait=failed.retry_after, is_gone=failed.permanent
        )
    except NotAFeed as refused:
        problem = _(refused.message) % refused.values
        return _failed(source, claim, now, problem, status=200)
    return _store(source, claim, read, topics, now)


def _store(source: Source, claim: datetime, read: reading.Read, topics: Topics | None, now: datetime) -> Taken:
    fields: dict[str, Any] = {
        "fetched_at": now,
        "succeeded_at": now,
        "failures": 0,
        "problem": "",
        "problem_said": None,
    }
    fields["last_status"] = read.fetched.status
    made, new, changed = keeping.Plan(), list[int](), list[int]()
    if read.feed is not None:
        found = harvest(read.feed, source, now)
        made = keeping.plan(source, found.items)
        if source.undated != found.undated:
            fields["undated"] = found.undated
        fields |= _remembered(source, read, made.left)
    elif not read.fetched.not_modified:
        fields |= {"etag": read.fetched.etag, "last_modified": read.fetched.last_modified}
    if made and topics is None:
        topics = Topics.of_readers()
    if made.new:
        fields["new_at"] = now
        interval = schedule.after_news(source.every_minutes, source.interval_minutes, len(made.new))
    else:
        silence = now - source.new_at if source.new_at else None
        interval = schedule.after_quiet(source.every_minutes, source.interval_minutes, silence)
    fields["interval_minutes"] = interval
    wait = schedule.spread(source.every_minutes if made.left else interval, read.fetched.retry_after)
    fields["next_fetch_at"] = now + wait
    with transaction.atomic():
        # The source's row first: whoever took over meanwhile keeps it, and we write nothing at all.
        fields |= _moved(source, read)
        _finish(source, claim, fields)
        if made and topics is not None:
            new, changed = keeping.write(source, made, topics, now)
            transaction.on_commit(lambda: index_stories([*new, *changed]))
    return Taken(len(new), len(changed), made.known, made.left)


def _failed(
    source: Source,
    claim: datetime,
    now: datetime,
    problem: str,
    *,
    status: int = 0,
    wait: int | None = None,
    is_gone: bool = False,
) -> Taken:
    failures = source.failures + 1
    minutes = schedule.after_failure(source.every_minutes, failures, wait)
    fields: dict[str, Any] = {
        "fetched_at": now,
        "last_status": status or None,
        "failures": failures,
        "problem": problem[:PROBLEM_LENGTH],
        "problem_said": kept(problem),
        "next_fetch_at": now + schedule.spread(minutes, wait),
    }
    with transaction.atomic():
        _finish(source, claim, fields | ({"is_paused": True} if is_gone else {}))
        if is_gone:
            record("source.paused", source, reason=fields["problem"])
    return Taken(problem=fields["problem"])


def _remembered(source: Source, read: reading.Read, left: int) -> dict[str, Any]:
    """Return what we tell the server next time. Nothing, while there is more to take in of the same answer."""
    whole = read.is_whole and not left
    fetched, feed = read.fetched, read.feed
    fields = {
        "etag": fetched.etag if whole else "",
        "last_modified": fetched.last_modified if whole else "",
        "body_hash": read.body_hash if whole else "",
    }
    if feed is not None and (kind := looking.kind_of(feed.kind)) != source.kind:
        fields["kind"] = kind
    if feed is not None and (icon := may_link(feed.icon_url)) and icon != source.icon_url:
        fields["icon_url"] = icon
    if feed is not None and not source.language and (said := language_code(feed.language)):
        # A source that came with a list of feeds was never looked at before.
        fields["language"] = said
    if feed is not None and feed.site_url and not source.site_url:
        fields["site_url"] = may_link(feed.site_url)
    return fields


def _moved(source: Source, read: reading.Read) -> dict[str, Any]:
    """Return the feed's new address when its server said that it moved for good, and a feed is there."""
    moved_to = read.fetched.moved_to
    if not moved_to or moved_to == source.feed_url or Source.objects.filter(feed_url=moved_to).exists():
        return {}
    record("source.moved", source, before=source.feed_url, after=moved_to)
    return {"feed_url": moved_to}


def _finish(source: Source, claim: datetime, fields: dict[str, Any]) -> None:
    """Write how a source fared, and give it free."""
    fields = fields | {"claimed_until": None}
    if not Source.objects.filter(pk=source.pk, claimed_until=claim).update(**fields):
        raise _Lost
    for name, value in fields.items():
        setattr(source, name, value)
