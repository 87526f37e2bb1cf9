"""The part of a word that its inflections share: light rules for Ukrainian and English.

A stem is no word of the language; it only has to be the same for Білорусь, Білорусі and Білоруссю.
Rules are applied alike to every form, so that a wrong cut is at least the same wrong cut.
"""

import re
from functools import lru_cache

_VOWELS = "аеєиіїоуюя"

# Endings of nouns and adjectives, the longest first; what remains has at least three letters.
_ENDINGS = re.compile(
    r"(?<=.{3})(?:ього|ьому|ями|ами|ими|іми|ого|ому|ьої|єю|ею|ою|ої|ей|ам|ям|ах|ях|ом|ем|єм|им|ім|їм|их|іх|їх|ий"
    r"|ів|їв|ов|ев|єв)$"
)
_VOWEL_ENDING = re.compile(r"(?<=.{2})[аяуюиїеєоьй]$|(?<=.{3})і$")
_LATER_I = re.compile(r"(?<=.{4})і$")
# будинок and будинку, українець and українця, тиждень and тижня: the vowel comes and goes
_FLEETING = [(re.compile(r"жден(?=ь$)"), "жн"), (re.compile(r"(?<=[^аеєиіїоуюя])е(?=[нц]ь$)"), "")]
_FLEETING_OK = re.compile(rf"(?<=[{_VOWELS}])([^{_VOWELS}]+)ок$")
# Київ and Києва, ніч and ночі, сіл and села: the last vowel changes when the ending goes
_CHANGING_VOWEL = re.compile(rf"[іїоеє](?=[^{_VOWELS}]$)")
_ABSTRACT = re.compile(r"(?<=.{3})іст$")  # можливість and можливості
# політика and політиці, допомога and допомозі
_LAST_CONSONANT = str.maketrans({"ц": "к", "з": "г"})
_UKRAINIAN_IRREGULAR = {"воєн": "війн", "днів": "дн", "дні": "дн"}

_ENGLISH_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "news": "news", "lives": "life", "wives": "wife",
    "crises": "crisis", "media": "media", "series": "series", "during": "during", "something": "something",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word as `words.fold` returned it; its alphabet decides the language."""
    if word.isascii():
        return _english(word) if word.isalpha() else word
    return _ukrainian(word) if "а" <= word[0] <= "ї" else word


def _ukrainian(word: str) -> str:
    if word in _UKRAINIAN_IRREGULAR:
        return _UKRAINIAN_IRREGULAR[word]
    for pattern, replacement in _FLEETING:
        word = pattern.sub(replacement, word)
    cut = _ENDINGS.sub("", word)
    if cut == word:
        cut = _VOWEL_ENDING.sub("", word)
    # системами, система and систем end alike only when the ending of what is left goes too
    cut = _ENDINGS.sub("", _LATER_I.sub("", cut))
    if len(cut) > 2 and cut[-1] == cut[-2]:
        cut = cut[:-1]
    cut = _FLEETING_OK.sub(r"\1к", cut)
    cut = cut[:-1] + cut[-1].translate(_LAST_CONSONANT)
    # The last vowel may be і, о or е in other forms: any of them is written о here.
    return _CHANGING_VOWEL.sub("о", _ABSTRACT.sub("ост", cut)) if len(cut) > 2 else cut


def _english(word: str) -> str:
    if len(word) < 4:
        return word
    if word in _ENGLISH_IRREGULAR:
        return _ENGLISH_IRREGULAR[word]
    word = _english_plural(word)
    for suffix in ("ing", "ed"):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) > 2 and re.search(r"[aeiouy]", rest) and not word.endswith("eed"):
            word = rest[:-1] if re.search(r"([bdgmnprt])\1$", rest) else rest
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return word


def _english_plural(word: str) -> str:
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
