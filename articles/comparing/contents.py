"""Two states of an article, part by part: what the compare page shows, and a few words for a list.

A state is what `versions.content_of` gives.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.comparing import bodies
from articles.comparing.names import Names
from articles.comparing.words import Effort, Mark, Piece, Step, align, compare
from articles.models import Article, Genre

type Content = Mapping[str, Any]

# In the order of the page; fields that are added later follow by themselves.
FIRST = ("headline", "deck", "kicker", "section", "genre", "lead_picture", "lead_caption", "body")
MARKUP = re.compile("<[^>]*>")
WORD = re.compile(r"\w[^\s—–<]*")


@dataclass(frozen=True)
class Row:
    """One part of an article in both states. `kind` says which of the others is filled."""

    name: str
    label: str
    kind: str  # "words", "body", "pictures" or "items"
    differs: bool
    pieces: Sequence[Piece] = ()
    html: SafeString = SafeString("")
    before: int | None = None
    after: int | None = None


def rows(before: Content, after: Content, names: Names, *, everything: bool) -> list[Row]:
    """Return the parts of an article, those that differ or, with `everything`, all that say something."""
    found = [_field(name, before["fields"], after["fields"], names, everything) for name in _names(before, after)]
    place = next((i for i, row in enumerate(found) if row.name == "body"), len(found)) + 1
    found[place:place] = [
        _items("tags", _("Tags"), _tags(before, names), _tags(after, names)),
        _items("authors", _("Byline, in order"), _authors(before, names), _authors(after, names)),
        _items("related", _("Related news"), _related(before, names), _related(after, names)),
    ]
    return [row for row in found if row.differs or (everything and (row.pieces or row.html or row.before))]


def summary(before: Content | None, after: Content) -> list[str]:
    """Say in a few words what `after` changed, for example "headline", "body (+34 −12 words)"."""
    if before is None:
        return []
    then, now = before["fields"], after["fields"]
    changed = []
    for name in _names(before, after):
        key = _key(name)
        if then.get(key) == now.get(key):
            continue
        label = _label(name).lower()
        changed.append(f"{label} ({_counted(then.get(key), now.get(key))})" if name == "body" else label)
    for key, label in (("tags", _("tags")), ("authors", _("byline")), ("related", _("related news"))):
        if before.get(key) != after.get(key):
            changed.append(label)
    return changed


def _counted(before: str | None, after: str | None) -> str:
    # Without parsing: fifty bodies of a list are counted in a moment.
    old, new = (Counter(WORD.findall(MARKUP.sub(" ", text or ""))) for text in (before, after))
    added, removed = (new - old).total(), (old - new).total()
    if not added and not removed:
        return _("blocks or formatting")
    return _("+%(added)d −%(removed)d words") % {"added": added, "removed": removed}


def _names(before: Content, after: Content) -> list[str]:
    known = [*FIRST, *(name for name in Article.content_fields() if name not in FIRST), "slug"]
    return [name for name in known if any(_key(name) in content["fields"] for content in (before, after))]


def _key(name: str) -> str:
    return str(Article._meta.get_field(name).attname)  # type: ignore[union-attr]


def _label(name: str) -> str:
    label = str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _field(name: str, before: Content, after: Content, names: Names, everything: bool) -> Row:
    key, label = _key(name), _label(name)
    old, new = before.get(key), after.get(key)
    differs = (old or "") != (new or "")
    if name == "body":
        html, differs = bodies.compared(old or "", new or "", names, everything=everything)
        return Row(name, label, "body", differs, html=html)
    if name in ("lead_picture", "social_picture"):
        return Row(name, label, "pictures", differs, before=old, after=new)
    if isinstance(old or new, str) and name not in ("language", "genre"):
        return Row(name, label, "words", differs, pieces=compare(old or "", new or "", Effort()))
    return Row(name, label, "words", differs, pieces=_swapped(_said(name, old, names), _said(name, new, names)))


def _said(name: str, value: Any, names: Names) -> str:
    """Return what stands for a value that is chosen and not written."""
    if value is None:
        return ""
    if name == "section":
        return names.sections.get(value) or _("a section that is gone (number %(number)d)") % {"number": value}
    if name == "genre":
        return str(Genre(value).label) if value in Genre.values else str(value)
    if name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    return (_("yes") if value else _("no")) if isinstance(value, bool) else str(value)


def _swapped(before: str, after: str) -> list[Piece]:
    if before == after:
        return [Piece("same", after)] if after else []
    marks: tuple[tuple[Mark, str], ...] = (("removed", before), ("added", after))
    return [Piece(mark, text) for mark, text in marks if text]


def _items(name: str, label: str, before: Sequence[str], after: Sequence[str]) -> Row:
    pieces = []
    for step in _steps(before, after):
        source = after if step.mark == "added" else before
        pieces += [Piece(step.mark, text) for text in source[step.start : step.end]]
    return Row(name, label, "items", list(before) != list(after), pieces=pieces)


def _steps(before: Sequence[str], after: Sequence[str]) -> list[Step]:
    return align(before, after, Effort())


def _tags(content: Content, names: Names) -> list[str]:
    gone = _("%(name)s (a tag that is gone)")
    return [tag if tag in names.tags else gone % {"name": tag} for tag in content.get("tags", [])]


def _authors(content: Content, names: Names) -> list[str]:
    gone = _("an author who is gone (number %(number)d)")
    return [names.authors.get(number) or gone % {"number": number} for number in content.get("authors", [])]


def _related(content: Content, names: Names) -> list[str]:
    return [" · ".join(_link(row, names)) for row in content.get("related", [])]


def _link(row: Mapping[str, Any], names: Names) -> Iterable[str]:
    target, story = row.get("target_id"), row.get("story_id")
    if target is not None:
        yield names.articles.get(target) or _("an article that is gone (number %(number)d)") % {"number": target}
    if story is not None:
        yield names.stories.get(story) or _("a story that is gone (number %(number)d)") % {"number": story}
    if row.get("is_pinned"):
        yield _("pinned")
