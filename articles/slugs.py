"""Words for addresses, in Latin letters whatever the headline's alphabet."""

import re
import unicodedata

MAX_LENGTH = 80

# The national transliteration of Ukrainian: Cabinet of Ministers resolution No. 55 of 27 January 2010.
# The letters of the second table are written differently at the beginning of a word.
_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "ю": "iu", "я": "ia",
    # Belarusian and Russian letters that names in the news bring along
    "ё": "io", "ў": "u", "ы": "y", "э": "e", "ъ": "",
}  # fmt: skip
_UKRAINIAN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LATIN = {"ß": "ss", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ‘`´"))


def transliterate(text: str) -> str:
    """Return `text` in lower-case Latin letters: Ukrainian by the national table, accents dropped."""
    text = text.lower().translate(_APOSTROPHES).replace("зг", "zgh")
    out = []
    for before, letter in zip(" " + text, text, strict=False):
        if letter in _UKRAINIAN_INITIAL and not before.isalpha():
            out.append(_UKRAINIAN_INITIAL[letter])
        else:
            out.append(_UKRAINIAN.get(letter, _LATIN.get(letter, letter)))
    decomposed = unicodedata.normalize("NFKD", "".join(out))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def make_slug(text: str, max_length: int = MAX_LENGTH) -> str:
    """Return the slug of a headline: Latin letters, digits and hyphens, cut at a word's end.

    Empty when nothing in `text` can be written so (Chinese, emoji): the caller chooses a word then.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", transliterate(text)).strip("-")
    if len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1]
    return (cut[: cut.rindex("-")] if "-" in cut else slug[:max_length]).strip("-")
