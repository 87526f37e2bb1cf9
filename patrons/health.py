"""What waits for somebody of the pledges' desk: counted no further than a list is read."""

from dataclasses import dataclass
from datetime import datetime

from . import clock, limits
from .models import Discrepancy, Import, ProviderAccount, ProviderEvent, Turn

COUNTED_AT_MOST = 100


@dataclass(frozen=True)
class Waiting:
    """`silent_since` is False while the clock is at work, True where it never was."""

    discrepancies: int
    failed_deliveries: int
    is_braking: bool
    silent_since: datetime | bool
    failing_jobs: list[Turn]
    imports: list[Import]

    def __bool__(self) -> bool:
        return bool(
            self.discrepancies or self.failed_deliveries or self.is_braking or self.silent_since or self.failing_jobs
            or self.imports
        )  # fmt: skip


def waiting() -> Waiting | None:
    """Return what waits; None where nobody takes money yet, and nothing can wait."""
    if not ProviderAccount.objects.exists():
        return None
    failed = ProviderEvent.objects.filter(state__in=(ProviderEvent.State.FAILED, ProviderEvent.State.DEAD))
    found = Waiting(
        discrepancies=Discrepancy.objects.filter(settled_at=None)[:COUNTED_AT_MOST].count(),
        failed_deliveries=failed[:COUNTED_AT_MOST].count(),
        is_braking=limits.is_braking(), silent_since=clock.silent_since(), failing_jobs=clock.failing(),
        imports=list(Import.objects.filter(state=Import.State.READY).order_by("-created_at")[:3]),
    )  # fmt: skip
    return found or None
