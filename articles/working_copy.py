"""Writing to an article that others may be writing to."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from .models import Article

# A version is made in the same request as the save that it keeps.
SAME_SAVE = timedelta(seconds=20)


class ChangedSince(Exception):
    """Somebody else wrote to `article` after the caller looked; nothing was written now."""

    def __init__(self, article: Article):
        self.article = article
        sentence = _("“%(headline)s” was changed by somebody else meanwhile: look at it again, then repeat.")
        super().__init__(sentence % {"headline": article.headline})


def claim(article: Article, seen: int | None = None) -> None:
    """Begin a write: raise the article's revision by one, if it still is what the caller saw.

    Every write to a working copy begins here, in the transaction of the write. The caller's record
    knows its new revision afterwards.

    Args:
        seen: the revision that the person was shown; None where nobody looked (imports, the clock).

    Raises:
        ChangedSince: the article has another revision by now, or is gone.
    """
    same = Article.objects.filter(pk=article.pk)
    if seen is not None:
        same = same.filter(revision=seen)
    if not same.update(revision=F("revision") + 1):
        raise ChangedSince(article)
    article.refresh_from_db(fields=["revision"])


def last_write(article: Article) -> tuple[str, datetime]:
    """Return who wrote to `article` last, empty where that is not known, and when."""
    newest = article.versions.select_related("made_by").defer("content").first()
    if newest is not None and newest.made_by and article.saved_at - newest.made_at <= SAME_SAVE:
        return str(newest.made_by), newest.made_at
    return "", article.saved_at
