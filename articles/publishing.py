"""The writing verbs. Admin, commands, importers and the demo all call these; nothing else makes news public."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import old_addresses, references, search, versions
from .body.text import plain_text, word_count
from .models import (
    Article,
    ArticleVersion,
    Correction,
    PublishedArticle,
    PublishedByline,
    PublishedRelatedLink,
)
from .slugs import make_slug


class NotReady(Exception):
    """A verb was refused. `sentences` say why, for the person who asked."""

    def __init__(self, sentences: Iterable[str]):
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


@transaction.atomic
def publish(
    article: Article, *, by: Any = None, at: datetime | None = None, substantial: bool = False
) -> PublishedArticle:
    """Make the working copy what readers see, from this moment on.

    Args:
        by: the account that asked for it, or None for the system.
        at: a moment in the past to publish under (an archive, an import); now when none is given.
        substantial: whether readers are told “Updated” when the article was public before.

    Raises:
        NotReady: something that every public article needs is missing.
    """
    now = timezone.now()
    if at and at > now:
        raise NotReady([_("The moment %(moment)s has not come: schedule the article.") % {"moment": _clock(at)}])
    _lock(article)
    _refuse_unready(article)
    _drop_pending(article)
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
    _set_state(article, Article.State.PUBLISHED)
    versions.snapshot(article, ArticleVersion.Reason.PUBLISHED, by)
    return edition


@transaction.atomic
def schedule(article: Article, at: datetime, *, by: Any = None, substantial: bool = False) -> PublishedArticle:
    """Let the working copy as it is now become public at a moment, with no worker needed then.

    An article that is public already keeps its present edition until that moment.

    Raises:
        NotReady: the moment has passed, or something is missing.
    """
    if at <= timezone.now():
        raise NotReady([_("The moment %(moment)s has passed: choose a later one.") % {"moment": _clock(at)}])
    _lock(article)
    _refuse_unready(article)
    _drop_pending(article)
    edition = PublishedArticle(article=article, live_from=at)
    current = article.editions.live().first()
    address_now = current.get_absolute_url() if current else ""
    if current is not None:
        current.live_until = at
        current.save(update_fields=["live_until"])
        edition.published_at = current.published_at
        edition.updated_at = at if substantial else current.updated_at
    else:
        edition.published_at = _public_since(article) or at
    article.first_published_at = edition.published_at
    # The redirect waits behind the page that still stands at the present address.
    _write(article, edition, before=address_now)
    article.goes_live_at = at
    _set_state(article, Article.State.SCHEDULED)
    versions.snapshot(article, ArticleVersion.Reason.SCHEDULED, by)
    return edition


@transaction.atomic
def unschedule(article: Article, *, by: Any = None) -> None:
    """Take a scheduled moment back. What is public now stays; the working copy is untouched.

    Raises:
        NotReady: nothing is scheduled.
    """
    _lock(article)
    if not _drop_pending(article):
        raise NotReady([_("Nothing is scheduled for “%(headline)s”.") % {"headline": article.headline}])
    is_live = article.editions.live().exists()
    withdrawn = not is_live and article.editions.exists()
    after = Article.State.WITHDRAWN if withdrawn else Article.State.DRAFT
    _set_state(article, Article.State.PUBLISHED if is_live else after)


@transaction.atomic
def withdraw(article: Article, *, by: Any = None) -> None:
    """Take a public article away; its address says that it was withdrawn (410).

    Raises:
        NotReady: the article is not public.
    """
    _lock(article)
    edition = article.editions.live().first()
    if edition is None:
        raise NotReady([_("“%(headline)s” is not public.") % {"headline": article.headline}])
    _drop_pending(article)
    edition.live_until = max(timezone.now(), edition.live_from)
    edition.save(update_fields=["live_until"])
    search.engine().remove([edition.pk])
    old_addresses.mark_gone(edition.get_absolute_url())
    _set_state(article, Article.State.WITHDRAWN)


@transaction.atomic
def correct(
    article: Article, text: str, *, kind: str = Correction.Kind.CORRECTION, by: Any = None, at: datetime | None = None
) -> Correction:
    """Put a dated correction under a public article and tell readers that it was updated.

    Raises:
        NotReady: the article is not public, or the text is empty.
    """
    edition = article.editions.live().select_for_update().first()
    if edition is None:
        raise NotReady(
            [_("“%(headline)s” is not public: only what readers saw is corrected.") % {"headline": article.headline}]
        )
    if not text.strip():
        raise NotReady([_("Write what was wrong, and what is right.")])
    made_at = at or timezone.now()
    correction = Correction.objects.create(article=article, kind=kind, text=text.strip(), made_by=by, made_at=made_at)
    edition.updated_at = made_at
    edition.save(update_fields=["updated_at"])
    return correction


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


def _lock(article: Article) -> None:
    """Hold the article's row until the transaction ends, and read it anew.

    Two verbs never interleave so, and what is published is what is stored.
    """
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def _public_since(article: Article) -> datetime | None:
    """Return when readers first saw the article, or None when they never did."""
    first = article.first_published_at
    return first if first is not None and first <= timezone.now() else None


def _refuse_unready(article: Article) -> None:
    missing = []
    if not article.headline.strip():
        missing.append(_("Write a headline."))
    if article.section_id is None:
        missing.append(_("Choose a section."))
    if not plain_text(article.body).strip():
        missing.append(_("The body is empty: write the article."))
    if missing:
        raise NotReady(missing)


def _drop_pending(article: Article) -> bool:
    """Delete editions that have not begun, and let the present one go on; return whether there were any."""
    now = timezone.now()
    pending = list(article.editions.filter(live_from__gt=now))
    if not pending:
        return False
    search.engine().remove([edition.pk for edition in pending])
    begins = [edition.live_from for edition in pending]
    article.editions.filter(pk__in=[edition.pk for edition in pending]).delete()
    article.editions.live(now).filter(live_until__in=begins).update(live_until=None)
    if article.first_published_at and article.first_published_at > now:
        article.first_published_at = None
    return True


def _write(article: Article, edition: PublishedArticle, before: str) -> None:
    """Copy the working copy onto the edition: fields, tags, bylines, related news, old addresses, index."""
    article.slug = unique_slug(article)
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
    references.keep(edition)


def _set_state(article: Article, state: str) -> None:
    article.state = state
    if state != Article.State.SCHEDULED:
        article.goes_live_at = None
    article.save(update_fields=["state", "slug", "goes_live_at", "first_published_at", "saved_at"])


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M %Z")
