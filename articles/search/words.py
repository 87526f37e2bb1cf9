"""Words of a text as search sees them: one spelling for capitals, accents and apostrophes."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# A database refuses very long words, and nobody looks for one.
MAX_LETTERS = 64

APOSTROPHES = "'’ʼ‘`´′ʹ＇"
_INNER = r"[\w\u0300-\u036f\u00ad]"
_WORD = re.compile(rf"[^\W_](?:{_INNER}|[{APOSTROPHES}](?=[^\W\d_]))*")
_DROPPED = dict.fromkeys(map(ord, APOSTROPHES + "_\u00ad"))
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_ONE_LETTER = str.maketrans({"ґ": "г", "ё": "е", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})
# Marks that make another letter rather than an accent: й and ў, ї and ё.
_LETTER_MARKS = {"\u0306": "ийу", "\u0308": "іе"}
# What stands between the words of a text of ASCII without the first of these.
_ASCII_SPECIAL = "'`_"
_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}


class Word(NamedTuple):
    """A word and where it stands in the text it came from."""

    start: int
    end: int
    folded: str


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text` in order."""
    for match in _WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            yield Word(match.start(), match.end(), folded)


def folded_words(text: str) -> list[str]:
    """Return the words of `text` in order, without their places."""
    if not text.isascii() or any(sign in text for sign in _ASCII_SPECIAL):
        return [folded for match in _WORD.findall(text) if (folded := fold(match))]
    # The same, a tenth of the work: most of what English newsrooms index.
    return [word[:MAX_LETTERS] for word in text.translate(_BETWEEN).lower().split()]


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return the one spelling under which `word` is kept and looked for.

    Lower case, no accents, no apostrophes (м’який is мякий), no English possessive; ґ is г and ё is е,
    because people type them so. й and ї stay: they are letters.
    """
    word = _POSSESSIVE.sub("", word[: 2 * MAX_LETTERS]).translate(_DROPPED)
    if not word.isascii():
        word = _without_accents(unicodedata.normalize("NFKC", word).casefold())
    return word.lower()[:MAX_LETTERS]


def _without_accents(word: str) -> str:
    kept: list[str] = []
    for letter in unicodedata.normalize("NFD", word):
        is_accent = unicodedata.combining(letter)
        if not is_accent or (kept and kept[-1] in _LETTER_MARKS.get(letter, "")):
            kept.append(letter)
    plain = unicodedata.normalize("NFC", "".join(kept)).translate(_ONE_LETTER)
    return "".join(letter for letter in plain if letter.isalnum())
