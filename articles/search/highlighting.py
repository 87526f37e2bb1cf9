"""Shows where the words of a query stand in a text, as safe HTML."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from os.path import commonprefix

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .queries import Query
from .stemming import stem
from .words import Word, words

SNIPPET_WORDS = 32
_BEFORE = 6
# What a snippet is looked for in: reading on would cost more than a better one is worth.
_READ = 20_000
# Letters that some twenty words take, and how many places of a word are compared.
_STRETCH, _PLACES = 150, 60


def highlight(text: str, query: Query) -> SafeString:
    """Return `text` escaped, each run of words that match in one <mark>."""
    found = list(words(text))
    return _marked(text, found, _matcher(query), 0, len(text))


def snippet(text: str, query: Query) -> SafeString:
    """Return some thirty words of `text` around the place with the most different matches, escaped and marked."""
    matches = _matcher(query)
    # Reading all words of all articles found would be most of what a search costs.
    stretch, found = _likely(text, query), []
    if stretch:
        found = _words_in(text, *stretch)
        if not any(matches(word.folded) for word in found):
            stretch, found = None, []
    begun, read = stretch or (0, _READ)
    found = found or _words_in(text, begun, read)
    if not found:
        return mark_safe("")
    first = _best_start(found, matches)
    last = min(first + SNIPPET_WORDS, len(found))
    start = 0 if begun == first == 0 else found[first].start
    end = len(text) if last == len(found) and len(text) <= read else found[last - 1].end
    html = _marked(text, found[first:last], matches, start, end)
    return mark_safe(("…" if start else "") + html + ("" if end == len(text) else "…"))


def _words_in(text: str, start: int, end: int) -> list[Word]:
    return [Word(word.start + start, word.end + start, word.folded) for word in words(text[start:end])]


def _likely(text: str, query: Query) -> tuple[int, int] | None:
    """Return the stretch of `text` in which the most terms seem to begin; None where one seems to stand nowhere.

    A word is told by its beginning as it was typed. What another spelling or another beginning hides, and what only
    seems to match, is found by reading all words.
    """
    plain, places = text[:_READ].lower(), []
    for term in query.wanted:
        beginning = commonprefix([term.words[0], *term.stems[:1]])
        of_term = [(at, beginning) for at in _beginnings(plain, beginning)]
        if not of_term:
            return None
        places += of_term
    places.sort()
    best = max(places, key=lambda place: len({word for at, word in places if place[0] <= at < place[0] + _STRETCH}))
    start = text.rfind(" ", 0, max(0, best[0] - _STRETCH)) + 1
    end = text.find(" ", best[0] + 3 * _STRETCH)
    return start, len(text) if end < 0 else end


def _beginnings(text: str, beginning: str) -> Iterator[int]:
    """Yield where the first words of `text` with this beginning stand."""
    at = text.find(beginning) if len(beginning) > 1 else -1
    for _place in range(_PLACES):
        if at < 0:
            return
        if at == 0 or not text[at - 1].isalnum():
            yield at
        at = text.find(beginning, at + 1)


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
