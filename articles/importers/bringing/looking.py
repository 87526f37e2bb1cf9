"""A dry run: what an export holds and what would become of it. Nothing is written."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from articles.importers.records import INTERNAL, Export, Kind, Status

from . import known, people, terms
from .choices import Choices
from .known import site_key
from .report import Report

EVERY = 200


@dataclass
class Plan:
    """What would come.

    Args:
        counts: how many articles each (kind, slug) of a term holds.
        total: how many articles and pages would come.
    """

    report: Report
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    total: int = 0
    people: list[dict[str, Any]] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return self.report.as_json() | {"total": self.total, "people": self.people, "terms": self.terms}


def counted(export: Export) -> tuple[Counter[tuple[str, str]], int]:
    """Return how many articles each (kind, slug) of a term holds, and how many articles and pages would come.

    Raises:
        CannotRead: it breaks somewhere.
    """
    counts: Counter[tuple[str, str]] = Counter()
    total = 0
    for entry in export.entries(bodies=False):
        if entry.kind != Kind.OTHER and entry.status != Status.TRASH:
            total += 1
            if entry.kind == Kind.ARTICLE:
                counts.update(dict.fromkeys(entry.terms, 1))
    return counts, total


def look(export: Export, choices: Choices, progress: Callable[[int], None] | None = None) -> Plan:
    """Return what bringing in this export would do.

    Args:
        progress: called with the number of entries seen so far.

    Raises:
        CannotRead: it breaks somewhere.
    """
    plan = Plan(Report())
    report = plan.report
    persons = list(export.people())
    names: Counter[str] = Counter()
    keys: list[str] = []
    seen = 0
    for entry in export.entries():
        seen += 1
        if progress and seen % EVERY == 0:
            progress(seen)
        if entry.kind == Kind.OTHER:
            report.count(f"left/{entry.type_name}")
            continue
        report.count(f"{entry.kind}/{entry.status}")
        report.count("comments", by=entry.comments)
        if entry.status == Status.TRASH:
            report.count("left/trash")
            continue
        plan.total += 1
        report.note(*entry.notes)
        report.count("pictures", by=len(entry.images))
        names.update(entry.people)
        if entry.kind == Kind.ARTICLE:
            plan.counts.update(dict.fromkeys(entry.terms, 1))
        keys.append(entry.key)
        if len(keys) == known.AT_ONCE:
            report.count("known", by=len(known.find(site_key(export.site), known.ENTRY, keys)))
            keys = []
    report.count("known", by=len(known.find(site_key(export.site), known.ENTRY, keys)))
    report.note(*export.notes)
    for person in persons:
        author = people.match(person, choices.people.get(person.key, ""))
        matched = {"author": author.slug, "author_name": author.name} if author else {"author": "", "author_name": ""}
        plan.people.append({"key": person.key, "name": person.name, "articles": names[person.key]} | matched)
    for term in export.terms():
        count = plan.counts[term.kind, term.slug]
        becomes = terms.proposed(term, count, choices)
        report.count(f"terms/{becomes.partition(':')[0]}")
        if term.kind not in ("tag", INTERNAL):
            said = {"kind": term.kind, "slug": term.slug, "name": term.name, "parent": term.parent}
            plan.terms.append(said | {"articles": count, "becomes": becomes})
    return plan
