"""Who has an article open, by the tabs that said so lately."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import Article, Autosave, OpenForm

GONE_AFTER = timedelta(seconds=45)
NAMED_AT_MOST = 20


@dataclass(frozen=True)
class Other:
    """A person who has the article open, in however many tabs."""

    name: str
    since: datetime
    is_typing: bool
    has_unsaved: bool
    is_me: bool


def here(user: Any, article: Article, tab: uuid.UUID, *, is_typing: bool) -> None:
    """Say that `user` has `article` open in `tab` now, and forget those who fell silent."""
    now = timezone.now()
    OpenForm.objects.filter(article=article, seen_at__lt=now - GONE_AFTER).delete()
    values = {"seen_at": now, "is_typing": is_typing}
    if OpenForm.objects.filter(tab=tab, user=user, article=article).update(**values):
        return
    try:
        with transaction.atomic():
            OpenForm.objects.create(tab=tab, user=user, article=article, **values)
    except IntegrityError:
        # Two heartbeats at once, or the number of somebody else's tab: nothing is shown of it.
        return


def leave(user: Any, *tabs: uuid.UUID) -> None:
    """Say that the user's tabs were closed."""
    OpenForm.objects.filter(tab__in=tabs, user=user).delete()


def others(user: Any, article: Article, tab: uuid.UUID) -> list[Other]:
    """Return who else has `article` open, the longest first; `user` too, in another tab than `tab`."""
    since = timezone.now() - GONE_AFTER
    rows = OpenForm.objects.filter(article=article, seen_at__gte=since).exclude(tab=tab).select_related("user")
    unsaved = set(Autosave.objects.filter(article=article).values_list("user_id", flat=True)[:1000])
    found: dict[int, Other] = {}
    for row in rows.order_by("opened_at", "pk")[:200]:
        before = found.get(row.user_id)
        found[row.user_id] = Other(
            name=str(row.user),
            since=before.since if before else row.opened_at,
            is_typing=row.is_typing or bool(before and before.is_typing),
            has_unsaved=row.user_id in unsaved,
            is_me=row.user_id == user.pk,
        )
    return list(found.values())[:NAMED_AT_MOST]
