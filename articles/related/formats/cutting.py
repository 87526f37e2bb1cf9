"""Cutting text to a length: after a word, and never inside what a reader sees as one character."""

import unicodedata

ELLIPSIS = "…"
_JOINER = "\u200d"
# What readers see as one character is rarely longer; what is longer is no writing.
_GRAPHEME_AT_MOST = 64
_LOOSE_ENDS = " \t,;:–—-(«“„\"'"


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text`, the ellipsis included.

    Cut is after a word; where there are no spaces, as in Chinese or Thai, between two characters. An accent
    at the beginning stands on nothing, and would stand on whatever is printed before the text: it goes.
    """
    first = next((at for at, char in enumerate(text) if not (char.isspace() or unicodedata.combining(char))), len(text))
    text = text[first:].rstrip()
    if len(text) <= limit:
        return text
    room = limit - len(ELLIPSIS)
    if room <= 0:
        return ELLIPSIS[:limit]
    # One character more, so that a word which just fits is kept.
    words, _space, rest = text[: room + 1].rpartition(" ")
    kept = words.rstrip(_LOOSE_ENDS)
    if not kept or (len(rest) > room // 2 and _is_spaceless(rest)):
        kept = text[: _between(text, room)].rstrip(_LOOSE_ENDS)
    return kept.rstrip("….") + ELLIPSIS


def _is_spaceless(words: str) -> bool:
    """Whether `words` are written without spaces between them: Chinese, Japanese, Thai, Lao, Khmer, Burmese."""
    return any("\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or char >= "\u2e80" for char in words)


def _between(text: str, at: int) -> int:
    """Return the place at or before `at` where two visible characters meet."""
    for place in range(at, max(at - _GRAPHEME_AT_MOST, 0), -1):
        if not _belongs(text[place - 1], text[place]) and not _splits_flag(text, place):
            return place
    return at


def _belongs(before: str, char: str) -> bool:
    code = ord(char)
    return (
        char == _JOINER
        or before == _JOINER
        or unicodedata.category(char) in ("Mn", "Mc", "Me")
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
        or 0xE0020 <= code <= 0xE007F  # flags of regions
        or 0x1160 <= code <= 0x11FF  # Korean syllables in parts
    )


def _splits_flag(text: str, place: int) -> bool:
    """A flag is two letters of their own alphabet: an odd number of them before `place` is half a flag."""
    start = place
    while start > 0 and 0x1F1E6 <= ord(text[start - 1]) <= 0x1F1FF:
        start -= 1
    return (place - start) % 2 == 1 and 0x1F1E6 <= ord(text[place]) <= 0x1F1FF
