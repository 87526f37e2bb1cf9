"""The verbs that make news public. Admin, commands, importers and the demo all call these; nothing else does.

Taking away stands in `withdrawals`, putting right in `corrections`; their verbs are at hand here too,
because whoever publishes calls all of them.
"""

from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import public_articles
from newsroom.audit.log import record

from . import checks, old_addresses, own_links, references, search, versions
from .body.text import plain_text, word_count
from .corrections import correct
from .models import Article, ArticleVersion, PublishedArticle, PublishedByline, PublishedRelatedLink, Redirect
from .related import own
from .slugs import make_slug
from .transitions import NotReady, drop_pending, hold, refusal, refuse_too_far, set_state, words_of
from .withdrawals import (
    cancel_withdrawal,
    change_notice,
    forget_end,
    reinstate,
    schedule_withdrawal,
    withdraw,
    withdrawn_edition,
)

__all__ = [
    "NotReady",
    "cancel_withdrawal",
    "change_notice",
    "correct",
    "publish",
    "reinstate",
    "reschedule",
    "schedule",
    "schedule_anew",
    "schedule_withdrawal",
    "unique_slug",
    "unschedule",
    "withdraw",
]


@transaction.atomic
def publish(
    article: Article,
    *,
    by: Any = None,
    at: datetime | None = None,
    substantial: bool = False,
    seen: int | None = None,
) -> PublishedArticle:
    """Make the working copy what readers see, from this moment on. A planned end stays planned.

    Args:
        by: the account that asked for it, or None for the system.
        at: a moment in the past to publish under (an archive, an import); now when none is given.
        substantial: whether readers are told “Updated” when the article was public before.
        seen: the revision that the person was shown, if anybody looked.

    Raises:
        NotReady: something that every public article needs is missing, or an embargo holds; or somebody asks
            and it was withdrawn, which `reinstate` undoes and nothing else.
    """
    now = timezone.now()
    if at and at > now:
        raise NotReady([_("The moment %(moment)s has not come: schedule the article.") % {"moment": words_of(at)}])
    hold(article, seen)
    if by is not None and withdrawn_edition(article) is not None:
        sentence = _("“%(headline)s” was withdrawn: a chief editor brings it back, with “Bring back” on its page.")
        raise refusal(sentence, article)
    _refuse_unready(article, by=by)
    before, end = article.state_now, _lift_end(article)
    drop_pending(article)
    edition = article.editions.live().first()
    if edition is None:
        moment = at or now
        # A withdrawn article comes back as the record it was.
        edition = article.editions.order_by("live_from").last() or PublishedArticle(article=article)
        edition.live_from, edition.live_until = moment, None
        edition.published_at = _public_since(article) or moment
    elif substantial:
        edition.updated_at = now
    article.first_published_at = edition.published_at
    _write(article, edition, before=edition.get_absolute_url() if edition.pk else "")
    old_addresses.forget(edition.get_absolute_url())
    _put_end(article, edition, end)
    set_state(article, Article.State.PUBLISHED)
    versions.snapshot(article, ArticleVersion.Reason.PUBLISHED, by)
    record("article.published", article, by=by, before=before, substantial=substantial)
    public_articles.tell(article.pk)
    return edition


@transaction.atomic
def schedule(
    article: Article, at: datetime, *, by: Any = None, substantial: bool = False, seen: int | None = None
) -> PublishedArticle:
    """Let the working copy as it is now become public at a moment, with no worker needed then.

    An article that is public already keeps its present edition until that moment.

    Raises:
        NotReady: the moment has passed, comes after the planned end or before an embargo's, or something is missing.
    """
    if at <= timezone.now():
        raise NotReady([_("The moment %(moment)s has passed: choose a later one.") % {"moment": words_of(at)}])
    refuse_too_far(at)
    hold(article, seen)
    _refuse_unready(article, by=by, moment=at)
    if article.withdraws_at and timezone.now() < article.withdraws_at <= at:
        sentence = _("“%(headline)s” is to be withdrawn on %(end)s: choose an earlier moment, or let it stay first.")
        raise refusal(sentence, article, end=words_of(article.withdraws_at))
    before, end = article.state_now, _lift_end(article)
    drop_pending(article)
    edition = PublishedArticle(article=article, live_from=at)
    current = article.editions.live().first()
    # Of a withdrawn article, what readers had: it comes back with the moments that they were told.
    last = current or article.editions.filter(live_from__lte=timezone.now()).order_by("live_from").last()
    address_now = current.get_absolute_url() if current else ""
    if current is not None:
        current.live_until = at
        current.save(update_fields=["live_until"])
    edition.published_at = last.published_at if last else at
    if last is not None:
        edition.updated_at = at if substantial else last.updated_at
    article.first_published_at = edition.published_at
    # The redirect waits behind the page that still stands at the present address.
    _write(article, edition, before=address_now)
    _put_end(article, edition, end)
    article.goes_live_at = at
    set_state(article, Article.State.SCHEDULED)
    versions.snapshot(article, ArticleVersion.Reason.SCHEDULED, by)
    record("article.scheduled", article, by=by, before=before, at=at.isoformat(), substantial=substantial)
    return edition


@transaction.atomic
def schedule_anew(article: Article, *, by: Any = None, seen: int | None = None) -> PublishedArticle:
    """Let the working copy as it is now go out at the moment that is set, in place of the text scheduled before.

    Raises:
        NotReady: nothing is scheduled, or what `schedule` refuses.
    """
    edition = article.editions.filter(live_from__gt=timezone.now()).order_by("live_from").first()
    if edition is None:
        raise refusal(_("Nothing is scheduled for “%(headline)s”."), article)
    at = edition.live_from
    return schedule(article, at, by=by, substantial=edition.updated_at == at, seen=seen)


