"""Where a reader goes from an article: related news, what came before it in its section, other languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from .models import PublishedArticle, Story
from .origin import absolute
from .related.beside import Beside, Choice
from .related.lines import Line, can_be_followed, line_of_article, line_of_story
from .related.told import Told

RELATED = 6
MORE = 5


@dataclass(frozen=True)
class Onward:
    """What stands beside and below an article."""

    related: list[Line]
    more: list[PublishedArticle]


def translations(edition: PublishedArticle, around: Iterable[PublishedArticle]) -> dict[str, str]:
    """Return language code → path of every live form of `edition`'s story, its own included."""
    others = {
        other.language: other.get_absolute_url()
        for other in around
        if other.translation_group == edition.translation_group and other.language != edition.language
    }
    return {edition.language: edition.get_absolute_url(), **others}


def onward(edition: PublishedArticle, found: Beside, read_also: Iterable[int] = ()) -> Onward:
    """Return where readers of `edition` may go next.

    Args:
        found: what may stand beside it.
        read_also: numbers of the articles that have a card inside the text.

    What editors chose stands in Related news, pins first, then what rules approved. Nothing stands
    there twice: not the article itself, not what has a card in the text, not a translation of either,
    not two stories of nearly the same title. When nothing of what was chosen can be shown, the best of
    our own archive stands there, or nothing where nothing is near. The newest of the section, beside
    the text, take what is left.
    """
    taken = _Taken(edition, [each for each in found.editions if each.article_id in set(read_also)], read_also)
    related = taken.lines(found.chosen, RELATED)
    if not related and edition.shows_related:
        related = taken.lines((Choice(other) for other in found.near), RELATED)
    return Onward(related, [other for other in found.earlier if not taken.has(other)][:MORE])


class _Taken:
    """What the page shows already, so that nothing stands on it twice."""

    def __init__(self, edition: PublishedArticle, cards: Iterable[PublishedArticle], read_also: Iterable[int]):
        self._articles = {edition.article_id, *read_also}
        self._groups = {card.translation_group for card in cards}
        # A story under one of these addresses is the article itself, seen from outside.
        self._addresses = {absolute(edition.get_absolute_url()), edition.canonical_url}
        self._itself, self._told = Told(), Told()
        self._itself.add(edition.headline)

    def has(self, other: PublishedArticle) -> bool:
        return other.article_id in self._articles or other.translation_group in self._groups

    def lines(self, choices: Iterable[Choice], most: int) -> list[Line]:
        """Return up to `most` lines of what is not shown yet, and take each."""
        found: list[Line] = []
        for choice in choices:
            if len(found) == most:
                break
            thing = choice.thing
            if self._is_shown(choice):
                continue
            if isinstance(thing, Story):
                self._told.add_story(thing)
                found.append(line_of_story(thing, is_vouched_for=choice.by_hand))
            else:
                self._articles.add(thing.article_id)
                self._groups.add(thing.translation_group)
                self._told.add(thing.headline)
                found.append(line_of_article(thing))
        return found

    def _is_shown(self, choice: Choice) -> bool:
        thing = choice.thing
        if isinstance(thing, PublishedArticle):
            return self.has(thing) or self._told.has(thing.headline)
        if thing.url in self._addresses or not can_be_followed(thing):
            return True
        # An editor may choose another outlet's story of just this headline; a rule may not.
        return self._told.has_story(thing) or (not choice.by_hand and self._itself.has_story(thing))
