"""What was wrong is put right in public."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from .models import Article, Correction
from .transitions import NotReady, hold, refusal


@transaction.atomic
def correct(
    article: Article,
    text: str,
    *,
    kind: str = Correction.Kind.CORRECTION,
    placement: str = Correction.Placement.BELOW,
    by: Any = None,
    at: datetime | None = None,
    seen: int | None = None,
) -> Correction:
    """Put a dated correction on a public article's page and tell readers that it was updated.

    Args:
        kind: a `Correction.Kind`.
        placement: a `Correction.Placement`, where on the page it stands.
        at: the moment it is dated; now when none is given.

    Raises:
        NotReady: the article is not public, or the text is empty.
    """
    hold(article, seen)
    edition = article.editions.live().select_for_update().first()
    if edition is None:
        raise refusal(_("“%(headline)s” is not public: only what readers saw is corrected."), article)
    if not text.strip():
        raise NotReady([_("Write what was wrong, and what is right.")])
    made_at = at or timezone.now()
    correction = Correction.objects.create(
        article=article,
        kind=kind,
        placement=placement,
        text=text.strip(),
        made_by=by,
        made_at=made_at,
        updated_before=edition.updated_at,
    )
    # An edition that waits for its moment is as corrected as the one that readers see.
    article.editions.filter(Q(updated_at=None) | Q(updated_at__lt=made_at), live_from__gt=edition.live_from).update(
        updated_at=made_at
    )
    edition.updated_at = max(made_at, edition.updated_at or made_at)
    edition.save(update_fields=["updated_at"])
    record("article.corrected", article, by=by, kind=str(kind), text=text.strip()[:300])
    return correction


@transaction.atomic
def amend(correction: Correction, text: str, *, kind: str, placement: str, by: Any = None) -> None:
    """Change the words of a correction, its kind or its place. Its date stays; readers are told that it was edited.

    Raises:
        NotReady: the text is empty.
    """
    text = text.strip()
    if not text:
        raise NotReady([_("Write what was wrong, and what is right.")])
    before = Correction.objects.select_for_update().select_related("article").get(pk=correction.pk)
    after = {"kind": str(kind), "placement": str(placement), "text": text}
    changed = {name: [getattr(before, name), value] for name, value in after.items() if getattr(before, name) != value}
    if not changed:
        return
    for name, value in after.items():
        setattr(correction, name, value)
    if set(changed) != {"placement"}:
        correction.edited_at = timezone.now()
    correction.save(update_fields=[*after, "edited_at"])
    shown = {name: [str(value)[:300] for value in pair] for name, pair in changed.items()}
    record("article.correction_edited", before.article, by=by, correction=correction.pk, changed=shown)


@transaction.atomic
def remove(correction: Correction, *, by: Any = None) -> None:
    """Take a correction away that was made by mistake. The log keeps its words.

    Where it was the reason that readers were told “Updated”, they are told again what they were before.
    """
    found = Correction.objects.select_for_update().select_related("article").get(pk=correction.pk)
    others = Correction.objects.filter(article=found.article_id).exclude(pk=found.pk)
    others.filter(updated_before=found.made_at).update(updated_before=found.updated_before)
    found.article.editions.filter(updated_at=found.made_at).update(updated_at=found.updated_before)
    details = {"kind": found.kind, "text": found.text[:300], "made_at": found.made_at.isoformat()}
    record("article.correction_removed", found.article, by=by, correction=found.pk, **details)
    found.delete()
