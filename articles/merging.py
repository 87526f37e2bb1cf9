"""Two people changed the same record: what each of them changed, field by field."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

FINGERPRINT_LENGTH = 16


def fingerprint(value: Any) -> str:
    """Return a short fingerprint of a value that JSON can hold."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:FINGERPRINT_LENGTH]


def fingerprints(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the fingerprint of each value."""
    return {name: fingerprint(value) for name, value in values.items()}


@dataclass(frozen=True)
class Seen:
    """What a person was shown: the revision, and the fingerprint of every field as it was then."""

    revision: int
    fields: dict[str, str]

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what a form brought back. What is no such text saw nothing: every difference is then a question."""
        try:
            found = json.loads(text)
            revision, fields = int(found["revision"]), dict(found["fields"])
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return cls(0, {})
        return cls(revision, {str(name): value for name, value in fields.items() if isinstance(value, str)})

    def written(self) -> str:
        """Return it as text for a hidden field."""
        return json.dumps({"revision": self.revision, "fields": self.fields}, separators=(",", ":"))


@dataclass(frozen=True)
class Sides:
    """Whose value each differing field takes. In `conflicts` both sides changed it, and not alike."""

    mine: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def three_way(seen: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Sides:
    """Compare two changes with what both began from; fingerprints all.

    A field that only one side changed is that side's. A field that `seen` does not know, and in which
    the sides differ, is a conflict: nobody can tell who changed it.
    """
    sides = Sides()
    for name in mine.keys() & theirs.keys():
        if mine[name] == theirs[name]:
            continue
        before = seen.get(name)
        if mine[name] == before:
            sides.theirs.append(name)
        elif theirs[name] == before:
            sides.mine.append(name)
        else:
            sides.conflicts.append(name)
    for names in (sides.mine, sides.theirs, sides.conflicts):
        names.sort(key=list(mine).index)
    return sides
