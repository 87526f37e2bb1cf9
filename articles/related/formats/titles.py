"""Whether two headlines are one: a key for an index, and a closer look."""

import hashlib
import re
import unicodedata
from functools import lru_cache

from .labels import without_labels

# Two short headlines may be equal and mean two stories: "Weather forecast", "Новини дня".
WORDS_AT_LEAST = 4
LETTERS_AT_LEAST = 16
# One word may have been changed in a headline that has this many others.
WORDS_FOR_A_CHANGE = 7
OUTLET_WORDS_AT_MOST = 4

_DASH = re.compile(r"\s+[-–—|·•:»›]{1,2}\s+")
_WORDS = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+")
_APOSTROPHES = re.compile("(?<=\\w)['’ʼ`´‘](?=\\w)")
_SMALL = frozenset(
    """a an the of in on at to for by with and or is are was be as from that this its it
    і й та у в на до з зі із за від про для як що не але чи
    и во к ко с со от о об при из как что для по
    der die das den dem des ein eine und im am zu von mit für auf
    le la les l de du des un une et en au aux à pour sur dans d
    el los las y del al con por que
    il lo gli i e di del della per che
    o os do da dos das em no na nos nas um uma com
    w we z ze i na do o od po się""".split()
)


def title_key(title: str) -> str:
    """Return sixteen characters that headlines share which differ in case, punctuation, quotes, accents,
    small words, in labels such as "Updated:", or in the outlet's name at the end; "" for one too short to tell.
    """
    words = _words(title)
    if len(words) < WORDS_AT_LEAST or sum(map(len, words)) < LETTERS_AT_LEAST:
        return ""
    return hashlib.blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def near(title_a: str, title_b: str) -> bool:
    """Whether two headlines are one, reworded by a word at most.

    Numbers must be equal: "2 killed" and "3 killed" are two stories, or two days.
    """
    one, other = _words(title_a), _words(title_b)
    if min(len(one), len(other)) < WORDS_AT_LEAST or min(sum(map(len, one)), sum(map(len, other))) < LETTERS_AT_LEAST:
        return False
    labels = without_labels(title_a)[1], without_labels(title_b)[1]
    if all(labels) and labels[0] != labels[1]:
        return False  # "Video 2:" and "Video 3:" of one headline are two videos
    if one == other:
        return True
    if _numbers(one) != _numbers(other):
        return False
    only_one, only_other = _left_over(one, other), _left_over(other, one)
    if not only_one and not only_other:
        return len(one) >= WORDS_FOR_A_CHANGE  # the same words in another order
    if len(only_one) > 1 or len(only_other) > 1:
        return False
    shared = max(len(one), len(other)) - 1
    if only_one and only_other and _alike(only_one[0], only_other[0]):
        return shared >= WORDS_AT_LEAST - 1
    return shared >= WORDS_FOR_A_CHANGE


# One list is compared title by title.
@lru_cache(maxsize=1_024)
def _words(title: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", _bare(title).casefold())
    # й and ї are letters of their own: only the accents of Latin, and of Russian's ё, are dropped.
    plain = unicodedata.normalize("NFC", re.sub("(?<=[a-zе])[\u0300-\u036f]+", "", plain))
    words = _WORDS.findall(_APOSTROPHES.sub("", plain))
    return tuple(word for word in words if word not in _SMALL) if len(words) > WORDS_AT_LEAST else tuple(words)


def _bare(title: str) -> str:
    return without_labels(_without_outlet(without_labels(" ".join(title.split()))[0]))[0]


def _without_outlet(title: str) -> str:
    breaks = list(_DASH.finditer(title))
    if not breaks:
        return title
    head, tail = title[: breaks[-1].start()], title[breaks[-1].end() :]
    is_name = 0 < len(_WORDS.findall(tail)) <= OUTLET_WORDS_AT_MOST
    return head if is_name and len(_WORDS.findall(head)) >= WORDS_AT_LEAST else title


@lru_cache(maxsize=1_024)
def _numbers(words: tuple[str, ...]) -> list[str]:
    return sorted(word for word in words if any(char.isdigit() for char in word))


def _left_over(words: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    left = list(others)
    only = []
    for word in words:
        if word in left:
            left.remove(word)
        else:
            only.append(word)
    return only


def _alike(one: str, other: str) -> bool:
    """Whether two words are one with another ending."""
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= 4 and shared >= 0.6 * max(len(one), len(other))
