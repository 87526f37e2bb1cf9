"""Two bodies as one flow of text, with words marked inside it. Stored HTML in, safe HTML out."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from articles.body.tree import Element, parse, serialise
from articles.comparing import inline
from articles.comparing.blocks import REFERENCES, badge, kind, reference, reference_changed, refers_to_same
from articles.comparing.names import Names
from articles.comparing.words import Effort, Mark

HOLDS_BLOCKS = frozenset({"ul", "ol", "li", "blockquote", "aside", "table", "thead", "tbody", "tr", "td", "th"})
BLOCKS = HOLDS_BLOCKS | REFERENCES | {"p", "h2", "h3", "caption", "hr"}
# What is less alike than this is another paragraph, and not the same one rewritten.
ALIKE = 0.35
# So many pairs of paragraphs are looked at for likeness; beyond, they pair in order.
PAIRS_AT_MOST = 200_000
DEEPEST = 30
REMOVED: Mark = "removed"
ADDED: Mark = "added"
NEAR = 1


@dataclass(frozen=True)
class Part:
    """A block of the compared body."""

    html: SafeString
    differs: bool


def compared(before: str, after: str, names: Names, *, everything: bool = True) -> tuple[SafeString, bool]:
    """Return two stored bodies as one flow, and whether they differ.

    Args:
        everything: whether blocks far from any change are there too, or only their number.
    """
    parts = _children(parse(before), parse(after), names, Effort(), 0)
    differs = any(part.differs for part in parts)
    shown = parts if everything else _near_changes(parts)
    return mark_safe("".join(part.html for part in shown)), differs  # Safe: each part is


def rendered(html: str, names: Names) -> SafeString:
    """Return one stored body in the same form, without marks."""
    return mark_safe("".join(_whole(child, "same", names, 0) for child in _blocks(parse(html))))


def _children(old: Element, new: Element, names: Names, effort: Effort, depth: int) -> list[Part]:
    before, after = _blocks(old), _blocks(new)
    keys = [_key(block) for block in before], [_key(block) for block in after]
    parts: list[Part] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=True).get_opcodes():
        if what == "equal":
            parts += [Part(_whole(block, "same", names, depth), False) for block in after[j1:j2]]
            continue
        for then, now in _paired(before[i1:i2], after[j1:j2]):
            parts.append(_part(then, now, names, effort, depth))
    return parts


def _part(then: Element | None, now: Element | None, names: Names, effort: Effort, depth: int) -> Part:
    if now is None or then is None:
        gone = then is not None
        block, mark = (then, REMOVED) if gone else (now, ADDED)
        return Part(_whole(block, mark, names, depth), True)
    if now.tag in REFERENCES:
        return Part(reference_changed(then, now, names, effort), True)
    if now.tag in HOLDS_BLOCKS and depth < DEEPEST and (_has_blocks(now) or _has_blocks(then)):
        inner = _children(then, now, names, effort, depth + 1)
        html = mark_safe("".join(part.html for part in inner))
        return Part(_wrap(now, html, "changed"), any(part.differs for part in inner) or then.tag != now.tag)
    html, differs = inline.compared(then, now, names, effort)
    return Part(_wrap(now, html, "same"), differs)


def _whole(block: Element, mark: Mark, names: Names, depth: int) -> SafeString:
    if block.tag in REFERENCES:
        return reference(block, mark, names)
    if block.tag == "hr":
        return SafeString({"removed": "<del><hr></del>", "added": "<ins><hr></ins>"}.get(mark, "<hr>"))
    if block.tag in HOLDS_BLOCKS and depth < DEEPEST and _has_blocks(block):
        inner = mark_safe("".join(_whole(child, mark, names, depth + 1) for child in _blocks(block)))
        return _wrap(block, inner, mark)
    return _wrap(block, inline.unchanged(block, mark, names), mark)


def _wrap(block: Element, html: SafeString, mark: str) -> SafeString:
    """Return `html` inside the element that `block` is; the words in it are marked already."""
    tag = block.tag
    if tag in ("aside", "blockquote"):
        head = format_html('<span class="desk-box-head">{}{}</span>', kind(block), badge(mark))
        return format_html('<div class="desk-box desk-box-text">{}{}</div>', head, html)
    if tag == "table":
        head = format_html('<span class="desk-box-head">{}{}</span>', kind(block), badge(mark))
        return format_html('<div class="desk-box desk-box-text">{}<table>{}</table></div>', head, html)
    if tag in ("td", "th"):
        spans = [(name, block.get(name)) for name in ("colspan", "rowspan") if (block.get(name) or "").isdigit()]
        attributes = "".join(f' {name}="{value}"' for name, value in spans)
        return format_html(f"<{tag}{attributes}>{{}}</{tag}>", html)
    if tag == "ol" and (block.get("start") or "").isdigit():
        return format_html('<ol start="{}">{}</ol>', block.get("start"), html)
    tag = {"h2": "h3", "h3": "h4"}.get(tag, tag)
    return format_html(f"<{tag}>{{}}</{tag}>", html) if tag in PLAIN else html


PLAIN = frozenset({"p", "h3", "h4", "ul", "ol", "li", "thead", "tbody", "tr", "caption"})


def _paired(before: Sequence[Element], after: Sequence[Element]) -> list[tuple[Element | None, Element | None]]:
    """Say which of `before` became which of `after`, in order; the rest stands alone."""
    if len(before) * len(after) > PAIRS_AT_MOST:
        # Thousands of paragraphs all changed: whatever stands at the same place is compared.
        same = min(len(before), len(after))
        pairs = [pair for i in range(same) for pair in _one_or_two(before[i], after[i])]
        return [*pairs, *((b, None) for b in before[same:]), *((None, a) for a in after[same:])]
    old, new = [inline.vocabulary(b) for b in before], [inline.vocabulary(a) for a in after]
    width = len(after) + 1
    # best[i][j]: the most likeness that before[i:] and after[j:] can still have.
    best = [[0.0] * width for _row in range(len(before) + 1)]
    likeness: dict[tuple[int, int], float] = {}
    for i in range(len(before) - 1, -1, -1):
        row, below = best[i], best[i + 1]
        for j in range(width - 2, -1, -1):
            most = max(below[j], row[j + 1])
            alike = _likeness(before[i], after[j], old[i], new[j])
            if alike >= ALIKE:
                likeness[i, j] = alike
                most = max(most, alike + below[j + 1])
            row[j] = most
    pairs, i, j = [], 0, 0
    while i < len(before) or j < len(after):
        if (i, j) in likeness and best[i][j] == likeness[i, j] + best[i + 1][j + 1]:
            pairs.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif i < len(before) and best[i + 1][j] == best[i][j]:
            pairs.append((before[i], None))
            i += 1
        else:
            pairs.append((None, after[j]))
            j += 1
    return pairs


def _likeness(then: Element, now: Element, old: frozenset[str], new: frozenset[str]) -> float:
    if not _same_kind(then, now):
        return 0.0
    if now.tag in REFERENCES:
        return 1.0 if refers_to_same(then, now) else 0.0
    # A table, its rows and its cells hold their place, whatever is written in them.
    if now.tag in ("table", "thead", "tbody", "tr", "td", "th", "caption"):
        return ALIKE + inline.overlap(old, new)
    return inline.overlap(old, new)


def _same_kind(then: Element, now: Element) -> bool:
    cells = ("td", "th")
    same = then.tag == now.tag or (then.tag in cells and now.tag in cells)
    return same and (then.tag != "aside" or kind(then) == kind(now))


def _one_or_two(then: Element, now: Element) -> list[tuple[Element | None, Element | None]]:
    alike = _same_kind(then, now) and (now.tag not in REFERENCES or refers_to_same(then, now))
    return [(then, now)] if alike and now.tag != "hr" else [(then, None), (None, now)]


def _blocks(holder: Element) -> list[Element]:
    """Return the blocks that `holder` holds; loose words between them count as paragraphs."""
    blocks: list[Element] = []
    loose: Element | None = None

    def words(text: str | None) -> None:
        nonlocal loose
        if not text or (loose is None and not text.strip()):
            return
        if loose is None:
            loose = holder.makeelement("p")
            blocks.append(loose)
        if len(loose):
            loose[-1].tail = (loose[-1].tail or "") + text
        else:
            loose.text = (loose.text or "") + text

    words(holder.text)
    for child in list(holder):
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS:
            loose = None
            blocks.append(child)
        else:
            if loose is None:
                loose = holder.makeelement("p")
                blocks.append(loose)
            loose.append(child)
        words(tail)
    return blocks


def _has_blocks(element: Element) -> bool:
    return any(child.tag in BLOCKS for child in element)


def _key(block: Element) -> str:
    attributes = " ".join(f"{name}={value}" for name, value in sorted(block.attrib.items()))
    return f"{block.tag} {attributes} {serialise(block)}"


def _near_changes(parts: Sequence[Part]) -> list[Part]:
    changed = [place for place, part in enumerate(parts) if part.differs]
    near = {place + step for place in changed for step in range(-NEAR, NEAR + 1)}
    shown: list[Part] = []
    skipped = 0
    for place, part in enumerate(parts):
        if place not in near:
            skipped += 1
            continue
        shown += _gap(skipped)
        skipped = 0
        shown.append(part)
    return [*shown, *_gap(skipped)]


def _gap(count: int) -> list[Part]:
    if not count:
        return []
    words = ngettext("%(count)d paragraph is the same", "%(count)d paragraphs are the same", count) % {"count": count}
    return [Part(format_html('<p class="desk-gap">… {} …</p>', words), False)]
