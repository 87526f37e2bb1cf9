"""Time zones as people look for them."""

from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings

CONTINENTS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
    "Pacific/",
)  # fmt: skip


@cache
def names() -> list[str]:
    """Return the zones that a person would choose, in order."""
    return sorted(name for name in available_timezones() if name.startswith(CONTINENTS)) + ["UTC"]


def find(typed: str) -> str:
    """Return the zone meant by its name or by the city alone, whatever the capitals; empty when there is none."""
    wanted = "_".join(typed.split()).casefold()
    whole = {name.casefold(): name for name in names()}
    cities = {name.rpartition("/")[2].casefold(): name for name in reversed(names())}
    return whole.get(wanted) or cities.get(wanted, "") if wanted else ""


def of_this_machine() -> str:
    """Return the zone of the machine; the software's own where the machine counts in UTC or does not say."""
    if "TIME_ZONE" in settings.FIXED_BY_ENVIRONMENT:
        return settings.TIME_ZONE
    try:
        named = Path("/etc/timezone").read_text().strip()
    except OSError:
        named = ""
    linked = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")[2]
    return next((name for name in (find(linked), find(named)) if name and name != "UTC"), settings.TIME_ZONE)


def clock(name: str) -> datetime:
    """Return the present time there."""
    return datetime.now(ZoneInfo(name))
