"""Which stories a list tells already: the same news under another outlet's name, address or label is told once."""

import re
from collections.abc import Iterable
from functools import lru_cache

from articles.models import Story

from .formats.canonical import near, title_key
from .lines import wording

# What outlets put before or after a headline without saying anything of the story.
_LABELS = (
    r"video watch live listen audio podcast photos? pictures gallery slideshow update[ds]? updating breaking"
    r" exclusive just\s+in in\s+pictures in\s+photos as\s+it\s+happened"
    r" відео фото світлини аудіо подкаст наживо онлайн оновлено оновлюється доповнено терміново ексклюзив"
    r" видео обновлено дополнено срочно эксклюзив"
    r" aktualisiert eilmeldung exklusiv wideo pilne aktualizacja vidéo en\s+direct mis\s+à\s+jour vídeo en\s+vivo"
).split()
_LABEL = rf"(?:{'|'.join(_LABELS)})(?:\s*№?\s*\d+)?"
_SOME = rf"{_LABEL}(?:\s*(?:[,+&/|]|and|та|і|и|und|et|y)\s*{_LABEL})*"
_BEFORE = re.compile(
    rf"^\s*(?:[\[(]\s*{_SOME}\s*[\])]\s*[:.–—|-]?|{_SOME}\s*(?:[:|]|\s[-–—]\s|[–—]))\s*", re.IGNORECASE
)
_AFTER = re.compile(rf"\s*(?:[\[(]\s*{_SOME}\s*[\])]|[.,:|]\s+{_SOME}|\s[-–—]\s*{_SOME})\s*$", re.IGNORECASE)


class Told:
    """What is told already. Stories are known by their titles, as fetched and as our editors put them."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._titles: list[str] = []

    def add(self, *titles: str, keys: Iterable[str] = ()) -> None:
        """Know these titles of one story, and further keys of it (`Story.title_key`)."""
        bare = [bare_title(title) for title in dict.fromkeys(titles) if title]
        self._titles += bare
        self._keys |= {_key(title) for title in bare} | set(keys)
        self._keys.discard("")

    def has(self, *titles: str, keys: Iterable[str] = ()) -> bool:
        """Say whether one of these titles, or one so near that it is the same news, is told already."""
        bare = [bare_title(title) for title in dict.fromkeys(titles) if title]
        if not self._keys.isdisjoint({*map(_key, bare), *keys} - {""}):
            return True
        return any(near(title, other) for title in bare for other in self._titles)

    def add_story(self, story: Story) -> None:
        self.add(story.shown_title, story.title, keys=[story.title_key])

    def has_story(self, story: Story) -> bool:
        return self.has(story.shown_title, story.title, keys=[story.title_key])


@lru_cache(maxsize=1_024)
def bare_title(title: str) -> str:
    """Return a headline without the labels around it: “Video 2: …”, “UPDATED: …”, “… (photos)”."""
    bare = title
    while bare != (shorter := _AFTER.sub("", _BEFORE.sub("", bare, count=1), count=1)):
        bare = shorter
    return bare or title


@lru_cache(maxsize=1_024)
def _key(title: str) -> str:
    return title_key(title) or wording(title)
