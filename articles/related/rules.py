"""Rules of approval: which stories of trusted sources stand beside which articles with nobody's approval.

`apply` is called after news came in, and by `manage.py apply_rules`; twice does the same as once. What
must go at once (a source that lost trust, a hidden story, a ban) goes by the query that readers' pages
ask, `RelatedByRule.objects.shown_for`; here such rows are only tidied away.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from articles.models import (
    ApprovalRule,
    ArticleVersion,
    PublishedArticle,
    PublishedRelatedLink,
    RelatedByRule,
    Story,
)
from articles.querysets import HEAVY_FIELDS, live_condition
from newsroom.audit.log import record

from . import likeness
from .fitting import Fit, Pair, fitting

ARTICLES_AT_MOST = 500
STORIES_AT_MOST = 500
TRIED_ON = 100
NEAR_AT_MOST = 40
# What was being written down while the last run looked is looked at again.
OVERLAP = timedelta(minutes=15)


@dataclass
class Applied:
    """What a run did: stories approved and taken back, by the name of the rule."""

    approved: Counter[str] = field(default_factory=Counter)
    taken_back: Counter[str] = field(default_factory=Counter)


@dataclass
class Trial:
    """What a rule would do now to the newest articles."""

    articles: int
    fits: list[Fit]

    @property
    def stories(self) -> int:
        return len(self.fits)

    @property
    def served(self) -> int:
        """How many articles would get a story."""
        return len({fit.edition.article_id for fit in self.fits})


def apply(now: datetime | None = None) -> Applied:
    """Let every active rule look at what is new since it last looked: stories, and articles made public."""
    now = now or timezone.now()
    done = Applied(taken_back=_tidy())
    for rule in ApprovalRule.objects.filter(is_active=True).prefetch_related("sources").order_by("pk"):
        since = rule.applied_at - OVERLAP if rule.applied_at else None
        editions = _recent(rule, now)
        anew = {pk for pk in editions if since is None} | _changed_since(since, now, editions)
        pairs = _of_editions(rule, (editions[pk] for pk in anew))
        pairs += _of_stories(rule, _new_stories(rule, since, now), editions)
        with transaction.atomic():
            # One run at a time; a rule that was switched off or changed meanwhile approves nothing.
            held = ApprovalRule.objects.select_for_update().filter(
                pk=rule.pk, is_active=True, applied_at=rule.applied_at
            )
            if held.first() is None:
                continue
            approved, taken_back = _write(rule, editions, pairs, anew)
            ApprovalRule.objects.filter(pk=rule.pk).update(applied_at=now)
            done.approved[rule.name] += approved
            done.taken_back[rule.name] += taken_back
    for verb, counts in (("rule.approved", +done.approved), ("rule.took_back", +done.taken_back)):
        for rule in ApprovalRule.objects.filter(name__in=counts):
            record(verb, rule, stories=counts[rule.name])
    return done


def dry_run(rule: ApprovalRule, now: datetime | None = None) -> Trial:
    """Return what `rule` would do to the newest hundred articles, switched on or not. Nothing is written."""
    editions = _public().filter(published_at__lte=now or timezone.now()).newest_first()[:TRIED_ON]
    known = {edition.article_id: edition for edition in editions}
    found = fitting(rule, known, _of_editions(rule, known.values()))
    return Trial(len(known), [fit for pk in known for fit in found.get(pk, [])])


def conditions(rule: ApprovalRule) -> str:
    """Return what a rule asks for, as a word that is another one once any of it changes."""
    asked = [getattr(rule, name) for name in ("shared_tags", "least_score", "days", "at_most", "same_language")]
    return hashlib.sha256(repr([*asked, sorted(source.pk for source in rule.sources.all())]).encode()).hexdigest()[:16]


@transaction.atomic
def switch(rule: ApprovalRule, *, on: bool, by: Any) -> None:
    """Switch a rule on, to begin with every recent article; or off: what it approved is gone for readers at once."""
    held = ApprovalRule.objects.select_for_update().get(pk=rule.pk)
    if held.is_active == on:
        return
    rule.is_active, rule.applied_at = on, None
    rule.save(update_fields=["is_active", "applied_at"])
    RelatedByRule.objects.filter(rule=rule).delete()
    record("rule.switched_on" if on else "rule.switched_off", rule, by=by)


def _write(
    rule: ApprovalRule, editions: dict[int, PublishedArticle], pairs: list[Pair], anew: set[int]
) -> tuple[int, int]:
    """Bring the rows of a rule up to date: of the articles looked at `anew` whole, of the others by what is better."""
    found = fitting(rule, editions, pairs, kept=editions.keys() - anew)
    looked_at = {*found, *anew}
    there: dict[int, dict[int, RelatedByRule]] = {}
    for row in RelatedByRule.objects.filter(rule=rule, article__in=looked_at):
        there.setdefault(row.article_id, {})[row.story_id] = row
    fresh, stale = [], []
    for article in looked_at:
        rows, fits = there.get(article, {}), {fit.story.pk: fit for fit in found.get(article, [])}
        scores = {story: fit.score for story, fit in fits.items()}
        if article not in anew:
            scores |= {story: row.score for story, row in rows.items()}
        best = sorted(scores, key=lambda story: (-scores[story], story not in rows, -story))[: rule.at_most]
        stale += [row.pk for story, row in rows.items() if story not in best]
        fresh += [
            RelatedByRule(article_id=article, story_id=story, rule=rule, score=scores[story])
            for story in best
            if story not in rows
        ]
    RelatedByRule.objects.filter(pk__in=stale).delete()
    # Another rule may have approved the same story meanwhile: once is enough.
    RelatedByRule.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)
    return len(fresh), len(stale)


def _tidy() -> Counter[str]:
    """Delete rows that hold no more, or that an editor chose by hand since."""
    live = PublishedArticle.objects.filter(live_condition(), article=OuterRef("article"))
    chosen = PublishedRelatedLink.objects.filter(
        live_condition("article__"), article__article=OuterRef("article"), story=OuterRef("story")
    )
    standing = RelatedByRule.objects.standing().filter(Exists(live)).exclude(Exists(chosen))
    gone = RelatedByRule.objects.exclude(pk__in=standing.order_by().values("pk")).order_by()
    found = list(gone.annotate(of=F("rule__name")).values_list("pk", "of"))
    RelatedByRule.objects.filter(pk__in=[pk for pk, _of in found]).delete()
    return Counter(of for _pk, of in found)


def _public() -> Any:
    return PublishedArticle.objects.live().defer(*HEAVY_FIELDS)


def _recent(rule: ApprovalRule, now: datetime) -> dict[int, PublishedArticle]:
    """Return the articles that a story of today may stand beside, the newest first."""
    recent = _public().filter(published_at__gte=now - timedelta(days=rule.days), published_at__lte=now)
    return {edition.article_id: edition for edition in recent.newest_first()[:ARTICLES_AT_MOST]}


def _changed_since(since: datetime | None, now: datetime, editions: dict[int, PublishedArticle]) -> set[int]:
    """Return which articles became public since, or were published anew: their tags may be others."""
    if since is None:
        return set()
    published = ArticleVersion.objects.filter(
        reason=ArticleVersion.Reason.PUBLISHED, made_at__gte=since, article__in=editions
    ).values_list("article", flat=True)
    return {pk for pk, edition in editions.items() if since <= edition.live_from <= now} | set(published)


def _new_stories(rule: ApprovalRule, since: datetime | None, now: datetime) -> list[Story]:
    """Return what came in since; the first time a rule looks, every recent article looks for its stories instead."""
    if since is None:
        return []
    new = Story.objects.usable().filter(source__is_trusted=True, found_at__gte=since)
    new = new.filter(published_at__gte=now - 2 * timedelta(days=rule.days))
    if sources := list(rule.sources.all()):
        new = new.filter(source__in=sources)
    return list(new.newest_first()[:STORIES_AT_MOST])


def _of_editions(rule: ApprovalRule, editions: Iterable[PublishedArticle]) -> list[Pair]:
    return [
        Pair(edition.article_id, near.pk, near.likeness, near.words)
        for edition in editions
        for near in likeness.stories_near(edition, rule.days, NEAR_AT_MOST)
    ]


def _of_stories(rule: ApprovalRule, stories: Iterable[Story], editions: dict[int, PublishedArticle]) -> list[Pair]:
    return [
        Pair(near.pk, story.pk, near.likeness, near.words)
        for story in stories
        for near in likeness.articles_near(story, rule.days, NEAR_AT_MOST)
        if near.pk in editions
    ]
