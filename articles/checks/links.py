"""Checks of links: that what they lead to can be opened, and that their words say where they lead."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body.tree import text_of
from articles.models import Article

from .base import Found
from .material import Material
from .own_addresses import LIVE, TRASHED, Target, own_path

STANDINGS = {
    TRASHED: gettext_lazy("is in the trash"),
    Article.State.WITHDRAWN: gettext_lazy("was withdrawn"),
    Article.State.SCHEDULED: gettext_lazy("is scheduled for later"),
}
# What says nothing to somebody who hears the links of a page read out one after another.
EMPTY_WORDS = {
    "here", "click here", "link", "this link", "read more", "more", "тут", "тиць", "клікніть тут", "натисніть тут",
    "посилання", "за посиланням", "читати далі", "детальніше",
}  # fmt: skip


def not_public(material: Material) -> Iterator[Found]:
    for block in material.blocks:
        for number in dict.fromkeys(block.articles()):
            if number == material.article.pk:
                yield Found(_("The text leads to this article itself."), block.spot)
            elif sentence := _why_not(number, material):
                yield Found(sentence, block.spot)


def related(material: Material) -> Iterator[Found]:
    for place, line in enumerate(material.manuscript.related):
        if line.target_id and (sentence := _why_not(line.target_id, material)):
            # A line of a form that is not saved knows its own place.
            spot = getattr(line, "spot", f"related_links-{place}")
            yield Found(_("Related news: %(sentence)s") % {"sentence": sentence}, spot)


def own_address(material: Material) -> Iterator[Found]:
    for block in material.blocks:
        for link in block.links():
            href = link.get("href", "")
            if own_path(href) in material.known.dead_paths:
                sentence = _("The link “%(words)s” leads nowhere on this site: %(address)s")
                yield Found(sentence % {"words": text_of(link)[:60], "address": href[:200]}, block.spot)


def words(material: Material) -> Iterator[Found]:
    for block in material.blocks:
        for link in block.links():
            said = text_of(link)
            if not said:
                sentence = _("A link has no words, so nobody can open it: %(address)s")
                yield Found(sentence % {"address": link.get("href", "")[:200]}, block.spot)
            elif said.strip(" .,:;…!?→»›").casefold() in EMPTY_WORDS:
                sentence = _("The link “%(words)s” does not say where it leads: link the words that do.")
                yield Found(sentence % {"words": said}, block.spot)


def _why_not(number: int, material: Material) -> str:
    """Return why readers cannot open an article of ours; an empty string when they can."""
    target: Target | None = material.known.articles.get(number)
    if target is None:
        return _("The article with the number %(number)d is gone: readers see no link.") % {"number": number}
    if target.standing == LIVE:
        return ""
    standing = STANDINGS.get(target.standing, _("is not published"))
    return _("“%(headline)s” %(standing)s: readers see no link.") % {"headline": target.headline, "standing": standing}
