"""Follows the clock: states, log and index catch up with moments that have come. Readers never wait for it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from newsroom import public_articles
from newsroom.audit.log import record

from . import old_addresses, pagekeys, search
from .models import Article, Beat, PublishedArticle
from .related import own
from .related.nearest import commonness
from .transitions import set_state
from .working_copy import claim

logger = logging.getLogger(__name__)

BEAT = "clock"
AT_ONCE = 500
LATE = timedelta(minutes=2)
COUNTED_AT_MOST = 100


@dataclass(frozen=True)
class Followed:
    """What one round did: numbers of articles."""

    done: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Overdue:
    """What nobody followed in time."""

    number: int
    last_beat: datetime | None

    @property
    def is_capped(self) -> bool:
        return self.number >= COUNTED_AT_MOST


def follow(now: datetime | None = None) -> Followed:
    """Let every article whose moment has come, and whose stored state lags, catch up.

    Safe to run again, and twice at a time. One article that fails is logged and does not stop the others.
    """
    now = now or timezone.now()
    done = failed = 0
    for pk in list(Article.objects.behind_the_clock(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        try:
            done += _follow_one(pk, now)
        except Exception:
            failed += 1
            logger.exception("Article %s could not follow the clock.", pk)
    _keep_up_with_words()
    Beat.objects.update_or_create(name=BEAT, defaults={"at": timezone.now()})
    return Followed(done, failed)


def overdue(now: datetime | None = None) -> Overdue | None:
    """Return what has been due for longer than `LATE` and was not followed, or None when all is well."""
    now = now or timezone.now()
    number = Article.objects.behind_the_clock(now - LATE)[:COUNTED_AT_MOST].count()
    if not number:
        return None
    beat = Beat.objects.filter(name=BEAT).first()
    return Overdue(number, beat.at if beat else None)


@transaction.atomic
def _follow_one(pk: int, now: datetime) -> bool:
    article = Article.objects.behind_the_clock(now).select_for_update().filter(pk=pk).first()
    if article is None:
        return False
    claim(article)
    pagekeys.changing(article.pk)
    if article.state == Article.State.SCHEDULED and article.goes_live_at and article.goes_live_at <= now:
        at = article.goes_live_at
        _drop_from_index(article, at)
        _mend_addresses(article, at)
        if (live := article.editions.live(now).first()) is not None:
            own.keep(live)
        set_state(article, Article.State.PUBLISHED)
        record("article.published", article, before="scheduled", at=at.isoformat())
        public_articles.tell(article.pk)
    if article.withdraws_at and article.withdraws_at <= now:
        at, article.withdraws_at = article.withdraws_at, None
        _drop_from_index(article, at)
        last = article.editions.filter(live_until=at).order_by("live_from").last()
        if last is not None and (gone := old_addresses.forget(last.get_absolute_url())):
            # Older addresses, which led to the page while it stood, say so themselves from now on.
            old_addresses.mark_gone(gone.old_path, gone.note)
        own.forget([article.pk])
        set_state(article, Article.State.WITHDRAWN)
        record("article.withdrawn", article, before="published", at=at.isoformat())
    return True


def _mend_addresses(article: Article, at: datetime) -> None:
    begun = article.editions.filter(live_from=at).first()
    if begun is not None:
        before = article.editions.filter(live_from__lt=at).order_by("live_from").last()
        path_before = before.get_absolute_url() if before else ""
        old_addresses.stands_again(begun.get_absolute_url(), path_before, ends=begun.live_until is not None)


def _keep_up_with_words() -> None:
    """Let the index of what is near know how common words are today."""
    try:
        commonness.keep_up()
    except Exception:
        # Likeness with yesterday's counts is still likeness; the clock's own work is done.
        logger.exception("How common words are could not be counted.")


def _drop_from_index(article: Article, at: datetime) -> None:
    """Take editions that are over out of the search index; it never found them since."""
    ended = PublishedArticle.objects.filter(article=article, live_until__lte=at).values_list("pk", flat=True)
    search.engine().remove(list(ended))
