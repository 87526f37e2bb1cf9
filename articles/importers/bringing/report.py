"""What came of it, counted and grouped: small enough to keep with the import, however large the archive."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from articles.importers.records import Note

# So many examples stand below a note, and so many things in a list; the counts are of all.
EXAMPLES, LISTED = 10, 1_000
# A run that goes on sees these once more from the first to the last.
EACH_TIME = ("article/", "page/", "left/", "terms/", "comments", "known")
FOUND_AGAIN = {"same": ("new", "changed"), "authors/matched": ("authors/new",), "pictures/same": ("pictures/new",)}


class Report:
    """Counts by name, notes grouped by what they say, and lists of what somebody may want to look after."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._notes: dict[tuple[str, str], tuple[Counter[str], list[int]]] = {}
        self._lists: dict[str, list[dict[str, str]]] = {}
        self._listed: set[tuple[str, str]] = set()

    def count(self, *names: str, by: int = 1) -> None:
        """Count one more of each name: "article/published", "new"."""
        for name in names:
            self.counts[name] += by

    def note(self, *notes: Note) -> None:
        """Add notes of the reader's, or our own."""
        for note in notes:
            group = self._notes.setdefault((note.about, note.words), (Counter(), [0]))
            group[1][0] += 1
            if note.what in group[0] or len(group[0]) < EXAMPLES:
                group[0][note.what[:200]] += 1

    def list(self, name: str, what: str, why: Iterable[str] | str, key: str = "", *, once: bool = False) -> None:
        """Add a line to the list `name`.

        Args:
            what: a headline or an address.
            why: one sentence or several, translated already.
            key: its number in the old system.
            once: it is counted each time, and has one line.
        """
        self.counts[f"list/{name}"] += 1
        lines = self._lists.setdefault(name, [])
        if once and (name, what) in self._listed:
            return
        if len(lines) < LISTED:
            if once:
                self._listed.add((name, what))
            said = why if isinstance(why, str) else " ".join(why)
            lines.append({"what": what[:300], "why": said[:500], "key": key[:100]})

    def add(self, other: "Report") -> None:
        """Add all that another report says."""
        self.counts.update(other.counts)
        for group, (examples, total) in other._notes.items():
            mine = self._notes.setdefault(group, (Counter(), [0]))
            mine[1][0] += total[0]
            for what, number in examples.items():
                if what in mine[0] or len(mine[0]) < EXAMPLES:
                    mine[0][what] += number
        for name, lines in other._lists.items():
            mine_too = self._lists.setdefault(name, [])
            mine_too.extend(lines[: LISTED - len(mine_too)])

    def go_on(self, before: Mapping[str, Any]) -> None:
        """Count on from a run of the same import that was stopped: what it brought is found as it was.

        Args:
            before: what `as_json` said then.
        """
        counts = before["counts"]
        self.counts.update({name: number for name, number in counts.items() if not name.startswith(EACH_TIME)})
        for found, brought in FOUND_AGAIN.items():
            self.counts[found] -= sum(counts.get(name, 0) for name in brought)
        for note in before["notes"]:
            group = self._notes.setdefault((note["about"], note["words"]), (Counter(), [0]))
            group[0].update(note["examples"])
            group[1][0] += note["count"]
        for name, lines in before["lists"].items():
            self._lists.setdefault(name, []).extend(lines)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it, the most frequent notes first."""
        groups = sorted(self._notes.items(), key=lambda group: (-group[1][1][0], group[0]))
        notes = [
            {"about": about, "words": words, "count": total[0], "examples": dict(examples.most_common())}
            for (about, words), (examples, total) in groups
        ]
        counts = {name: number for name, number in sorted(self.counts.items()) if number > 0}
        return {"counts": counts, "notes": notes, "lists": self._lists}


def sentence(words: str, what: str) -> str:
    """Return a note's words in the reader's language."""
    return _(words).replace("{what}", what)
