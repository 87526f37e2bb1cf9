"""What of an edition search knows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .stemming import stem
from .words import folded_words

if TYPE_CHECKING:
    from articles.models import PublishedArticle


@dataclass(frozen=True)
class Document:
    """Stems of each field in order, and every word of the whole edition once, as it is spelt."""

    headline: list[str]
    deck: list[str]
    names: list[str]
    body: list[str]
    words: list[str]


def document(edition: "PublishedArticle") -> Document:
    """Return what is indexed of `edition`: two queries, for its tags and its authors.

    Internal tags are left out: readers must not find what they cannot see.
    """
    named = [tag for tag in edition.tags.all() if not tag.is_internal]
    named += [byline.author for byline in edition.bylines.select_related("author")]
    names = " ".join(
        name for one in named for name in dict.fromkeys((one.name, one.in_language("name", edition.language)))
    )
    return document_of(edition.headline, edition.deck, names, edition.plain_text)


def document_of(headline: str, deck: str, names: str, text: str) -> Document:
    """Return what is indexed of an edition with these words."""
    fields = [folded_words(words) for words in (headline, deck, names, text)]
    stems = [list(map(stem, field)) for field in fields]
    return Document(
        headline=stems[0],
        deck=stems[1],
        names=stems[2],
        body=stems[3],
        words=sorted(set().union(*fields)),
    )
