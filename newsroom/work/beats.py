"""Who works: each process says so every few seconds. One that says nothing for `GONE_AFTER` is taken for dead."""

import os
import platform
import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from .models import Beat

EVERY = timedelta(seconds=10)
GONE_AFTER = timedelta(seconds=60)
KEPT = timedelta(days=1)


def new_name() -> str:
    """Return a name that no other process ever has."""
    return f"{platform.node()[:30]}-{os.getpid()}-{secrets.token_hex(6)}"


def beat(worker: str, *, is_inside: bool = False, now: datetime | None = None) -> None:
    """Say that this process works."""
    now = now or timezone.now()
    if not Beat.objects.filter(worker=worker).update(at=now):
        Beat.objects.get_or_create(worker=worker, defaults={"is_inside": is_inside, "at": now})


def end(worker: str) -> None:
    """Say that this process stops: what it still has is free at once."""
    Beat.objects.filter(worker=worker).delete()


def alive(now: datetime | None = None) -> set[str]:
    """Return the names of the processes that work now."""
    now = now or timezone.now()
    return set(Beat.objects.filter(at__gt=now - GONE_AFTER).values_list("worker", flat=True))


def has_separate(now: datetime | None = None) -> bool:
    """Whether a worker of its own is there."""
    now = now or timezone.now()
    return Beat.objects.filter(is_inside=False, at__gt=now - GONE_AFTER).exists()


def last_beat() -> datetime | None:
    """Return when a worker last said that it works, of any process; None where none ever did, or the last one ended."""
    return Beat.objects.order_by("-at").values_list("at", flat=True).first()


def forget_old(now: datetime) -> None:
    """Forget processes that are long gone, but for the last: since when nobody works is worth knowing."""
    Beat.objects.filter(at__lt=min(now - KEPT, last_beat() or now)).delete()
