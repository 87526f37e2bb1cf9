"""Checks of what is written: headlines, deck, body, and marks that somebody left for later."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.body.text import is_empty
from articles.versions import concrete_field

from .base import Found
from .material import Material

# Search engines cut a title by its width, about 600 pixels: some 60 letters, and hardly ever more than 70.
SEARCH_SHOWS = 70
# What Facebook, Telegram and X show of a card before they cut it.
SOCIAL_SHOWS = {"social_headline": 100, "social_description": 200}
# "To come", in capitals and alone: in Latin letters, in Cyrillic ones that look the same, or mixed. "XXX" is left
# out: congresses and Olympic Games are numbered so.
TO_COME = re.compile(r"(?<![\w-])(?:[TТ][KК]){1,3}(?![\w-])")


def headline(material: Material) -> Iterator[Found]:
    if not material.article.headline.strip():
        yield Found(_("Write a headline."), "id_headline")


def body(material: Material) -> Iterator[Found]:
    if is_empty(material.article.body):
        yield Found(_("The body is empty: write the article."), "id_body")


def search_headline(material: Material) -> Iterator[Found]:
    article = material.article
    name = "search_headline" if article.search_headline.strip() else "headline"
    words = getattr(article, name).strip()
    if len(words) <= SEARCH_SHOWS:
        return
    numbers = {"length": len(words), "limit": SEARCH_SHOWS}
    if name == "headline":
        sentence = _(
            "The headline has %(length)d characters and search engines show about %(limit)d: "
            "write a shorter one for them."
        )
    else:
        sentence = _(
            "The headline for search engines has %(length)d characters, and they show about %(limit)d: shorten it."
        )
    yield Found(sentence % numbers, "id_search_headline")


def deck(material: Material) -> Iterator[Found]:
    if not material.article.deck.strip():
        yield Found(_("There is no deck."), "id_deck")


def social(material: Material) -> Iterator[Found]:
    fields = {
        "social_headline": _("The headline for social networks has %(length)d characters, and they show %(limit)d."),
        "social_description": _(
            "The description for social networks has %(length)d characters, and they show %(limit)d."
        ),
    }
    for name, sentence in fields.items():
        words, limit = getattr(material.article, name).strip(), SOCIAL_SHOWS[name]
        if len(words) > limit:
            yield Found(sentence % {"length": len(words), "limit": limit}, f"id_{name}")


def to_come(material: Material) -> Iterator[Found]:
    article = material.article
    for name in ("headline", "deck", "kicker", "lead_caption", "search_headline", "social_headline", "front_headline"):
        if mark := _mark(getattr(article, name)):
            field = concrete_field(name).verbose_name
            yield Found(
                _("“%(mark)s” still stands in the %(field)s: “%(words)s”")
                % {"mark": mark[0], "field": field, "words": _around(getattr(article, name), mark)},
                f"id_{name}",
            )
    for block in material.blocks:
        for words in (block.words, *block.captions()):
            if mark := _mark(words):
                sentence = _("“%(mark)s” still stands in the text: “%(words)s”")
                yield Found(sentence % {"mark": mark[0], "words": _around(words, mark)}, block.spot)


def _mark(words: str) -> re.Match[str] | None:
    return TO_COME.search(words or "")


def _around(words: str, mark: re.Match[str]) -> str:
    """Return a few whole words on both sides of a mark, so that its place is recognised."""
    begin, end = max(mark.start() - 25, 0), min(mark.end() + 25, len(words))
    before, after = words[begin : mark.start()], words[mark.end() : end]
    if begin:
        before = "…" + before.partition(" ")[2]
    if end < len(words):
        after = after.rpartition(" ")[0] + "…"
    return f"{before}{mark[0]}{after}".strip(" .")
