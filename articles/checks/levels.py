"""How strict the newsroom is: what each check does, and the verb that changes it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from articles.models import CheckLevel
from newsroom.audit.log import record

from .registry import CHECKS


def levels() -> dict[str, str]:
    """Return what each check does, by its code, in one query."""
    chosen = dict(CheckLevel.objects.values_list("code", "level"))
    return {check.code: check.level if check.fixed else chosen.get(check.code, check.level) for check in CHECKS}


@transaction.atomic
def set_levels(wanted: Mapping[str, str], *, by: Any = None) -> list[str]:
    """Change what checks do; return the codes that changed.

    Args:
        wanted: level by code. Unknown codes, unknown levels and fixed checks are left as they are.
    """
    before, changed = levels(), []
    for check in CHECKS:
        level = wanted.get(check.code)
        if check.fixed or level not in CheckLevel.Level.values or level == before[check.code]:
            continue
        CheckLevel.objects.update_or_create(code=check.code, defaults={"level": level})
        record("check.level_changed", by=by, check=check.code, before=before[check.code], after=level)
        changed.append(check.code)
    return changed
