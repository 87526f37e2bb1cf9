"""Words of a text in any script, each with the pieces it is known by.

A word is known by its stem and by the runs of four letters in it; its beginning counts twice. So two
forms of a word are alike in a language that nobody wrote rules for, and so are compounds. Scripts
without spaces between words are known by their letters, two or three at a time.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from articles.search.stemming import stem
from articles.search.words import APOSTROPHES, MAX_LETTERS, fold

# Han and kana need pairs of letters, Thai, Lao, Khmer and Burmese longer runs.
_HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
_UNSPACED = rf"{_HAN}\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3"
# Vowel signs and points of scripts whose words `re` would cut in two at each of them.
_MARKS = (
    r"\u0300-\u036f\u00ad\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0963\u0981-\u0983"
    r"\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7"
    r"\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0d81-\u0d83\u0dca-\u0df3"
    r"\u0f71-\u0f84\u135d-\u135f\u200c\u200d"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
WORD = re.compile(rf"[{_UNSPACED}]+|{_LETTER}(?:{_LETTER}|[{_MARKS}]|[{APOSTROPHES}](?=[^\W\d_]))*")
_IS_HAN = re.compile(f"[{_HAN}]")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_IS_MARKED = re.compile("[\u0483-\u0487\u0591-\u06ed\u0900-\u0f84\u135d-\u135f\u200c\u200d]")

_RUN = 4
# The lowest bit says what a term is; the others are of a checksum, the same on every machine.
_WHOLE = 1


class Pieces(NamedTuple):
    """What a word is known by: `whole` are its stem or letters that may stand for it, `parts` runs of letters."""

    whole: tuple[int, ...]
    parts: tuple[int, ...]


def is_whole(term: int) -> bool:
    """Say whether a term stands for a word, and not only for a part of one."""
    return bool(term & _WHOLE)


def is_unspaced(word: str) -> bool:
    """Say whether `word` is a run of letters of a script that does not part its words."""
    return _IS_UNSPACED.match(word) is not None


def pieces(word: str) -> Pieces:
    """Return what a word that `WORD` found is known by."""
    if is_unspaced(word):
        return _of_letters(unicodedata.normalize("NFKC", word))
    return _of_word(word[: 2 * MAX_LETTERS])


@lru_cache(maxsize=8_192)
def _of_word(word: str) -> Pieces:
    folded = _folded(word)
    if not folded:
        return Pieces((), ())
    framed = f" {folded} "
    runs = [framed[at : at + _RUN] for at in range(max(len(framed) - _RUN + 1, 1))]
    if len(folded) >= _RUN:
        # Endings say little of what a word is about, beginnings most.
        runs[-1] = runs[0]
    return Pieces((_whole(stem(folded)),), tuple(_part(run) for run in runs))


def _folded(word: str) -> str:
    """Return one spelling for the spellings of a word; vowel signs that are letters of their script stay."""
    if _IS_MARKED.search(word):
        return unicodedata.normalize("NFKC", word[:MAX_LETTERS]).casefold()
    return fold(word)


def _of_letters(run: str) -> Pieces:
    if _IS_HAN.match(run):
        pairs = tuple(_whole(run[at : at + 2]) for at in range(len(run) - 1))
        return Pieces(pairs, tuple(_part(letter) for letter in run))
    threes = tuple(_whole(run[at : at + 3]) for at in range(max(len(run) - 2, 1)))
    return Pieces(threes, tuple(_part(run[at : at + 2]) for at in range(len(run) - 1)))


def _whole(piece: str) -> int:
    return crc32(piece.encode(errors="replace"), 1) | _WHOLE


def _part(piece: str) -> int:
    return crc32(piece.encode(errors="replace")) & ~_WHOLE
