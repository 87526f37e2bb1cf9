"""What an editor should look at before readers do: a list of findings, each with its place in the form.

    findings = checks.findings(manuscript.stored(article))
    refused = checks.what_blocks(article, by=editor)

A check is one function in one of the modules here; `registry.CHECKS` lists them all, with what each
does when the newsroom has set nothing. `levels` reads and writes what it has set.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.manuscript import Manuscript, stored
from articles.models import Article, CheckLevel

from .base import Check, Finding, Found
from .levels import levels
from .material import look_up
from .registry import CHECKS

__all__ = ["CHECKS", "Check", "Finding", "findings", "what_blocks"]


def findings(manuscript: Manuscript, moment: datetime | None = None, *, reader: Any = None) -> list[Finding]:
    """Return what was found, what blocks first, else in the order of the form.

    Args:
        moment: when it would become public; now when none is given.
        reader: the account that will read them; None for the system, which sees all.
    """
    levels_now = levels()
    active = [check for check in CHECKS if levels_now[check.code] != CheckLevel.Level.OFF]
    looked_up = look_up(manuscript, moment or timezone.now(), reader=reader)
    found = [
        Finding(check.code, levels_now[check.code], each.sentence, each.spot)
        for check in active
        for each in check.run(looked_up)
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def what_blocks(article: Article, *, by: Any = None, moment: datetime | None = None) -> list[str]:
    """Return the sentences that keep a stored article from becoming public at `moment`.

    Where nobody asked (an import, the demo, a command) only that is looked at without which no page
    can stand, and an embargo: an archive of ten thousand old articles comes in as it was, without
    alt texts and without tags, and its editors see the findings when they open one.
    """
    if by is not None:
        return [finding.sentence for finding in findings(stored(article), moment, reader=by) if finding.blocks]
    alone = look_up(Manuscript(article), moment or timezone.now(), asks=False)
    return sentences(check.run(alone) for check in CHECKS if check.holds_for_imports)


def sentences(found: Iterable[Iterable[Found]]) -> list[str]:
    """Return the sentences of what several checks found."""
    return [each.sentence for of_one in found for each in of_one]
