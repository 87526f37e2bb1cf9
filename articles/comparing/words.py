"""Two texts word by word. Text in, marked pieces out; the time it takes is bounded for any text."""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

type Mark = Literal["same", "removed", "added"]

# A mark of punctuation, a letter of a script without spaces, or a word with its apostrophes,
# hyphens and accents. What stands between two of them is white space.
PUNCTUATION = '.,;:!?…()\\[\\]{}"“”„«»‹›—–/<>'
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f"
TOKEN = re.compile(f"(\\s*)([{UNSPACED}]|[{PUNCTUATION}]|[^\\s{PUNCTUATION}{UNSPACED}]+)")
SENTENCE_ENDS = frozenset(".!?…。")

# `SequenceMatcher` grows with the square of the length where every other word was changed, and with
# the number of equal pairs where words repeat. Beyond these, sentences are compared before words.
WORDS_AT_ONCE = 2_000_000
PAIRS_AT_ONCE = 200_000
SENTENCE_AT_LEAST, SENTENCE_AT_MOST = 8, 60
# An island of so few letters between two changes is easier to read as part of the change.
ISLAND = 3


class Word(NamedTuple):
    """A word, and whether white space stands before it."""

    text: str
    spaced: bool = True


class Step(NamedTuple):
    """A stretch that is the same in both, was removed or was added."""

    mark: Mark
    start: int
    end: int
    # Where the same stretch begins in the later text; elsewhere it means nothing.
    other: int = 0


@dataclass(frozen=True)
class Piece:
    """A run of words under one mark, with the white space that stands before it."""

    mark: Mark
    text: str


class Effort:
    """How much may still be compared word by word. One is shared by all parts of a comparison."""

    def __init__(self, left: int = 4_000_000):
        self.left = left

    def spend(self, cost: int) -> bool:
        """Take `cost` away, unless there is less."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


def words(text: str) -> list[Word]:
    """Return the words of `text`; the first counts as spaced, so that one put before it is one mark."""
    found = [Word(match[2], bool(match[1])) for match in TOKEN.finditer(text)]
    return [Word(found[0].text), *found[1:]] if found else []


def compare(before: str, after: str, effort: Effort | None = None) -> list[Piece]:
    """Return the pieces that make `before` without the added ones, and `after` without the removed ones.

    White space counts as one space wherever there is some.
    """
    old, new = words(before), words(after)
    pieces: list[Piece] = []
    for step in align(old, new, effort or Effort()):
        source = new if step.mark == "added" else old
        text = "".join(joined(source[step.start : step.end]))
        # The first word of a text has nothing before it, in whichever of the two it is the first.
        begins = step.start == 0 and (step.mark != "same" or not pieces)
        pieces.append(Piece(step.mark, text.removeprefix(" ") if begins else text))
    return pieces


def joined(tokens: Sequence[Word]) -> list[str]:
    """Return the texts of `tokens`, each with the space before it."""
    return [f" {token.text}" if token.spaced else token.text for token in tokens]


def align(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[Step]:
    """Say how `old` becomes `new`. `start` and `end` count in `new` for what was added, else in `old`."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    steps = [Step("same", 0, head, 0)]
    steps += _align(old, new, (head, len(old) - tail), (head, len(new) - tail), effort)
    steps.append(Step("same", len(old) - tail, len(old), len(new) - tail))
    return _without_islands([step for step in steps if step.start < step.end], old)


type Range = tuple[int, int]


def _align(
    old: Sequence[Hashable], new: Sequence[Hashable], o: Range, n: Range, effort: Effort, by_sentence: bool = True
) -> list[Step]:
    a, b = list(old[o[0] : o[1]]), list(new[n[0] : n[1]])
    if not a or not b:
        return _replaced(o, n)
    counts = Counter(b)
    pairs = sum(counts[token] for token in a)
    cost = pairs + len(a) + len(b)
    if len(a) * len(b) <= WORDS_AT_ONCE and pairs <= PAIRS_AT_ONCE and effort.spend(cost):
        return _steps(SequenceMatcher(None, a, b, autojunk=False), o[0], n[0])
    if not by_sentence:
        return _replaced(o, n)
    return _by_sentence(old, new, o, n, effort)


def _by_sentence(old: Sequence[Hashable], new: Sequence[Hashable], o: Range, n: Range, effort: Effort) -> list[Step]:
    starts_a, starts_b = _sentences(old, o), _sentences(new, n)
    a = [tuple(old[i:j]) for i, j in zip(starts_a, starts_a[1:], strict=False)]
    b = [tuple(new[i:j]) for i, j in zip(starts_b, starts_b[1:], strict=False)]
    counts = Counter(b)
    if sum(counts[sentence] for sentence in a) > PAIRS_AT_ONCE:
        return _replaced(o, n)
    steps = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        inner_o, inner_n = (starts_a[i1], starts_a[i2]), (starts_b[j1], starts_b[j2])
        if kind == "equal":
            steps.append(Step("same", *inner_o, inner_n[0]))
        else:
            steps += _align(old, new, inner_o, inner_n, effort, by_sentence=False)
    return steps


def _sentences(tokens: Sequence[Hashable], within: Range) -> list[int]:
    """Return where sentences begin, and the end."""
    starts = [within[0]]
    for place in range(*within):
        length = place + 1 - starts[-1]
        ends = getattr(tokens[place], "text", "") in SENTENCE_ENDS and length >= SENTENCE_AT_LEAST
        if ends or length >= SENTENCE_AT_MOST:
            starts.append(place + 1)
    return starts if starts[-1] == within[1] else [*starts, within[1]]


def _steps(matcher: SequenceMatcher, o: int, n: int) -> list[Step]:
    steps = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            steps.append(Step("same", o + i1, o + i2, n + j1))
        else:
            steps += _replaced((o + i1, o + i2), (n + j1, n + j2))
    return steps


def _replaced(o: Range, n: Range) -> list[Step]:
    return [step for step in (Step("removed", *o), Step("added", *n)) if step.start < step.end]


def _without_islands(steps: list[Step], old: Sequence[Hashable]) -> list[Step]:
    """Join changes that only a comma or an "a" holds apart: shredded sentences are hard to read."""
    done: list[Step] = []
    removed: list[Step] = []
    added: list[Step] = []

    def close() -> None:
        done.extend([Step(s[0].mark, s[0].start, s[-1].end, 0) for s in (removed, added) if s])
        removed.clear()
        added.clear()

    for place, step in enumerate(steps):
        if step.mark != "same":
            (removed if step.mark == "removed" else added).append(step)
            continue
        letters = sum(len(getattr(token, "text", "long enough")) for token in old[step.start : step.end])
        if letters <= ISLAND and removed and added and place + 1 < len(steps):
            removed.append(Step("removed", step.start, step.end))
            added.append(Step("added", step.other, step.other + step.end - step.start))
            continue
        close()
        done.append(step)
    close()
    return done
