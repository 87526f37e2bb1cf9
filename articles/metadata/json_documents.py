"""Writing JSON that can stand anywhere, whatever was typed into a headline."""

import json
from typing import Any

from articles.body.values import without_controls

# Inside a script element only these can end it, begin a comment, or be a line end to an old parser.
_UNSAFE_IN_SCRIPT = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def written(values: Any, indent: int | None = None) -> str:
    """Return `values` as JSON in readable letters, without control characters and lone surrogates."""
    text = _written(values, indent)
    # A control character is written with a backslash, unless it is one of those that JSON lets stand.
    return _written(_cleaned(values), indent) if "\\" in text or without_controls(text) != text else text


def written_for_script(values: Any) -> str:
    """Return `values` as JSON that no text among them can end the script element around it with."""
    return written(values).translate(_UNSAFE_IN_SCRIPT)


def _written(values: Any, indent: int | None) -> str:
    separators = (",", ": ") if indent else (",", ":")
    return json.dumps(values, ensure_ascii=False, indent=indent, separators=separators)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, dict):
        return {_cleaned(name): _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(inner) for inner in value]
    return value
