"""Which language something is written in, as a short code; empty when nobody says and the letters do not tell."""

import re

_CODE = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9]+)*\s*", re.IGNORECASE)
_ENGLISH = frozenset("the of and to in for on with after from says over new".split())
_WORDS = re.compile(r"[^\W\d_]+")


def language_code(written: str) -> str:
    """Return `en` for en, EN-us and en_GB; empty for what is no code."""
    found = _CODE.fullmatch(written)
    return found[1].lower() if found else ""


def guess_language(text: str) -> str:
    """Return the language of a headline and its excerpt where letters or small words give it away."""
    letters = set(text.casefold())
    if letters & set("ўы") and "і" in letters:
        return "be"
    if letters & set("іїєґ"):
        return "uk"
    if letters & set("ыэъё"):
        return "ru"
    words = _WORDS.findall(text.casefold())
    return "en" if len(_ENGLISH.intersection(words)) >= 2 else ""
