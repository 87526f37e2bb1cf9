"""What a report counts and lists, in words that somebody reads at the desk or in a terminal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Import, Imported

from . import known

# What a reader found in the files: "article/published".
KINDS = {"article": gettext_lazy("Articles"), "page": gettext_lazy("Pages")}
STATUSES = {
    "published": gettext_lazy("published"), "scheduled": gettext_lazy("scheduled"),
    "pending": gettext_lazy("waiting for approval"), "draft": gettext_lazy("drafts"),
    "private": gettext_lazy("private or behind a password: come as drafts"),
    "trash": gettext_lazy("in the trash: left there"),
    "unknown": gettext_lazy("of a state that is unknown here: come as drafts"),
}  # fmt: skip
FOUND = {
    "pictures": gettext_lazy("Pictures named"),
    "comments": gettext_lazy("Comments: counted, not brought"),
    "known": gettext_lazy("Of these here already"),
}
# What became of it: "articles/published" is one that is here now.
STATES = {
    "articles": gettext_lazy("Articles, here"), "pages": gettext_lazy("Pages, here"),
}  # fmt: skip
STATE_NAMES = {
    "draft": gettext_lazy("drafts"), "in_review": gettext_lazy("in review"), "ready": gettext_lazy("ready"),
    "scheduled": gettext_lazy("scheduled"), "published": gettext_lazy("published"),
    "withdrawn": gettext_lazy("withdrawn"),
}  # fmt: skip
DONE = {
    "new": gettext_lazy("New here"),
    "changed": gettext_lazy("Written anew: the old site changed them"),
    "same": gettext_lazy("As they were"),
    "edited": gettext_lazy("Edited here since: left alone"),
    "deleted": gettext_lazy("Deleted here since: left so"),
    "authors/new": gettext_lazy("Authors, new"),
    "authors/matched": gettext_lazy("Authors who were here"),
    "terms/section": gettext_lazy("Categories that became sections"),
    "terms/tag": gettext_lazy("Categories and tags that became tags"),
    "terms/left": gettext_lazy("Terms left out"),
    "terms/leave": gettext_lazy("Terms left out"),
    "pictures/new": gettext_lazy("Pictures brought in"),
    "pictures/same": gettext_lazy("Pictures that were here"),
    "addresses": gettext_lazy("Old addresses that lead here"),
    "links/settled": gettext_lazy("Links between the old site's articles, led here"),
    "links/open": gettext_lazy("Links to the old site that lead to nothing of it"),
}
LISTS = {
    "failed": gettext_lazy("Could not be brought in"),
    "drafts": gettext_lazy("Are drafts here: they lack something to be published"),
    "edited": gettext_lazy("Were edited here since"),
    "pictures": gettext_lazy("Pictures that did not come"),
    "shortened": gettext_lazy("Were too long and were cut"),
    "links": gettext_lazy("Links to the old site that lead to nothing of it"),
}
# Of a long list a page shows so many; the files that go with it have all.
SHOWN = 50


@dataclass(frozen=True)
class Listed:
    """One list of a report: its heading, how many there are in all, and the first of them."""

    label: str
    total: int
    lines: list[dict[str, str]]


def count_label(name: str) -> str:
    """Return what a count is called: "article/published" is "Articles: published"."""
    if label := FOUND.get(name) or DONE.get(name):
        return str(label)
    first, _slash, rest = name.partition("/")
    if first in KINDS:
        return f"{KINDS[first]}: {STATUSES.get(rest, rest)}"
    if first in STATES:
        return f"{STATES[first]}: {STATE_NAMES.get(rest) or STATUSES.get(rest, rest)}"
    if name == "left/trash":
        return _("Left in the trash")
    if first == "left":
        return _("Of the kind “%(kind)s”: not brought") % {"kind": rest}
    return name


def list_label(name: str) -> str:
    """Return the heading of a list."""
    return str(LISTS.get(name, name))


def counted(counts: Mapping[str, int]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Return what was counted, below two headings: what the files hold, and what became of it."""
    found: list[tuple[str, int]] = []
    done: list[tuple[str, int]] = []
    for name, number in counts.items():
        first = name.partition("/")[0]
        if first == "list" or not number:
            continue
        (found if first in KINDS or first == "left" or name in FOUND else done).append((count_label(name), number))
    return [(heading, rows) for heading, rows in ((_("In the files"), found), (_("Here"), done)) if rows]


def listed(import_: Import) -> list[Listed]:
    """Return the lists of a report, what must be looked after first, with the desk's address of what is here."""
    lists, counts = import_.report.get("lists", {}), import_.report.get("counts", {})
    names = sorted(lists, key=lambda name: list(LISTS).index(name) if name in LISTS else len(LISTS))
    return [
        Listed(list_label(name), counts.get(f"list/{name}", len(lists[name])), _at_desk(import_, lists[name][:SHOWN]))
        for name in names
    ]


def _at_desk(import_: Import, lines: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    kept = list(lines)
    site = f"{import_.system}:{known.bare_host(import_.site) or import_.site}"
    here = known.find(site, known.ENTRY, [line["key"] for line in kept if line["key"]])
    names = {Imported.Kind.ARTICLE: "admin:articles_article_change", Imported.Kind.PAGE: "admin:articles_page_change"}
    return [
        line | {"address": reverse(names[row.kind], args=[row.became])}  # type: ignore[index]
        if (row := here.get(line["key"])) and row.kind in names
        else line
        for line in kept
    ]


def becomes_groups(terms: Iterable[Mapping[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Return categories, the largest first, and terms of other kinds, each with its place in the form."""
    placed = [{**term, "place": place} for place, term in enumerate(terms)]
    placed.sort(key=lambda term: (-term["articles"], term["name"].casefold()))
    return [each for each in placed if each["kind"] == "category"], [
        each for each in placed if each["kind"] != "category"
    ]