@transaction.atomic
def unschedule(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Take a scheduled moment back. What is public now stays; the working copy is untouched.

    Raises:
        NotReady: nothing is scheduled.
    """
    hold(article, seen)
    at, end = article.goes_live_at, _lift_end(article)
    if not drop_pending(article):
        raise refusal(_("Nothing is scheduled for “%(headline)s”."), article)
    current = article.editions.live().first()
    if current is not None:
        _put_end(article, current, end)
    withdrawn = current is None and article.editions.exists()
    after = Article.State.WITHDRAWN if withdrawn else Article.State.DRAFT
    set_state(article, Article.State.PUBLISHED if current else after)
    versions.note_changes(article)
    record("article.unscheduled", article, by=by, at=at.isoformat() if at else "")


@transaction.atomic
def reschedule(article: Article, at: datetime, *, by: Any = None, seen: int | None = None) -> PublishedArticle:
    """Move a scheduled moment. What becomes public then is the text as it was scheduled, whatever was saved since.

    Raises:
        NotReady: nothing is scheduled, or the moment has passed, comes after the planned end or before an
            embargo's.
    """
    hold(article, seen)
    now = timezone.now()
    edition = article.editions.filter(live_from__gt=now).order_by("live_from").first()
    if edition is None:
        raise refusal(_("Nothing is scheduled for “%(headline)s”."), article)
    if at <= now:
        raise NotReady([_("The moment %(moment)s has passed: choose a later one.") % {"moment": words_of(at)}])
    refuse_too_far(at)
    if article.embargo_until and at < article.embargo_until:
        raise NotReady([_embargo(article)])
    if article.withdraws_at and article.withdraws_at <= at:
        sentence = _("“%(headline)s” is to be withdrawn on %(end)s: choose an earlier moment, or let it stay first.")
        raise refusal(sentence, article, end=words_of(article.withdraws_at))
    before, end = edition.live_from, _lift_end(article)
    article.editions.live(now).filter(live_until=before).update(live_until=at)
    if edition.published_at == before:
        edition.published_at = article.first_published_at = at
    if edition.updated_at == before:
        edition.updated_at = at
    edition.live_from = at
    edition.save(update_fields=["live_from", "published_at", "updated_at"])
    _put_end(article, edition, end)
    article.goes_live_at = at
    set_state(article, Article.State.SCHEDULED)
    search.engine().index(edition)
    own.keep(edition)
    record("article.rescheduled", article, by=by, before=before.isoformat(), at=at.isoformat())
    return edition


def unique_slug(article: Article) -> str:
    """Return the article's slug, made from its headline when empty, that no other article of the language has."""
    wanted = article.slug or make_slug(article.headline) or "story"
    slug, number = wanted, 1
    others = Article.objects.filter(language=article.language).exclude(pk=article.pk)
    published = PublishedArticle.objects.filter(language=article.language).exclude(article=article)
    while others.filter(slug=slug).exists() or published.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _public_since(article: Article) -> datetime | None:
    """Return when readers first saw the article, or None when they never did."""
    first = article.first_published_at
    return first if first is not None and first <= timezone.now() else None


def _lift_end(article: Article) -> tuple[datetime, Redirect | None] | None:
    """Take the planned end off, to be put onto another edition; an end that has come is over."""
    at = article.withdraws_at
    notice = forget_end(article)
    return (at, notice) if at is not None and at > timezone.now() else None


def _put_end(article: Article, edition: PublishedArticle, end: tuple[datetime, Redirect | None] | None) -> None:
    if end is not None:
        at, notice = end
        article.withdraws_at = edition.live_until = at
        edition.save(update_fields=["live_until"])
        if notice is not None:
            old_addresses.will_be_gone(edition.get_absolute_url(), notice.note, names=notice.shows_headline)


def _refuse_unready(article: Article, *, by: Any, moment: datetime | None = None) -> None:
    if blocked := checks.what_blocks(article, by=by, moment=moment):
        raise NotReady(blocked)


def _embargo(article: Article) -> str:
    sentence = _("It is under embargo until %(moment)s: schedule it for then, or change the embargo.")
    return sentence % {"moment": words_of(cast("datetime", article.embargo_until))}


def _write(article: Article, edition: PublishedArticle, before: str) -> None:
    """Copy the working copy onto the edition: fields, tags, bylines, related news, old addresses, index."""
    article.slug = unique_slug(article)
    own_links.settle(article)
    article.copy_content_to(edition)
    edition.slug = article.slug
    edition.translation_group = article.translation_group
    edition.plain_text = plain_text(edition.body)
    edition.word_count = word_count(edition.body)
    edition.save()
    edition.tags.set(article.tags.all())
    edition.bylines.all().delete()
    PublishedByline.objects.bulk_create(
        PublishedByline(article=edition, author_id=author_id, position=position)
        for position, author_id in enumerate(
            article.bylines.order_by("position", "pk").values_list("author_id", flat=True)
        )
    )
    edition.related_links.all().delete()
    PublishedRelatedLink.objects.bulk_create(
        PublishedRelatedLink(article=edition, **row)
        for row in article.related_links.order_by("position", "pk").values(*versions.RELATED_FIELDS)
    )
    old_addresses.moved(before, edition.get_absolute_url())
    search.engine().index(edition)
    own.keep(edition)
    references.keep(edition)
