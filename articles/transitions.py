"""What every verb on an article begins and ends with: the row held, the refusal in sentences, the state written."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import pagekeys, search
from .models import Article
from .related import own
from .working_copy import claim

# Beyond, it is a slip of the keys.
PLANNED_AHEAD = timedelta(days=731)


class NotReady(Exception):
    """A verb was refused. `sentences` say why, for the person who asked."""

    def __init__(self, sentences: Iterable[str]):
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


def hold(article: Article, seen: int | None = None, *, in_trash: bool = False) -> None:
    """Begin a verb: claim the article, hold its row until the transaction ends, and read it anew.

    Two verbs never interleave so, and what is published is what is stored.

    Args:
        seen: the revision that the person was shown, if anybody looked.
        in_trash: whether the verb is one for what lies in the trash; all others refuse that.

    Raises:
        working_copy.ChangedSince: somebody else wrote to it after the person looked.
        NotReady: it lies in the trash, or for such a verb: it does not.
    """
    claim(article, seen)
    pagekeys.changing(article.pk)
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())
    if article.trashed_at and not in_trash:
        raise refusal(_("“%(headline)s” lies in the trash: bring it back first."), article)
    if in_trash and not article.trashed_at:
        raise refusal(_("“%(headline)s” is not in the trash."), article)


def refusal(sentence: str, article: Article, **words: Any) -> NotReady:
    """Return a refusal of one sentence that may name the article as %(headline)s."""
    return NotReady([sentence % ({"headline": article.headline} | words)])


def set_state(article: Article, state: str, *also: str) -> None:
    """Write the state, and the fields that every verb on readers' editions may have changed.

    Args:
        also: further fields to write.
    """
    article.state = state
    if state != Article.State.SCHEDULED:
        article.goes_live_at = None
    article.save(
        update_fields=["state", "slug", "goes_live_at", "withdraws_at", "first_published_at", "saved_at", *also]
    )


def drop_pending(article: Article) -> bool:
    """Delete editions that have not begun, and let the present one go on; return whether there were any."""
    now = timezone.now()
    pending = list(article.editions.filter(live_from__gt=now))
    if not pending:
        return False
    search.engine().remove([edition.pk for edition in pending])
    begins = [edition.live_from for edition in pending]
    article.editions.filter(pk__in=[edition.pk for edition in pending]).delete()
    # It goes on until the planned end of the whole article, if there is one.
    article.editions.live(now).filter(live_until__in=begins).update(live_until=article.withdraws_at)
    if not article.editions.live(now).exists():
        own.forget([article.pk])
    if article.first_published_at and article.first_published_at > now:
        article.first_published_at = None
    return True


def words_of(moment: datetime) -> str:
    """Return a moment on the newsroom's clock, the zone named: 31 January 2027, 18:00 (Europe/Kyiv)."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return f"{date_format(local, 'DATETIME_FORMAT')} ({timezone.get_default_timezone_name()})"


def too_far(when: date) -> str:
    """Return why nobody plans anything for `when`, a day or a moment; empty where somebody may."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    # The last day of calendars has no time zone around it: only days are compared.
    day, latest = date(when.year, when.month, when.day), today + PLANNED_AHEAD
    if day <= latest:
        return ""
    sentence = _("%(day)s is more than two years ahead: choose a day until %(latest)s.")
    return sentence % {"day": date_format(day), "latest": date_format(latest)}


def refuse_too_far(when: date | None) -> None:
    """Raise `NotReady` where `too_far` says why."""
    if when is not None and (sentence := too_far(when)):
        raise NotReady([sentence])
