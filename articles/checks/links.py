"""Checks of links: that what they lead to can be opened, and that their words say where they lead."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.body.tree import text_of
from articles.models import Article, RelatedLink, Story
from articles.related.choosing import SHOWN_AT_MOST as RELATED_AT_MOST

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
        sentence = ""
        if line.target_id == material.article.pk and line.target_id:
            sentence = _("it names this article itself.")
        elif line.target_id:
            sentence = _why_not(line.target_id, material)
        elif line.story_id:
            sentence = _why_not_outside(line.story)
        if sentence:
            yield Found(_("Related news: %(sentence)s") % {"sentence": sentence}, _spot(place, line))


def related_twice(material: Material) -> Iterator[Found]:
    cards = {number for block in material.blocks for number in block.cards()}
    stories = {line.story_id: line.story for line in material.manuscript.related if line.story_id}
    seen: set[object] = set()
    for place, line in enumerate(material.manuscript.related):
        story = stories.get(line.story_id) if line.story_id else None
        # Two outlets' copies of one story have one key.
        keys: set[object] = {("article", line.target_id) if line.target_id else ("story", line.story_id)}
        keys |= {story.title_key} if story and story.title_key else set()
        if line.target_id and line.target_id in cards:
            target = material.known.articles.get(line.target_id)
            name = (target.headline if target else "") or line.target_id
            yield Found(
                _("Related news: “%(headline)s” stands in the text as “Read also” already.") % {"headline": name},
                _spot(place, line),
            )
        elif seen & keys:
            yield Found(_("Related news names the same story twice: remove one of the lines."), _spot(place, line))
        seen |= keys


def related_many(material: Material) -> Iterator[Found]:
    lines = material.manuscript.related
    if len(lines) > RELATED_AT_MOST:
        sentence = ngettext(
            "Related news has %(count)d line: readers see the first %(most)d.",
            "Related news has %(count)d lines: readers see the first %(most)d.",
            len(lines),
        )
        words = {"count": len(lines), "most": RELATED_AT_MOST}
        yield Found(sentence % words, _spot(RELATED_AT_MOST, lines[RELATED_AT_MOST]))


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


def _spot(place: int, line: RelatedLink) -> str:
    # A line of a form that is not saved knows its own place.
    return getattr(line, "spot", f"related_links-{place}")


def _why_not_outside(story: Story | None) -> str:
    if story is None or story.is_usable:
        return ""
    words = {"title": story.shown_title}
    if story.gone_at is not None:
        return _("“%(title)s” is gone from its site: readers see no line.") % words
    return _("“%(title)s” was hidden: readers see no line.") % words


def _why_not(number: int, material: Material) -> str:
    """Return why readers cannot open an article of ours; an empty string when they can."""
    target: Target | None = material.known.articles.get(number)
    if target is None:
        return _("The article with the number %(number)d is gone: readers see no link.") % {"number": number}
    if target.standing == LIVE:
        return ""
    standing = STANDINGS.get(target.standing, _("is not published"))
    if not target.headline:
        words = {"number": number, "standing": standing}
        return _("The article with the number %(number)d %(standing)s: readers see no link.") % words
    return _("“%(headline)s” %(standing)s: readers see no link.") % {"headline": target.headline, "standing": standing}
