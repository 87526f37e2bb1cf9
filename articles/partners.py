"""Feeds for partners: which articles each one holds, its address, and what is done to it.

A feed begins with what readers may see now and only takes away from it, so that nothing stands in a
partner's hands that is not public here.
"""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from newsroom.audit.log import record
from newsroom.site.models import SiteSettings

from .models import PartnerFeed, PublishedArticle, PublishedTagging
from .models.partners import secret_word
from .origin import absolute
from .querysets import PublishedQuerySet

_WORD = re.compile(r"[0-9a-f]{48}", re.ASCII)


def editions_for(feed: PartnerFeed, at: datetime | None = None) -> PublishedQuerySet:
    """Return the editions that stand in `feed` at a moment (now, when none is given), in no order.

    Asks one question, for what was chosen; the editions are another.
    """
    at = at or timezone.now()
    chosen = _chosen(feed)
    # First published so long ago: a correction does not take an article out for another while.
    since = at - timedelta(minutes=feed.delay_minutes)
    found = PublishedArticle.objects.live(at).in_language(feed.language).filter(published_at__lte=since)
    if sections := chosen["section"]:
        found = found.filter(section__in=sections)
    if tags := chosen["tag"]:
        found = found.filter(pk__in=PublishedTagging.objects.filter(tag__in=tags).values("content_object"))
    if excluded := chosen["excluded"]:
        tagged = PublishedTagging.objects.filter(content_object=OuterRef("pk"), tag__in=excluded)
        found = found.exclude(Exists(tagged))
    if feed.genres:
        found = found.filter(genre__in=feed.genres)
    if not feed.with_others_texts:
        found = found.filter(canonical_url="", credit_line="")
    return found


def newest_in(feed: PartnerFeed, at: datetime | None = None) -> PublishedQuerySet:
    """Return what stands in `feed`, the newest first, as far as a list of headlines needs it."""
    return editions_for(feed, at).newest_first().defer("body", "plain_text")[: feed.how_many]


def find(word: str) -> PartnerFeed | None:
    """Return the open feed behind the secret word of an address. The same is asked for every word."""
    return PartnerFeed.objects.filter(secret_word=word if _WORD.fullmatch(word) else "-", is_active=True).first()


def address(feed: PartnerFeed) -> str:
    """Return the whole address of a feed, secret word and all."""
    return absolute(reverse("partner_feed", args=[feed.secret_word]))


def credit_of(feed: PartnerFeed) -> str:
    """Return the words before the link that stands below each article, in the feed's language."""
    with translation.override(feed.language):
        return feed.credit or _("First published by %(name)s:") % {"name": SiteSettings.load().local.name}


def asked_for(feed: PartnerFeed) -> None:
    """Write down that the feed was asked for today: the day and nothing of who asked, once a day."""
    today = timezone.localdate()
    if feed.asked_on != today:
        PartnerFeed.objects.filter(pk=feed.pk).update(asked_on=today)


@transaction.atomic
def renew(feed: PartnerFeed, *, by: Any) -> None:
    """Give the feed another address. The old one opens nothing from this moment on."""
    feed.secret_word, feed.renewed_at, feed.asked_on = secret_word(), timezone.now(), None
    feed.save(update_fields=["secret_word", "renewed_at", "asked_on"])
    record("partner_feed.renewed", feed, by=by)


def _chosen(feed: PartnerFeed) -> dict[str, list[int]]:
    """Return the sections and tags of a feed by kind, in one query."""
    kinds: dict[str, tuple[Any, str]] = {
        "section": (PartnerFeed.sections.through, "section"),
        "tag": (PartnerFeed.tags.through, "tag"),
        "excluded": (PartnerFeed.excluded_tags.through, "tag"),
    }
    parts = [
        through.objects.filter(partnerfeed=feed.pk).order_by().values_list(column, Value(kind))
        for kind, (through, column) in kinds.items()
    ]
    found: dict[str, list[int]] = defaultdict(list)
    for number, kind in parts[0].union(*parts[1:]):
        found[kind].append(number)
    return found
