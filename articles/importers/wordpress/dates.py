"""When something was published: WordPress writes its own time, Greenwich's beside it, and 0000-00-00 for neither."""

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from .items import Item

STAMP = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?", re.ASCII)
# Zones are whole quarters of an hour away from Greenwich, at most so many.
FURTHEST = timedelta(hours=14)
QUARTER = timedelta(minutes=15)


def stamp(text: str) -> datetime | None:
    """Return the moment without zone that `text` says, or `None` for 0000-00-00 and what is no date."""
    found = STAMP.match(text.strip())
    if not found:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]
    except ValueError:
        return None


def greenwich(text: str) -> datetime | None:
    """Return the moment that a field in Greenwich's time says, or `None`."""
    found = stamp(text)
    return found.replace(tzinfo=UTC) if found else None


class Zone:
    """How far the site's clock was from Greenwich's, told by the items that give both."""

    def __init__(self) -> None:
        self._months: defaultdict[tuple[int, int], Counter[timedelta]] = defaultdict(Counter)
        self._ever: Counter[timedelta] = Counter()

    def learn(self, item: Item) -> None:
        """Take in what one item says."""
        for own, other in (("post_date", "post_date_gmt"), ("post_modified", "post_modified_gmt")):
            here, there = stamp(item[own]), stamp(item[other])
            if here and there:
                apart = here - there
                if abs(apart) <= FURTHEST and apart % QUARTER == timedelta(0):
                    self._months[here.year, here.month][apart] += 1
                    self._ever[apart] += 1

    def moment(self, text: str) -> datetime | None:
        """Return the moment that a field in the site's time says.

        The clock is taken from items of the same month, then of that month in any year (summer time), then of all.
        """
        here = stamp(text)
        if not here:
            return None
        told = self._months.get((here.year, here.month)) or sum(
            (count for (_year, month), count in self._months.items() if month == here.month), Counter()
        )
        told = told or self._ever
        apart = told.most_common(1)[0][0] if told else timedelta(0)
        try:
            return here.replace(tzinfo=UTC) - apart
        except OverflowError:
            return None


def published(item: Item, zone: Zone) -> datetime | None:
    """Return when `item` was or will be published.

    A draft's date of 0000-00-00 in Greenwich means that nobody set one: it has none.
    """
    told = greenwich(item["post_date_gmt"])
    if told or item["status"] in ("draft", "pending", "auto-draft"):
        return told
    return zone.moment(item["post_date"]) or _mail_date(item["pub_date"])


def changed(item: Item, zone: Zone) -> datetime | None:
    """Return when `item` was last changed, as far as the export says."""
    return (
        greenwich(item["post_modified_gmt"])
        or zone.moment(item["post_modified"])
        or greenwich(item["post_date_gmt"])
        or zone.moment(item["post_date"])
    )


def _mail_date(text: str) -> datetime | None:
    # For 0000-00-00 WordPress writes the year -0001, in which parsers see the year 2000.
    if re.search(r"\s-\d{4}\s", text[:40]):
        return None
    try:
        found = parsedate_to_datetime(text.strip()[:80])
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        return found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
