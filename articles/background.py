"""What this room does by itself: see `newsroom.work.schedules`. What is needed is loaded when its time comes."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from newsroom.work.schedules import register


def follow_clock() -> None:
    from . import clock

    clock.follow()


def ask_sources() -> None:
    from .related import rounds, upkeep

    rounds.go_round()
    upkeep.keep_up()


def begin() -> None:
    """Have it done."""
    register("follow_clock", _("Publish and withdraw at their moments"), follow_clock, every=timedelta(seconds=20))
    register("fetch_sources", _("Ask other outlets for news"), ask_sources, every=timedelta(seconds=60), queue="slow")
