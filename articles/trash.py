"""Thrown away, brought back, deleted for good."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from .models import Article
from .transitions import hold, refusal


@transaction.atomic
def throw_away(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Put an article into the trash: nobody chooses, changes or publishes it there, and it can come back.

    Raises:
        NotReady: readers have it, or will have it at a moment that is set.
    """
    hold(article, seen)
    now = timezone.now()
    if article.editions.live(now).exists():
        raise refusal(_("“%(headline)s” is public: withdraw it first."), article)
    if article.editions.filter(live_from__gt=now).exists():
        raise refusal(_("“%(headline)s” is scheduled: unschedule it first."), article)
    article.trashed_at, article.trashed_by = now, by
    article.save(update_fields=["trashed_at", "trashed_by"])
    record("article.trashed", article, by=by, state=article.state_now)


@transaction.atomic
def bring_back(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Take an article out of the trash, as it was.

    Raises:
        NotReady: it is not there.
    """
    hold(article, seen, in_trash=True)
    article.trashed_at = article.trashed_by = None
    article.save(update_fields=["trashed_at", "trashed_by"])
    record("article.brought_back", article, by=by, state=article.state_now)


@transaction.atomic
def delete_for_good(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Delete an article that lies in the trash, with its versions and comments. Only the audit log remembers it.

    Raises:
        NotReady: it is not in the trash, or readers have seen it.
    """
    hold(article, seen, in_trash=True)
    if article.editions.exists():
        raise refusal(_("Readers have seen “%(headline)s”: it stays, withdrawn."), article)
    record("article.deleted", article, by=by)
    article.delete()
