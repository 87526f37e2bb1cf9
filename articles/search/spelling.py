"""Finds the word that a mistyped one was meant to be."""

from collections.abc import Iterable

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдеєжзиіїйклмнопрстуфхцчшщьюя"


def allowed_edits(word: str) -> int:
    """Return how many letters of `word` may be wrong: none of a short word, two of a long one."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def nearest(word: str, candidates: Iterable[tuple[str, int]]) -> str | None:
    """Return the candidate with the fewest edits from `word`; among equals the most frequent, or None.

    Args:
        candidates: words of the index with the number of articles they stand in.
    """
    limit = allowed_edits(word)
    letters = set(word)
    best: tuple[int, int, str] | None = None
    for candidate, count in candidates:
        if abs(len(candidate) - len(word)) > limit or len(letters ^ set(candidate)) > 2 * limit:
            continue
        edits = distance(word, candidate, limit)
        if 0 < edits <= limit and (best is None or (edits, -count, candidate) < best):
            best = (edits, -count, candidate)
    return best[2] if best else None


def first_letter_repairs(word: str) -> list[str]:
    """Return what `word` may have been when its first letter is wrong, missing, too much or out of turn."""
    alphabet = _LATIN if word[-1].isascii() else _CYRILLIC
    rest = word[1:]
    return [rest, word[1] + word[0] + word[2:], *(letter + end for letter in alphabet for end in (rest, word))]


def distance(one: str, other: str, limit: int) -> int:
    """Return the edits (insert, drop, replace, swap neighbours) between two words, or `limit + 1` when more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        after = [i] + [limit + 1] * len(other)
        for j in range(max(1, i - limit), min(len(other), i + limit) + 1):
            cost = row[j - 1] + (letter != other[j - 1])
            cost = min(cost, row[j] + 1, after[j - 1] + 1)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, before[j - 2] + 1)
            after[j] = cost
        if min(after) > limit:
            return limit + 1
        before, row = row, after
    return min(row[-1], limit + 1)
