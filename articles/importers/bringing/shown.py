"""A report as the desk shows it: counts in two groups, lists that lead to what is here, and what may be chosen."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Import, Imported

from . import known, labels

# Of a long list a page shows so many; the files that go with it have all.
SHOWN = 50
IN_FILES = ("article/", "page/", "left/", "known", "comments", "pictures")
DESK = {Imported.Kind.ARTICLE: "admin:articles_article_change", Imported.Kind.PAGE: "admin:articles_page_change"}


def groups(counts: Mapping[str, int]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return what the files hold, and what becomes of it here, each below its heading."""
    in_files = {name: number for name, number in counts.items() if name in IN_FILES or name.startswith(IN_FILES[:3])}
    here = {name: number for name, number in counts.items() if name not in in_files}
    rows = ((_("In the export"), labels.counted(in_files)), (_("Here"), labels.counted(here)))
    return [(heading, counted) for heading, counted in rows if counted]


def lists(import_: Import) -> list[dict[str, Any]]:
    """Return each list of a report: its label, how many there are, and the first of them with the desk's address."""
    return [
        {"label": label, "total": total, "lines": _at_desk(import_, lines[:SHOWN])}
        for label, total, lines in labels.listed({"counts": {}} | import_.report)
    ]


def terms(listed: Iterable[Mapping[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Return categories, the largest first, and terms of other kinds, each with its place in the form."""
    known_terms = list(listed)
    names = {(term["kind"], term["slug"]): term["name"] for term in known_terms}
    placed = [
        {**term, "place": place, "above": names.get((term["kind"], term["parent"]), "")}
        for place, term in enumerate(known_terms)
    ]
    placed.sort(key=lambda term: (-term["articles"], term["name"].casefold()))
    others = [each for each in placed if each["kind"] != "category"]
    return [each for each in placed if each["kind"] == "category"], others


def _at_desk(import_: Import, lines: list[dict[str, str]]) -> list[dict[str, str]]:
    site = f"{import_.system}:{known.bare_host(import_.site) or import_.site}"
    here = known.find(site, known.ENTRY, [line["key"] for line in lines if line["key"]])
    shown = []
    for line in lines:
        row = here.get(line["key"])
        name = DESK.get(Imported.Kind(row.kind)) if row else None
        shown.append(line | {"address": reverse(name, args=[row.became])} if row and name else line)
    return shown
