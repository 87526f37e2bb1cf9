"""Words before and after a headline that say what becomes of a story, and not which one it is: "UPDATED:", "(ВІДЕО)".

Another language is a line in the table.
"""

import re
from functools import lru_cache

WORDS_LEFT_AT_LEAST = 4
ROUNDS = 3

# Verbose regular expressions: a space is written "\ ".
LABELS = {
    "en": r"""updated? | video | photos? | pictures | gallery | watch | live | exclusive | breaking(?:\ news)?
        | just\ in | developing | corrected | correction | audio | podcast | infographic""",
    "uk": r"""онов(?:лено|люється|лення) | доповн(?:ено|юється) | (?:фото|відео)(?:репортаж)? | фото\ та\ відео
        | терміново | ексклюзив | наживо | трансляція | інфографіка | подкаст""",
    "ru": r"обнов(?:лено|ляется|ление) | дополнено | видео(?:репортаж)? | срочно | эксклюзив | трансляция",
    "de": r"eilmeldung | liveblog | liveticker | aktualisiert | bilder | fotos",
    "fr": r"mis(?:e)?\ à\ jour | (?:en\ )?direct | vidéo | exclusif | urgent",
    "pl": r"aktualizacja | wideo | pilne | zdjęcia | na\ żywo",
}

_FLAGS = re.IGNORECASE | re.VERBOSE
_ONE = "|".join(LABELS.values())
_LABEL = rf"(?:{_ONE})(?:\s*[,+&/]\s*(?:{_ONE}))*(?:\s*[№\#]?\s*(?P<number>\d{{1,3}}))?"
_BEFORE = re.compile(
    rf"\W*(?:[\[(]\s*{_LABEL}\s*[\])]\W*|{_LABEL.replace('number', 'other')}\s*(?:[:|/!·–—]|-\s)\W*)", _FLAGS
)
_AFTER = re.compile(rf"\W*(?:[\[(]\s*{_LABEL}\s*[\])]|\s[-–—|:]\s*{_LABEL.replace('number', 'other')})\W*$", _FLAGS)
# Without a mark between, only capitals set it apart.
_BEFORE_IN_CAPITALS = re.compile(rf"{_LABEL}\s+(?=\w)", _FLAGS)
_AFTER_IN_CAPITALS = re.compile(rf"\s{_LABEL}\s*$", _FLAGS)
_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1_024)
def without_labels(title: str) -> tuple[str, str]:
    """Return a headline without such words, and the number that one of them had: "2" of "Video 2:".

    What would leave less than a headline stays.
    """
    number = ""
    for _round in range(ROUNDS):
        found = _found(title)
        if found is None:
            break
        rest = title[found.end() :] if found.start() == 0 else title[: found.start()]
        if len(_WORDS.findall(rest)) < WORDS_LEFT_AT_LEAST:
            break
        said = found.groupdict()
        title, number = rest, number or said.get("number") or said.get("other") or ""
    return title, number


def _found(title: str) -> re.Match[str] | None:
    if found := _BEFORE.match(title) or _AFTER.search(title):
        return found
    if not title.isupper():
        for found in (_BEFORE_IN_CAPITALS.match(title), _AFTER_IN_CAPITALS.search(title)):
            if found and found[0].isupper():
                return found
    return None
