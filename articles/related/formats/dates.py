"""When something was published, as feeds write it: RFC 822, ISO 8601, and what else people type."""

import re
from datetime import UTC, datetime, timedelta

from .month_names import month_number

LONGEST = 200
# 1 January 1970 is how programs write that they do not know; no feed is older than this.
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD_AT_MOST = timedelta(days=1)

_WORD = r"[^\W\d_]+(?:[^\W\d_]|[\u0300-\u036f\u0900-\u097f])*"
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.]?)(\d{2})\2(\d{2})(?!\d)")
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|-?го|\.)?[\s,\-/]*(?:de |of |d['’])?"
    rf"({_WORD})\.?[\s,\-/]*(?:de |del |of )?"
    r"(\d{4}|\d{2})(?![\d:])",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE)
_ASCTIME = re.compile(rf"({_WORD})\s+(\d{{1,2}})\s+(\d{{1,2}}:\d{{2}}(?::\d{{2}})?.*?)\s(\d{{4}})\s*$")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{1,2})(?!\d)")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})\s?[:.hг]\s?(\d{2})(?:\s?[:.]\s?(\d{2})(?:[.,](\d+))?)?(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE
)
_COMPACT_TIME = re.compile(r"T(\d{2})(\d{2})(\d{2})?(?!\d)")
_OFFSET = re.compile(r"(?:GMT|UTC|UT|Z)?\s*([+\-−])\s?(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_NAME = re.compile(r"\b[A-Z]{1,5}\b")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")

# Hours from UTC. A name that stands for several zones is the one that feeds mean most often.
ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "IST": 5.5, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "MSD": 4, "TRT": 3, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "PT": -8, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3,
    "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PKT": 5, "AEST": 10, "AEDT": 11, "ACST": 9.5, "AWST": 8, "NZST": 12,
    "NZDT": 13, "SAST": 2, "EAT": 3, "WAT": 1,
}  # fmt: skip


def parse_date(text: object, *, now: datetime | None = None) -> datetime | None:
    """Return the moment that `text` names, in UTC, or None.

    A date without a time is midnight, a time without a zone is UTC, and a day and a month that
    could be the other way round are not guessed. Nothing before 1990 is believed, and nothing
    more than a day after `now` (the clock's now, unless told).
    """
    if not isinstance(text, str):
        return None
    words = " ".join(text[:LONGEST].split())
    try:
        moment = _read(words)
    except (ValueError, OverflowError):  # 31 February, the year 0
        return None
    latest = (now or datetime.now(UTC)) + AHEAD_AT_MOST
    return moment if moment and OLDEST <= moment <= latest else None


def _read(words: str) -> datetime | None:
    if not words:
        return None
    if found := _EPOCH.fullmatch(words):
        return datetime.fromtimestamp(int(found[1]), UTC)
    day = _day(words)
    if day is None:
        return None
    year, month, number, rest = day
    seconds, after = _clock(rest)
    midnight = datetime(year, month, number, tzinfo=UTC)
    return midnight + timedelta(seconds=seconds) - timedelta(hours=_zone(after))


def _day(words: str) -> tuple[int, int, int, str] | None:
    """Return year, month, day and what is left of the words."""
    if found := _ISO.match(words) or _ISO.search(words):
        return int(found[1]), int(found[3]), int(found[4]), _without(words, found)
    if found := _EAST.search(words):
        return int(found[1]), int(found[2]), int(found[3]), _without(words, found)
    if (found := _ASCTIME.search(words)) and (month := month_number(found[1])):
        return int(found[4]), month, int(found[2]), found[3]
    for found in _DAY_FIRST.finditer(words):
        if month := month_number(found[2]):
            return _whole_year(found[3]), month, int(found[1]), _without(words, found)
    for found in _MONTH_FIRST.finditer(words):
        if month := month_number(found[1]):
            return int(found[3]), month, int(found[2]), _without(words, found)
    return _numbers(words)


def _numbers(words: str) -> tuple[int, int, int, str] | None:
    found = _NUMBERS.search(words)
    if found is None:
        return None
    rest = _without(words, found)
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) == 4:
        return first, second, third, rest
    year = _whole_year(found[4])
    if found[2] == "." or first > 12 or first == second:
        return year, second, first, rest
    return (year, first, second, rest) if second > 12 else None


def _clock(rest: str) -> tuple[float, str]:
    """Return the seconds since midnight, and what stands after the time."""
    found = _TIME.search(rest)
    if found is None:
        compact = _COMPACT_TIME.search(rest)
        if compact is None:
            return 0, rest
        hours, minutes, seconds = int(compact[1]), int(compact[2]), int(compact[3] or 0)
        return hours * 3600 + minutes * 60 + seconds, rest[compact.end() :]
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5] and hours <= 12:
        hours = hours % 12 + (12 if found[5].lower() == "p" else 0)
    if hours > 24 or minutes > 59:
        return 0, ""
    return hours * 3600 + minutes * 60 + min(seconds, 59), rest[found.end() :]


def _zone(after: str) -> float:
    """Return the hours that a time is ahead of UTC."""
    if (found := _OFFSET.search(after)) and int(found[2]) <= 14:
        hours = int(found[2]) + int(found[3] or 0) / 60
        return hours if found[1] == "+" else -hours
    names = (ZONES[name] for name in _NAME.findall(after) if name in ZONES)
    return next(names, 0)


def _whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}"
