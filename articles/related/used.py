"""Which stories articles have: shown, chosen, pinned, banned, or approved by a rule."""

from django.db.models import Exists, OuterRef, Q

from articles.models import PublishedRelatedLink, RelatedBan, RelatedByRule, RelatedLink

SHOWING = (PublishedRelatedLink, RelatedLink, RelatedByRule)


def shown_or_chosen() -> Q:
    """Return what makes a story one that readers see beside an article, or will when a working copy is published."""
    found = Q()
    for model in SHOWING:
        found |= Q(Exists(model.objects.filter(story=OuterRef("pk"))))
    return found


def in_use() -> Q:
    """Return what makes a story one that an article has in any way: it is not forgotten."""
    return shown_or_chosen() | Q(Exists(RelatedBan.objects.filter(story=OuterRef("pk"))))
