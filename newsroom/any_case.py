"""Searches of the desk's lists: `name__holds="білорусі"` finds Білорусі, in every script and on both databases.

PostgreSQL compares without case by itself. SQLite's LIKE knows capitals in ASCII only; its GLOB takes
a set for each letter, `[бБ][іІ]`, and reads a column as fast as LIKE does.
"""

from typing import Any

from django.db.models import CharField, TextField
from django.db.models.fields.json import KeyTransform, KeyTransformTextLookupMixin
from django.db.models.lookups import IContains, StartsWith

# Letters with a third form.
ALSO = {"σ": "ς", "Σ": "ς", "ς": "σ"}
SPECIAL = frozenset("*?[")


class Holds(IContains):
    """`icontains` for every script."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        # Databases know the older name.
        return compiler.compile(IContains(self.lhs, self.rhs))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        """What only has ASCII letters is left to LIKE; so is what is no plain text."""
        if not isinstance(self.rhs, str) or self.rhs.isascii():
            return self.as_sql(compiler, connection)
        column, values = self.process_lhs(compiler, connection)
        return f"{column} GLOB %s", [*values, pattern(self.rhs)]


class Begins(StartsWith):
    """`startswith` that reads an index on both databases: SQLite's LIKE, which Django takes, reads none."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return compiler.compile(StartsWith(self.lhs, self.rhs))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        column, values = self.process_lhs(compiler, connection)
        plain = "".join(f"[{char}]" if char in SPECIAL else char for char in str(self.rhs))
        return f"{column} GLOB %s", [*values, f"{plain}*"]


class KeyHolds(KeyTransformTextLookupMixin, Holds):
    """The same for a text inside JSON."""


def pattern(words: str) -> str:
    """Return what GLOB takes to find `words` anywhere in a text, in any case."""
    return f"*{''.join(map(_any_case, words))}*"


def _any_case(char: str) -> str:
    forms = {char, char.lower(), char.upper(), ALSO.get(char, char)}
    forms |= {form.upper() for form in forms} | {form.lower() for form in forms}
    single = sorted(form for form in forms if len(form) == 1)
    if len(single) > 1 or char in SPECIAL:
        return f"[{''.join(single)}]"
    return char


def register() -> None:
    """Make the lookup known to all texts."""
    for field in (CharField, TextField):
        field.register_lookup(Holds)
        field.register_lookup(Begins)
    KeyTransform.register_lookup(KeyHolds)
