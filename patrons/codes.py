"""Reference codes of transfers: made, shown in groups, and found again in whatever a bank makes of them.

Eight characters of an alphabet of 23, a prime: each character is worth its place in the alphabet, and the sum of
worth times position (1 to 8) is a multiple of 23. A wrong character changes the sum by (difference x position), and
two that changed places by (difference x distance): neither is a multiple of 23, so both are always noticed.
"""

import re
import secrets
import unicodedata
from collections.abc import Container, Iterator

# Without 0 O Q D, 1 I L, 2 and Z as one, 5 and S as one, 6 and G as one, 8 and B as one, U V W as one.
ALPHABET = "23456789ACEFHJKMNPRTVXY"
LENGTH = 8
_WORTH = {character: worth for worth, character in enumerate(ALPHABET)}
# What a Ukrainian keyboard gives where the Latin letter was meant.
_LOOK_ALIKE = str.maketrans("АВЕЁКМНОРСТУХІЇЈЅ", "ABEEKMHOPCTYXIIJS")
_WORD = re.compile(r"[A-Z0-9]+", re.ASCII)
# Banks break a long line where they like: a code may come in so many pieces.
_PIECES = 4


def make() -> str:
    """Return a code by chance; it has a letter and a digit, so that it is taken for no number and no word."""
    while True:
        free = "".join(secrets.choice(ALPHABET) for _number in range(LENGTH - 1))
        code = free + _last(free)
        if any(each.isdigit() for each in code) and any(each.isalpha() for each in code):
            return code


def is_right(code: str) -> bool:
    """Whether a code's check digit agrees with it."""
    return len(code) == LENGTH and all(each in _WORTH for each in code) and _sum(code) == 0


def shown(code: str) -> str:
    """Return a code as people read and type it: "7KMA-23PX"."""
    return f"{code[:4]}-{code[4:]}" if code else ""


def plain(text: str) -> str:
    """Return `text` in capitals, with Latin letters for what looks like them."""
    return unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKE)


def within(text: str) -> set[str]:
    """Return the right codes that stand in `text` as words of their own, in one piece or several."""
    return {joined for joined in _joined(text, LENGTH, LENGTH) if is_right(joined)}


def perhaps_within(text: str, known: Container[str]) -> set[str]:
    """Return those of the `known` codes that `text` may mean: one slip away, or grown together with other words."""
    found: set[str] = set()
    for joined in _joined(text, LENGTH - 1, LENGTH + 1):
        # A word of letters alone, or a number, was not meant as a code.
        if any(each.isdigit() for each in joined) and any(each.isalpha() for each in joined):
            found |= set(near(joined))
    squeezed = "".join(_WORD.findall(plain(text)[:2_000]))
    found |= {squeezed[at : at + LENGTH] for at in range(len(squeezed) - LENGTH + 1)}
    return {code for code in found if code in known}


def near(text: str) -> Iterator[str]:
    """Yield what is one slip away from `text`: a wrong, a missing or an additional character, or a swap."""
    places = range(len(text))
    if len(text) == LENGTH:
        for at in places:
            yield from (text[:at] + each + text[at + 1 :] for each in ALPHABET if each != text[at])
        for at in places[:-1]:
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    elif len(text) == LENGTH - 1:
        for at in range(len(text) + 1):
            yield from (text[:at] + each + text[at:] for each in ALPHABET)
    elif len(text) == LENGTH + 1:
        for at in places:
            yield text[:at] + text[at + 1 :]


def _joined(text: str, least: int, most: int) -> Iterator[str]:
    words = _WORD.findall(plain(text)[:2_000])
    for begin in range(len(words)):
        joined = ""
        for word in words[begin : begin + _PIECES]:
            joined += word
            if len(joined) > most:
                break
            if len(joined) >= least:
                yield joined


def _sum(code: str) -> int:
    return sum(position * _WORTH[each] for position, each in enumerate(code, 1)) % len(ALPHABET)


def _last(free: str) -> str:
    return next(each for each in ALPHABET if _sum(free + each) == 0)
