"""What may stand beside an article: of our own archive and of other outlets, ranked, each with its reason.

Only what readers can open is suggested, whoever asks: a working copy of somebody else never shows here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.manuscript import Manuscript, stored
from articles.models import Article, PublishedArticle, PublishedTagging, RelatedByRule, Source, Story, StoryTag
from articles.querysets import HEAVY_FIELDS
from articles.rights import may

from . import cards, likeness
from .choosing import NotAllowed
from .likeness import Near
from .rank import OTHER_OUTLETS, OWN_ARCHIVE, rank, said_by_words
from .reasons import days_between, reasons, same_language
from .subjects import Subjects, subjects
from .taken import Taken, taken
from .told import Told

LIMIT = 12
# So many of each kind are looked at, by their words and by their tags.
LOOKED_AT = 60
# Readers go on in their language when they can.
OTHER_LANGUAGE = 0.85
# Without a shared tag, words must say so much at least.
LEAST_SAID = 0.05
# Of many that share just the same tags, each further one counts a little less, so that something else is seen too.
AGAIN, AGAIN_AT_LEAST = 0.93, 0.7


@dataclass(frozen=True, kw_only=True)
class Suggestion(cards.Card):
    """A line that may be added. `score` is from 0 to 100, `reasons` say why in words."""

    score: int
    reasons: list[str] = field(default_factory=list)

    @property
    def reason(self) -> str:
        return "; ".join(self.reasons)


@dataclass
class Candidate:
    """One record that may be suggested, and what it has in common with the text."""

    record: PublishedArticle | Story
    moment: datetime
    language: str
    near: Near | None = None
    shared: set[int] = field(default_factory=set)
    # Of the shared tags, those that its headline names.
    named: set[int] = field(default_factory=set)
    source: Source | None = None

    @property
    def text(self) -> float:
        return said_by_words(self.near.score) if self.near else 0.0

    @property
    def is_trusted(self) -> bool:
        return isinstance(self.record, PublishedArticle) or bool(self.source and self.source.is_trusted)

    def score(self, of: Subjects, moment: datetime, language: str) -> float:
        """Return from 0 to 1 how well it would stand beside a text about `of`, of a moment, in a language."""
        ranked = rank(
            self.text,
            tags=of.say(self.shared, self.named),
            days_after=(self.moment - moment) / timedelta(days=1),
            trust=float(self.is_trusted),
            weights=OWN_ARCHIVE if isinstance(self.record, PublishedArticle) else OTHER_OUTLETS,
        )
        return ranked.score * (1 if same_language(self.language, language) else OTHER_LANGUAGE)


def suggest(
    article: Article, *, manuscript: Manuscript | None = None, limit: int = LIMIT, user: Any
) -> list[Suggestion]:
    """Return what may stand beside `article`, the best first; queries do not grow with how much there is.

    Args:
        manuscript: the article as it is typed now, perhaps not stored; as it is stored when none is given.
        user: who asks; only who may write the article is answered.

    Raises:
        NotAllowed: this person may not write it.
    """
    if article.pk and not may(user, "choose_related", article):
        raise NotAllowed(_("You may not change the related news of this article."))
    manuscript = manuscript or (stored(article) if article.pk else Manuscript(article))
    about, out = subjects(manuscript.tags), taken(manuscript)
    if article.pk:
        for row in RelatedByRule.objects.shown_for(article.pk):
            out.named.stories.add(row.story_id)
            out.told.add_story(row.story)
    near = {(each.kind, each.pk): each for each in likeness.near_text(manuscript, LOOKED_AT)}
    found = [*_editions(near, about, out), *_stories(near, about, out)]
    moment = moment_of(article)
    found = [each for each in found if each.text >= LEAST_SAID or each.shared]
    scored = [(each.score(about, moment, article.language), each) for each in _once_each(found, article.language)]
    return [_said(each, about, moment, article.language, score) for score, each in _best_of(scored, limit, out.told)]


def moment_of(article: Article) -> datetime:
    """Return when an article appeared or will; what has no moment yet is of today."""
    return article.first_published_at or article.goes_live_at or timezone.now()


def _editions(near: dict[Any, Near], about: Subjects, out: Taken) -> list[Candidate]:
    by_words = [pk for kind, pk in near if kind == "article"]
    public = PublishedArticle.objects.live().filter(Q(article__in=by_words) | Q(pk__in=_best(about.editions)))
    public = public.select_related("section", "lead_picture").defer(*HEAVY_FIELDS)
    editions = [edition for edition in public if not out.has_article(edition)]
    borne = _borne(
        PublishedTagging.objects.filter(content_object__in=[each.pk for each in editions], tag__in=about.tags),
        "content_object", about,
    )  # fmt: skip
    return [
        Candidate(
            each,
            moment=each.published_at,
            language=each.language,
            near=near.get(("article", each.article_id)),
            shared=borne.get(each.pk, set()) | (named := about.found_in(each.headline)),
            named=named,
        )
        for each in editions
    ]


def _stories(near: dict[Any, Near], about: Subjects, out: Taken) -> list[Candidate]:
    by_words = [pk for kind, pk in near if kind == "story"]
    usable = Story.objects.usable().filter(pk__in={*by_words, *_best(about.stories)})
    stories = [story for story in cards.with_looks(usable) if not out.has_story(story)]
    borne = _borne(StoryTag.objects.filter(story__in=[each.pk for each in stories], tag__in=about.tags), "story", about)
    return [
        Candidate(
            each,
            moment=each.published_at,
            language=language_of(each),
            near=near.get(("story", each.pk)),
            shared=borne.get(each.pk, set()) | about.found_in(each.shown_title, each.shown_excerpt),
            named=about.found_in(each.shown_title),
            source=each.source,
        )
        for each in stories
    ]


def language_of(story: Story) -> str:
    """Return the language of a story, else that of its source; empty when nobody said."""
    return story.language or (story.source.language if story.source else "")


def _best(borne: Any) -> list[int]:
    """Return who bears the most of the text's tags, the newest first among equals."""
    return sorted(borne, key=lambda pk: (-borne[pk], -pk))[:LOOKED_AT]


