"""Taking a public article away: now, or at a moment that comes without any worker."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import old_addresses, search, versions
from .models import Article, PublishedArticle, Redirect
from .related import own
from .transitions import NotReady, drop_pending, hold, refusal, refuse_too_far, set_state, words_of


@transaction.atomic
def withdraw(
    article: Article,
    *,
    by: Any = None,
    says_so: bool = True,
    note: str = "",
    names: bool = True,
    seen: int | None = None,
) -> None:
    """Take a public article away.

    Args:
        says_so: whether its address says that it was withdrawn (410), or that nothing is there (404).
        note: words for readers on the page that says so.
        names: whether that page shows the headline that readers had.

    Raises:
        NotReady: the article is not public.
    """
    hold(article, seen)
    edition = article.editions.live().first()
    if edition is None:
        raise refusal(_("“%(headline)s” is not public."), article)
    drop_pending(article)
    if article.withdraws_at:
        forget_end(article)
    edition.live_until = max(timezone.now(), edition.live_from)
    edition.save(update_fields=["live_until"])
    search.engine().remove([edition.pk])
    own.forget([article.pk])
    path = edition.get_absolute_url()
    if says_so:
        old_addresses.mark_gone(path, note, names=names)
    else:
        old_addresses.forget(path)
    set_state(article, Article.State.WITHDRAWN)
    versions.note_changes(article)
    record("article.withdrawn", article, by=by, address=path, says_so=says_so, note=note, names=says_so and names)


@transaction.atomic
def change_notice(
    article: Article,
    *,
    by: Any = None,
    says_so: bool = True,
    note: str = "",
    names: bool = True,
    seen: int | None = None,
) -> None:
    """Change what readers find where a withdrawn article was.

    Args:
        says_so, note, names: as in `withdraw`.

    Raises:
        NotReady: the article is not withdrawn.
    """
    hold(article, seen)
    last = withdrawn_edition(article)
    if last is None:
        raise refusal(_("“%(headline)s” is not withdrawn: there is no notice to change."), article)
    path = last.get_absolute_url()
    if says_so:
        old_addresses.mark_gone(path, note, names=names)
    else:
        old_addresses.forget(path)
    shown = says_so and names
    record("article.notice_changed", article, by=by, address=path, says_so=says_so, note=note, names=shown)


@transaction.atomic
def reinstate(article: Article, *, by: Any = None, seen: int | None = None) -> PublishedArticle:
    """Bring a withdrawn article back: the text that readers had, at its old address and under its old date.

    The working copy stays at the desk as it is: whoever wants it public publishes it afterwards.

    Raises:
        NotReady: it is not withdrawn, or is to come back at a moment that is set, or an embargo holds.
    """
    hold(article, seen)
    edition = withdrawn_edition(article)
    if edition is None:
        raise refusal(_("“%(headline)s” is not withdrawn."), article)
    now = timezone.now()
    if article.editions.filter(live_from__gt=now).exists():
        raise refusal(_("“%(headline)s” is to come back at a moment that is set: unschedule it first."), article)
    if article.embargo_until and article.embargo_until > now:
        sentence = _("“%(headline)s” is under embargo until %(moment)s: change the embargo first.")
        raise refusal(sentence, article, moment=words_of(article.embargo_until))
    forget_end(article)
    edition.live_from, edition.live_until = now, None
    edition.save(update_fields=["live_from", "live_until"])
    article.first_published_at = edition.published_at
    old_addresses.forget(edition.get_absolute_url())
    search.engine().index(edition)
    own.keep(edition)
    set_state(article, Article.State.PUBLISHED)
    versions.keep_reinstated(article, edition, by)
    record("article.reinstated", article, by=by, address=edition.get_absolute_url())
    return edition


def withdrawn_edition(article: Article) -> PublishedArticle | None:
    """Return what readers had of a withdrawn article last, or None when it is public or never was."""
    last = article.editions.filter(live_from__lte=timezone.now()).order_by("live_from").last()
    return last if last is not None and last.live_until is not None and last.live_until <= timezone.now() else None


@transaction.atomic
def schedule_withdrawal(
    article: Article,
    at: datetime,
    *,
    by: Any = None,
    says_so: bool = True,
    note: str = "",
    names: bool = True,
    seen: int | None = None,
) -> None:
    """Let an article that is public, or will be, end at a moment. Publishing it again until then keeps the end.

    Args:
        says_so, note, names: as in `withdraw`.

    Raises:
        NotReady: the moment has passed or comes before the article itself, or nothing is public or scheduled.
    """
    if at <= timezone.now():
        raise NotReady([_("The moment %(moment)s has passed: choose a later one.") % {"moment": words_of(at)}])
    refuse_too_far(at)
    hold(article, seen)
    last = last_edition(article)
    if last is None:
        raise refusal(_("“%(headline)s” is not public and not scheduled: there is nothing to withdraw."), article)
    if last.live_from >= at:
        sentence = _("“%(headline)s” changes on %(begin)s, after that end: choose a later moment, or unschedule first.")
        raise refusal(sentence, article, begin=words_of(last.live_from))
    forget_end(article)
    article.withdraws_at = last.live_until = at
    last.save(update_fields=["live_until"])
    article.save(update_fields=["withdraws_at"])
    if says_so:
        old_addresses.will_be_gone(last.get_absolute_url(), note, names=names)
    shown, moment = says_so and names, at.isoformat()
    record("article.withdrawal_scheduled", article, by=by, at=moment, says_so=says_so, note=note, names=shown)


@transaction.atomic
def cancel_withdrawal(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Let an article stay whose end was planned.

    Raises:
        NotReady: no end is planned, or it has come.
    """
    hold(article, seen)
    if article.withdraws_at is None or article.withdraws_at <= timezone.now():
        raise refusal(_("No withdrawal is planned for “%(headline)s”."), article)
    before = article.withdraws_at
    forget_end(article)
    article.save(update_fields=["withdraws_at"])
    record("article.withdrawal_cancelled", article, by=by, at=before.isoformat())


def last_edition(article: Article) -> PublishedArticle | None:
    """Return the edition that readers will have in the end: the scheduled one, else the present one."""
    now = timezone.now()
    pending = article.editions.filter(live_from__gt=now).order_by("-live_from").first()
    return pending or article.editions.live(now).first()


def forget_end(article: Article) -> Redirect | None:
    """Take the planned end off the article's editions and addresses, unsaved on the article itself.

    Returns:
        What its address was to say, if anything: for an end that moves to another edition.
    """
    notice = None
    if article.withdraws_at is not None:
        for edition in article.editions.filter(live_until=article.withdraws_at, live_until__gt=timezone.now()):
            notice = old_addresses.forget(edition.get_absolute_url()) or notice
            edition.live_until = None
            edition.save(update_fields=["live_until"])
        article.withdraws_at = None
    return notice
