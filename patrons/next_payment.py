"""When a provider asks for the next payment: what was given back pays for nothing, and moves no such day."""

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from .models import Payment


def next_at() -> Coalesce:
    """Return what adds to pledges when they are asked for again: where the last time that was ever paid for ends."""
    made = Payment.objects.filter(pledge=OuterRef("pk"), state=Payment.State.SUCCEEDED, period_end__isnull=False)
    return Coalesce(Subquery(made.order_by("-period_end").values("period_end")[:1]), F("period_end"))
