"""Sentences that are kept: a message and its values, worded in the language of whoever reads them later."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

LENGTH_AT_MOST = 1_000
DEPTH_AT_MOST = 3


class Said(str):
    """A sentence in the language of the moment that knows its message and its values."""

    message: str
    values: dict[str, Any]

    def __mod__(self, values: Any) -> str:
        return (
            _made(self.message, str.__mod__(self, values), values) if isinstance(values, dict) else str(self) % values
        )


def said(message: str) -> Said:
    """Return `message` translated; called `_` where sentences are made that are kept, so that it is collected."""
    return _made(message, gettext(message), {})


def kept(sentence: str) -> dict[str, Any] | None:
    """Return what is stored of a sentence; None for one that does not know its message."""
    if not isinstance(sentence, Said):
        return None
    values = {
        name: kept(value) or (value if isinstance(value, int | float) else str(value)[:LENGTH_AT_MOST])
        for name, value in sentence.values.items()
    }
    return {"message": sentence.message, "values": values}


def worded(stored: Any, depth: int = 0) -> str:
    """Return a stored sentence in the language of the moment; "" for none, or one that makes no sense."""
    if not isinstance(stored, dict) or not isinstance(stored.get("message"), str) or depth > DEPTH_AT_MOST:
        return ""
    values = stored.get("values") or {}
    try:
        whole = {name: worded(value, depth + 1) if isinstance(value, dict) else value for name, value in values.items()}
        message = gettext(stored["message"])
        return message % whole if whole else message
    except (AttributeError, KeyError, TypeError, ValueError):
        return ""


def _made(message: str, words: str, values: dict[str, Any]) -> Said:
    made = Said(words)
    made.message = message
    made.values = {name: str(value) if isinstance(value, Promise) else value for name, value in values.items()}
    return made
