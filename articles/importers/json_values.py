"""An export in JSON, read whole and with care, and the words for taking a value out of it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from articles.body.values import without_controls

from .records import CannotRead

# JSON is read whole and takes several times its size in memory while it is.
MOST_BYTES = 500 * 1024 * 1024
# A moment in seconds has ten digits, one in milliseconds thirteen.
SECONDS_AT_MOST = 100_000_000_000


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        CannotRead: it cannot be opened, is too big or no JSON; with line and column where that is known.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            sentence = _("%(file)s has %(size)d MB, and JSON is read only up to %(most)d MB: export it in parts.")
            raise CannotRead(sentence % {"file": name, "size": size >> 20, "most": MOST_BYTES >> 20})
        raw = path.read_bytes()
    except OSError as error:
        raise CannotRead(
            _("%(file)s cannot be opened: %(why)s.") % {"file": name, "why": error.strerror or ""}
        ) from None
    if not raw.strip():
        raise CannotRead(_("%(file)s is empty: choose the file that the other system exported.") % {"file": name})
    try:
        return json.loads(raw)
    except json.JSONDecodeError as error:
        sentence = _("%(file)s is no JSON: line %(line)d, column %(column)d is not what JSON allows there.")
        raise CannotRead(sentence % {"file": name, "line": error.lineno, "column": error.colno}) from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        sentence = _("%(file)s is not in UTF-8: line %(line)d, column %(column)d holds other bytes.")
        raise CannotRead(sentence % {"file": name, "line": line, "column": column}) from None
    except RecursionError:
        raise CannotRead(_("%(file)s is nested too deep to be anybody’s export.") % {"file": name}) from None
    except ValueError:  # a number of thousands of digits
        raise CannotRead(_("%(file)s holds a number that is too long to be read.") % {"file": name}) from None


def parsed_document(source: Any) -> Any:
    """Return what JSON kept as text inside JSON holds, None when that is none; other values come back as they are."""
    if not isinstance(source, str):
        return source
    try:
        return json.loads(source)
    except (ValueError, RecursionError):
        return None


def text(value: Any, *, strip: bool = True, keep_lines: bool = False) -> str:
    """Return a value as text that XML and a database can hold; of a list, an object or nothing, nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    words = without_controls(value if isinstance(value, str) else str(value))
    return words.strip("\n") if keep_lines else words.strip() if strip else words


def line(value: Any) -> str:
    """Return a value as one line of text."""
    return " ".join(text(value).split())


def whole_number(value: Any) -> int:
    """Return a whole number of a sensible size; 0 for everything else."""
    return value if type(value) is int and abs(value) < 2**31 else 0


def records(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; of anything else, none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def mapping(value: Any) -> dict[str, Any]:
    """Return an object; for anything else, an empty one."""
    return value if isinstance(value, dict) else {}


def first(values: Iterable[str]) -> str:
    """Return the first of these that says anything."""
    return next((value for value in values if value), "")


def moment(value: Any) -> datetime | None:
    """Return an aware moment of an ISO date or of a number of seconds or milliseconds; None of what is neither.

    A date without a zone is one of UTC, as Ghost and the REST API of WordPress store them.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            found = datetime.fromtimestamp(value / 1000 if abs(value) > SECONDS_AT_MOST else value, UTC)
        else:
            found = datetime.fromisoformat(text(value))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if 1900 < found.year < 9999 else None
