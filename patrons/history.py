"""The history of pledges: every change with who did it, or what caused it where nobody did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from .models import Pledge, PledgeEvent, ProviderEvent


class Via(StrEnum):
    """What caused a change that neither somebody of the staff nor a delivery did."""

    PATRON = "patron"
    CLOCK = "clock"
    # The provider was asked because the patron came back from its page, or because it was time to ask.
    RETURN = "return"
    LOOK = "look"
    IMPORT = "import"
    BANK = "bank"


def note(
    pledge: Pledge, verb: str, *, before: str = "", told_at: datetime | None = None, by: Any = None,
    cause: ProviderEvent | None = None, at: datetime | None = None,
    details: dict[str, Any] | None = None,
) -> PledgeEvent:  # fmt: skip
    """Write into a pledge's history what happened to it; its state is the one after that.

    Args:
        by: somebody of the staff, or a `Via`; nothing needs to be said beside a delivery, the `cause`.
    """
    said = (details or {}) | ({"via": by.value} if isinstance(by, Via) else {})
    return PledgeEvent.objects.create(
        pledge=pledge, verb=verb, before=before, after=pledge.state, at=at or timezone.now(), told_at=told_at,
        cause=cause, by_number=None if isinstance(by, Via) else getattr(by, "pk", None), details=said,
    )  # fmt: skip