def _borne(taggings: Any, bearer: str, about: Subjects) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for pk, tag in taggings.values_list(bearer, "tag") if about.tags else ():
        found.setdefault(pk, set()).add(tag)
    return found


def _once_each(found: Iterable[Candidate], language: str) -> list[Candidate]:
    """Leave out our own in another language than the one that readers of `language` go on in."""
    kept: dict[Any, Candidate] = {}
    for each in found:
        key = getattr(each.record, "translation_group", each.record)
        if key not in kept or kept[key].language != language and each.language == language:
            kept[key] = each
    return list(kept.values())


def _best_of(scored: list[tuple[float, Candidate]], limit: int, told: Told) -> list[tuple[float, Candidate]]:
    """Return the best, each story of several outlets once, and not only such as share the same tags."""
    left = sorted(scored, key=lambda each: (-each[0], -each[1].moment.timestamp()))
    best: list[tuple[float, Candidate]] = []
    times: Counter[frozenset[int]] = Counter()

    def worth(each: tuple[float, Candidate]) -> float:
        return each[0] * max(AGAIN ** times[frozenset(each[1].shared)], AGAIN_AT_LEAST)

    while left and len(best) < limit:
        each = max(left, key=worth)
        left.remove(each)
        record = each[1].record
        if isinstance(record, Story):
            if told.has_story(record):
                continue
            told.add_story(record)
        times[frozenset(each[1].shared)] += 1
        best.append(each)
    return best


def _said(each: Candidate, about: Subjects, moment: datetime, language: str, score: float) -> Suggestion:
    record = each.record
    card = cards.of_edition(record) if isinstance(record, PublishedArticle) else cards.of_story(record)
    why = reasons(
        shared=about.named(each.shared),
        days=days_between(each.moment, moment),
        words=each.near.words if each.near else (),
        likeness=each.near.likeness if each.near else 0.0,
        language="" if same_language(each.language, language) else each.language,
        is_trusted=each.source is not None and each.is_trusted,
    )
    return Suggestion(**vars(card), score=round(100 * score), reasons=why)
