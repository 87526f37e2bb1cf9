"""Our tags in other outlets' words: whatever a tag is called, its aliases and translations too, in any inflection."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import Self

from articles.models import Tag, TagAlias
from articles.search.stemming import stem
from articles.search.words import folded_words, words

# Of more, the newest are known; each costs 200 bytes while a round lasts.
NAMES_AT_MOST = 20_000
WORDS_AT_MOST = 6
# "us" is a word of every English text, and "US" is a country.
ABBREVIATION = 4
STEM_AT_LEAST = 3


class Topics:
    """Knows which tags a text names. Made once for a round: a tag added meanwhile is found in the next one."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._exact: dict[str, int] = {}
        for tag, name in names:
            self._learn(tag, name)

    @classmethod
    def of_readers(cls) -> Self:
        """Return what knows all public tags, in two queries."""
        public = Tag.objects.filter(is_internal=False).order_by("-pk")
        named = (
            (pk, word)
            for pk, name, translations in public.values_list("pk", "name", "translations")[:NAMES_AT_MOST]
            for word in dict.fromkeys((name, *(words.get("name", "") for words in translations.values())))
        )
        aliases = TagAlias.objects.filter(tag__is_internal=False).order_by("-pk")
        return cls(chain(named, aliases.values_list("tag", "name")[:NAMES_AT_MOST]))

    def named_in(self, *texts: str) -> list[int]:
        """Return the numbers of the tags that `texts` name, in the order in which they do."""
        found: dict[int, None] = {}
        for text in texts:
            named = [(text[word.start : word.end], stem(word.folded)) for word in words(text)]
            stems = [word_stem for _written, word_stem in named]
            for at, (written, word_stem) in enumerate(named):
                if written in self._exact:
                    found[self._exact[written]] = None
                for phrase, tag in self._phrases.get(word_stem, ()):
                    if tuple(stems[at : at + len(phrase)]) == phrase:
                        found[tag] = None
        return list(found)

    def _learn(self, tag: int, name: str) -> None:
        if len(name) <= ABBREVIATION and name.isupper():
            self._exact.setdefault(name, tag)
            return
        phrase = tuple(stem(word) for word in folded_words(name))
        if 0 < len(phrase) <= WORDS_AT_MOST and max(map(len, phrase)) >= STEM_AT_LEAST:
            self._phrases[phrase[0]].append((phrase, tag))
