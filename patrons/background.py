"""What this room does beside its pages: see `newsroom.work`. What is needed is loaded when its time comes."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from newsroom.work.jobs import job
from newsroom.work.schedules import register


def clock() -> None:
    from .clock import go_round

    go_round(slow=False)


def slow_clock() -> None:
    from .clock import go_round

    go_round(slow=True)


@job(queue="slow", attempts=3)
def synchronise(*, run: int) -> None:
    """Look at all members of an account; `run` is the number of what `memberships.begin` noted."""
    from . import memberships
    from .models import Synchronisation

    found = Synchronisation.objects.select_related("account").filter(pk=run, ended_at=None).first()
    if found is not None:
        memberships.synchronise(found.account, found)


def begin() -> None:
    """Have it done."""
    every = timedelta(seconds=20)
    register("patrons_clock", _("Letters, lapses and deliveries of patrons"), clock, every=every)
    register("patrons_slow", _("Figures, comparisons and imports of patrons"), slow_clock, every=every, queue="slow")
