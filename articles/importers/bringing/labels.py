"""What the counts and lists of a report are called. A report keeps their names, in no language and no order."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

# In the order in which somebody reads them: what the export holds, what came of it here, and what stayed behind.
COUNTS: dict[str, Any] = {
    "article/published": gettext_lazy("Articles in the export: public"),
    "article/scheduled": gettext_lazy("Articles in the export: scheduled"),
    "article/pending": gettext_lazy("Articles in the export: in review"),
    "article/draft": gettext_lazy("Articles in the export: drafts"),
    "article/private": gettext_lazy("Articles in the export: private or behind a password"),
    "article/trash": gettext_lazy("Articles in the export: in the trash"),
    "article/unknown": gettext_lazy("Articles in the export: in a state that add-ons made"),
    "page/published": gettext_lazy("Pages in the export: public"),
    "page/scheduled": gettext_lazy("Pages in the export: scheduled"),
    "page/pending": gettext_lazy("Pages in the export: in review"),
    "page/draft": gettext_lazy("Pages in the export: drafts"),
    "page/private": gettext_lazy("Pages in the export: private or behind a password"),
    "page/trash": gettext_lazy("Pages in the export: in the trash"),
    "page/unknown": gettext_lazy("Pages in the export: in a state that add-ons made"),
    "known": gettext_lazy("Came in an earlier run"),
    "comments": gettext_lazy("Comments: counted, not brought in"),
    "pictures": gettext_lazy("Pictures in articles and pages, each time they are shown"),
    "new": gettext_lazy("New here"),
    "articles/published": gettext_lazy("New articles: public"),
    "articles/scheduled": gettext_lazy("New articles: scheduled"),
    "articles/in_review": gettext_lazy("New articles: in review"),
    "articles/draft": gettext_lazy("New articles: drafts"),
    "pages/published": gettext_lazy("New pages: public"),
    "pages/scheduled": gettext_lazy("New pages: not public, scheduled there"),
    "pages/pending": gettext_lazy("New pages: not public, in review there"),
    "pages/draft": gettext_lazy("New pages: not public, drafts there"),
    "pages/private": gettext_lazy("New pages: not public, private there"),
    "pages/unknown": gettext_lazy("New pages: not public, in a state that add-ons made"),
    "changed": gettext_lazy("Written anew"),
    "same": gettext_lazy("The same as before"),
    "edited": gettext_lazy("Edited here since, and left as they are"),
    "deleted": gettext_lazy("Deleted here since, and left out"),
    "authors/new": gettext_lazy("Authors: new"),
    "authors/matched": gettext_lazy("Authors: here already"),
    "terms/section": gettext_lazy("Categories and tags: as sections"),
    "terms/tag": gettext_lazy("Categories and tags: as tags"),
    "terms/leave": gettext_lazy("Categories and tags: left out"),
    "pictures/new": gettext_lazy("Pictures: new in the library"),
    "pictures/same": gettext_lazy("Pictures: in the library already"),
    "links/settled": gettext_lazy("Links to the old site that lead to pages here"),
    "links/open": gettext_lazy("Links to the old site that lead nowhere here"),
    "addresses": gettext_lazy("Old addresses that lead on to here"),
    "left/attachment": gettext_lazy("Files of the media library: those that articles show come with them"),
    "left/wp_block": gettext_lazy("Reusable blocks: they stand in the texts that show them"),
    "left/trash": gettext_lazy("Left out: in the trash"),
}
LEFT = gettext_lazy("Left out: {kind}")
LISTS: dict[str, Any] = {
    "failed": gettext_lazy("Could not be brought in"),
    "drafts": gettext_lazy("Public there, drafts here"),
    "pictures": gettext_lazy("Pictures that are missing"),
    "files": gettext_lazy("Documents, sounds and films that stay on the old site"),
    "links": gettext_lazy("Links that lead nowhere here"),
    "edited": gettext_lazy("Edited here since, and left as they are"),
    "shortened": gettext_lazy("Words that were cut"),
}


def counted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what was counted, by its label and in the order of `COUNTS`; nothing that is none."""
    rows = [(str(label), counts[name]) for name, label in COUNTS.items() if counts.get(name)]
    for name, number in sorted(counts.items()):
        kind, _slash, rest = name.partition("/")
        # What is in a list is counted above it.
        if number and name not in COUNTS and kind != "list":
            rows.append((str(LEFT).replace("{kind}", rest) if kind == "left" and rest else name, number))
    return rows


def listed(report: Mapping[str, Any]) -> Iterable[tuple[str, int, list[dict[str, str]]]]:
    """Give each list of a report: its label, how many things are in it, and those that were kept."""
    lists = report.get("lists", {})
    for name in [*(name for name in LISTS if name in lists), *sorted(lists.keys() - LISTS.keys())]:
        lines = lists[name]
        yield str(LISTS.get(name, name)), report["counts"].get(f"list/{name}", len(lines)), lines
