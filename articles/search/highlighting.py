"""Shows where the words of a query stand in a text, as safe HTML."""

from collections.abc import Callable
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .queries import Query
from .stemming import stem
from .words import Word, words

SNIPPET_WORDS = 32
_BEFORE = 6
# What a snippet is looked for in: reading on would cost more than a better one is worth.
_READ = 20_000


def highlight(text: str, query: Query) -> SafeString:
    """Return `text` escaped, each run of words that match in one <mark>."""
    found = list(words(text))
    return _marked(text, found, _matcher(query), 0, len(text))


def snippet(text: str, query: Query) -> SafeString:
    """Return some thirty words of `text` around the place with the most different matches, escaped and marked."""
    found = list(words(text[:_READ]))
    if not found:
        return mark_safe("")
    matches = _matcher(query)
    first = _best_start(found, matches)
    last = min(first + SNIPPET_WORDS, len(found))
    start = 0 if first == 0 else found[first].start
    end = len(text) if last == len(found) and len(text) <= _READ else found[last - 1].end
    html = _marked(text, found[first:last], matches, start, end)
    return mark_safe(("…" if first else "") + html + ("" if end == len(text) else "…"))


def _matcher(query: Query) -> Callable[[str], bool]:
    stems = {one for term in query.wanted for one in term.stems}
    beginnings = tuple(term.words[0] for term in query.wanted if term.is_prefix)
    return lambda word: stem(word) in stems or (bool(beginnings) and word.startswith(beginnings))


def _best_start(found: list[Word], matches: Callable[[str], bool]) -> int:
    """Return the number of the word at which a snippet begins."""
    places = [(number, stem(word.folded)) for number, word in enumerate(found) if matches(word.folded)]
    best, most = 0, 0
    for index, (number, _stem) in enumerate(places):
        end = number + SNIPPET_WORDS - _BEFORE
        within = {other for place, other in places[index : index + SNIPPET_WORDS] if place < end}
        if len(within) > most:
            best, most = number, len(within)
    return max(0, min(best - _BEFORE, len(found) - SNIPPET_WORDS))


def _marked(text: str, found: list[Word], matches: Callable[[str], bool], start: int, end: int) -> SafeString:
    marked = [word for word in found if matches(word.folded)]
    runs = [[word.start, word.end] for word in marked]
    for (before, after), (one, other) in zip(pairwise(marked), pairwise(runs), strict=True):
        # “union state” is one mark: only a space is between
        if text[before.end : after.start] == " ":
            other[0] = one[0]
            one[1] = one[0]
    html, at = [], start
    for begin, finish in runs:
        if finish > begin:
            html += [escape(text[at:begin]), "<mark>", escape(text[begin:finish]), "</mark>"]
            at = finish
    return mark_safe("".join([*html, escape(text[at:end])]))
