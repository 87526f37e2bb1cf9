"""The one way into the audit log."""

from typing import Any

from django.db import models

from .models import Event


def record(
    verb: str, subject: models.Model | None = None, *, by: Any = None, called: str = "", **details: Any
) -> Event:
    """Write down that `by` did `verb` to `subject`, in the caller's transaction.

    Args:
        verb: what happened, as "article.published": the kind of thing, a dot, the verb in the past.
        by: the account, or None for the system and the clock.
        called: the name of `subject` in the log, where its own says too much.
        details: what JSON can hold and a later reader needs: before, after, reason. No personal
            data of patrons, no passwords, no tokens.
    """
    return Event.objects.create(
        verb=verb,
        actor_id=getattr(by, "pk", None),
        actor=str(by) if by is not None else "",
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject=(called or str(subject))[:300] if subject is not None else "",
        details=details,
    )
