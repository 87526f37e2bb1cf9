"""Which language something is written in, as a short code; empty when nobody says and the words do not tell."""

import re
from collections import Counter

_CODE = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9]+)*\s*", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
LOOKED_AT_MOST = 3_000
# So many small words of one language, and half as many again as of any other.
SMALL_WORDS_AT_LEAST = 2
CLEARLY = 1.5

# Small words that a sentence hardly does without; those of two languages count for both.
SMALL_WORDS = {
    "en": """the of and to in for on with after from says over new is was are were be been by at as it its that this
        has have had will would not but he she they his her their who which when than into about said a an""",
    "uk": """і й та у в на до з зі із за від про для як що не але чи це він вона вони його її їх який яка які був була
        було були буде після під час через також щоб якщо вже ще або""",
    "ru": """и в во на с со к ко из за от по о об про для как что не но или это он она они его её их который которая
        которые был была было были будет после во время через также чтобы если уже ещё""",
    "pl": """i w we na z ze do od za o po dla jak że nie ale czy to jest są był była było były będzie się przez przy
        oraz który która które tym jego jej ich po już także""",
    "de": """der die das den dem des ein eine einen einem einer und oder in im an am auf mit nach von vom zu zum zur für
        ist sind war waren wird werden nicht auch als bei aus sich dass er sie es ihr über""",
    "fr": """le la les l un une des de du d et ou en à au aux dans sur pour par avec est sont était a ont qui que qu ne
        pas ce cette ces il elle ils se son sa ses leur plus""",
}
_SMALL = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}


def language_code(written: str) -> str:
    """Return `en` for en, EN-us and en_GB; empty for what is no code."""
    found = _CODE.fullmatch(written)
    return found[1].lower() if found else ""


def guess_language(text: str) -> str:
    """Return the language of a headline and its text where letters or small words give it away."""
    text = text[:LOOKED_AT_MOST].casefold()
    letters = Counter(text)
    ukrainian, russian = (sum(letters[letter] for letter in own) for own in ("іїєґ", "ыэъё"))
    if letters["і"] and (letters["ў"] or letters["ы"]) and not any(letters[letter] for letter in "їєґ"):
        return "be"
    if ukrainian or russian:
        # A name or a quotation in the other one is no change of language.
        return "uk" if ukrainian >= russian else "ru"
    counted = Counter(_WORDS.findall(text))
    found = Counter(
        {
            language: sum(number for word, number in counted.items() if word in small)
            for language, small in _SMALL.items()
        }
    )
    (best, most), (_second, less) = found.most_common(2)
    return best if most >= SMALL_WORDS_AT_LEAST and most >= CLEARLY * less else ""
