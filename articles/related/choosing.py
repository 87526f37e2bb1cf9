"""What must never stand beside an article by itself: the verbs, and the list that suggestions and rules ask.

A line that an editor chose is part of the text and written by the article's form. A ban hangs on the
article: it holds for readers from this moment on, whatever edition they read.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, RelatedBan, Story
from articles.rights import may
from newsroom.audit.log import record

# Of related news readers see so many lines at most.
SHOWN_AT_MOST = 6


class NotAllowed(Exception):
    """Somebody may not choose related news for this article; the sentence says so."""


@dataclass
class Named:
    """Our articles and other outlets' stories, by number."""

    articles: set[int] = field(default_factory=set)
    stories: set[int] = field(default_factory=set)

    def add(self, target: Article | Story) -> None:
        (self.stories if isinstance(target, Story) else self.articles).add(target.pk)


@transaction.atomic
def ban(article: Article, target: Article | Story, *, by: Any) -> RelatedBan:
    """Never suggest `target` for `article`, nor show it there by itself; twice is once.

    What an editor chose by hand stays chosen.

    Raises:
        NotAllowed: `by` may not write the article.
    """
    _refuse_others(article, by)
    lines = {"story": target} if isinstance(target, Story) else {"target": target}
    found, is_new = RelatedBan.objects.get_or_create(article=article, **lines, defaults={"banned_by": by})
    if is_new:
        record("related.banned", article, by=by, target=str(target), target_id=_name(target))
    return found


@transaction.atomic
def lift(article: Article, target: Article | Story, *, by: Any) -> bool:
    """Take a ban back; return whether there was one.

    Raises:
        NotAllowed: `by` may not write the article.
    """
    _refuse_others(article, by)
    lines = {"story": target} if isinstance(target, Story) else {"target": target}
    gone, _rows = RelatedBan.objects.filter(article=article, **lines).delete()
    if gone:
        record("related.allowed", article, by=by, target=str(target), target_id=_name(target))
    return bool(gone)


def banned(article: Article) -> Named:
    """Return what is banned for `article`; nothing for one that is not stored yet."""
    found = Named()
    if article.pk:
        for target, story in article.related_bans.values_list("target", "story"):
            if story:
                found.stories.add(story)
            else:
                found.articles.add(target)
    return found


def _refuse_others(article: Article, by: Any) -> None:
    if by is not None and not may(by, "choose_related", article):
        raise NotAllowed(_("You may not change the related news of this article."))


def _name(target: Article | Story) -> str:
    return f"{target._meta.model_name} {target.pk}"
