"""Tags that are probably the same word: equal but for case, accents, alphabet, or one letter."""

import re
from collections.abc import Iterable
from itertools import combinations

from .models import Tag
from .slugs import transliterate

TAGS_AT_MOST = 5_000
PAIRS_AT_MOST = 50
SHORTEST = 5  # Shorter words differ by a letter and are other words: Iran, Iraq.


def near_duplicates() -> list[tuple[Tag, Tag]]:
    """Return pairs of tags that look alike, up to fifty, among the newest five thousand."""
    by_word: dict[str, list[Tag]] = {}
    for tag in Tag.objects.order_by("-pk").only("name", "slug", "is_internal")[:TAGS_AT_MOST]:
        by_word.setdefault(_plain(tag.name), []).append(tag)
    pairs: dict[tuple[int, int], tuple[Tag, Tag]] = {}
    near: dict[str, list[str]] = {}
    for word, same in by_word.items():
        _add(pairs, combinations(same, 2))
        if len(word) >= SHORTEST:
            # Two words one letter apart leave the same rest when that letter is left out of each.
            for rest in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                near.setdefault(rest, []).append(word)
    for words in near.values():
        for one, other in combinations(words, 2):
            if _one_letter(one, other):
                _add(pairs, [(by_word[one][0], by_word[other][0])])
        if len(pairs) >= PAIRS_AT_MOST:
            break
    return list(pairs.values())[:PAIRS_AT_MOST]


def _add(pairs: dict[tuple[int, int], tuple[Tag, Tag]], found: Iterable[tuple[Tag, Tag]]) -> None:
    for one, other in found:
        older, newer = sorted((one, other), key=lambda tag: tag.pk)
        pairs.setdefault((older.pk, newer.pk), (newer, older))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", transliterate(name.casefold()))


def _one_letter(one: str, other: str) -> bool:
    if re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return False  # 2024 and 2025 are no slip of a finger.
    short, long = sorted((one, other), key=len)
    at = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = short[at:] if len(short) < len(long) else short[at + 1 :]
    return rest == long[at + 1 :]
