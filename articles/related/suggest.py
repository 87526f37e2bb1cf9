"""What may stand beside an article: of our own archive and of other outlets, ranked, each with its reason.

Only what readers can open is suggested, whoever asks: a working copy of somebody else never shows here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.manuscript import Manuscript, stored
from articles.models import Article, PublishedArticle, PublishedTagging, Source, Story, StoryTag
from articles.querysets import HEAVY_FIELDS
from articles.rights import may

from . import cards, likeness
from .choosing import NotAllowed
from .likeness import Near
from .rank import OTHER_OUTLETS, OWN_ARCHIVE, rank
from .reasons import days_between, reasons, same_language
from .subjects import Subjects, subjects
from .taken import Taken, taken

LIMIT = 12
# So many of each kind are looked at, by their words and by their tags.
LOOKED_AT = 60
# Readers go on in their language when they can.
OTHER_LANGUAGE = 0.85
LEAST_LIKENESS = 0.05


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
    source: Source | None = None

    @property
    def likeness(self) -> float:
        return self.near.likeness if self.near else 0.0

    @property
    def is_trusted(self) -> bool:
        return isinstance(self.record, PublishedArticle) or bool(self.source and self.source.is_trusted)

    def score(self, of: Subjects, moment: datetime, language: str) -> float:
        """Return from 0 to 1 how well it would stand beside a text about `of`, of a moment, in a language."""
        ranked = rank(
            self.likeness,
            tags=of.share(self.shared),
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
    near = {(each.kind, each.pk): each for each in likeness.near_text(manuscript, LOOKED_AT)}
    found = [*_editions(near, about, out), *_stories(near, about, out)]
    moment = moment_of(article)
    found = [each for each in found if each.likeness >= LEAST_LIKENESS or each.shared]
    found.sort(key=lambda each: (-each.score(about, moment, article.language), -each.moment.timestamp()))
    return [_said(each, about, moment, article.language) for each in _once_each(found, article.language)[:limit]]


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
            shared=borne.get(each.pk, set()) | about.found_in(each.headline),
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
    """Leave out what is the same story again: another outlet's copy of it, our own in another language."""
    kept: dict[Any, Candidate] = {}
    for each in found:
        record = each.record
        if isinstance(record, PublishedArticle):
            key: Any = record.translation_group
            # Readers go on in the language that they read.
            if key in kept and kept[key].language != language and each.language == language:
                kept[key] = each
        else:
            key = record.title_key or record.pk
        kept.setdefault(key, each)
    return list(kept.values())


def _said(each: Candidate, about: Subjects, moment: datetime, language: str) -> Suggestion:
    record = each.record
    card = cards.of_edition(record) if isinstance(record, PublishedArticle) else cards.of_story(record)
    why = reasons(
        shared=about.named(each.shared),
        days=days_between(each.moment, moment),
        words=each.near.words if each.near else (),
        likeness=each.likeness,
        language="" if same_language(each.language, language) else each.language,
        is_trusted=each.source is not None and each.is_trusted,
    )
    return Suggestion(**vars(card), score=round(100 * each.score(about, moment, language)), reasons=why)
