"""Links under which somebody without an account reads one unpublished article: made, opened, ended.

An address holds the row's random word, the moment at which it ends, and a signature over both. So
a word that was guessed, a date that was moved and a link that was taken back all say the same: nothing.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from . import rights
from .models import Article, Comment, ShareLink
from .origin import absolute

DAYS = (1, 3, 7)
COMMENT_LENGTH = 2000
NOTE_LENGTH = 120
# Programs that look at a link because it was pasted somewhere: no person has opened it.
LOOKERS = re.compile(
    r"bot\b|bot/|preview|facebookexternalhit|whatsapp|telegram|slack|skype|discord|viber|signal|curl", re.I
)

_signer = Signer(sep=".", salt="articles.sharing")


class CannotShare(Exception):
    """A link was refused; the words say why."""


@transaction.atomic
def make(article: Article, *, by: Any, days: int, note: str = "", may_comment: bool = False) -> ShareLink:
    """Make a link to `article` as it stands at the desk, each time it is opened.

    Args:
        days: how long it lives: one of `DAYS`.
        note: for whom it is, as its reader will be told too.

    Raises:
        PermissionDenied: `by` may not write to the article.
        CannotShare: the number of days or the note cannot be.
    """
    if not rights.may_write(by, article):
        raise PermissionDenied
    if days not in DAYS:
        raise CannotShare(_("A link lives 1, 3 or 7 days: choose one of them."))
    note = " ".join(note.replace("\0", "").split())
    if len(note) > NOTE_LENGTH:
        sentence = _("“For whom” has %(length)d characters: shorten it to %(limit)d.")
        raise CannotShare(sentence % {"length": len(note), "limit": NOTE_LENGTH})
    if article.trashed_at:
        raise CannotShare(_("“%(headline)s” is in the trash.") % {"headline": article.headline})
    link = ShareLink.objects.create(
        article=article,
        note=note,
        may_comment=may_comment,
        made_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    record("share_link.made", article, by=by, link=link.pk, note=note, until=link.expires_at.isoformat())
    return link


@transaction.atomic
def revoke(link: ShareLink, *, by: Any) -> None:
    """End a link now. One that has ended stays as it is.

    Raises:
        PermissionDenied: `by` may not write to the article.
    """
    if not rights.may_write(by, link.article):
        raise PermissionDenied
    if ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record("share_link.revoked", link.article, by=by, link=link.pk, note=link.note)


def address(link: ShareLink) -> str:
    """Return the whole address of a link."""
    until = format(int(link.expires_at.timestamp()), "x")
    return absolute(reverse("shared", args=[_signer.sign(f"{link.token}.{until}")]))


def find(signed: str, moment: datetime | None = None) -> ShareLink | None:
    """Return the link behind the word of an address, with its article, if it still opens."""
    moment = moment or timezone.now()
    try:
        token, _dot, until = _signer.unsign(signed).rpartition(".")
        if int(until, 16) <= moment.timestamp():
            return None
    except (BadSignature, ValueError):
        return None
    link = ShareLink.objects.select_related("article__section", "article__lead_picture").filter(token=token).first()
    return link if link and has_ended(link, moment) is None else None


def language_of(signed: str) -> str:
    """Return the language of the article that an address of ours led to, whether it still opens; empty for others."""
    try:
        token = _signer.unsign(signed).rpartition(".")[0]
    except BadSignature:
        return ""
    return ShareLink.objects.filter(token=token).values_list("article__language", flat=True).first() or ""


def has_ended(link: ShareLink, moment: datetime | None = None) -> str | None:
    """Return why a link opens nothing any more, in a word for the desk; None while it does."""
    if link.revoked_at:
        return _("revoked")
    if link.expires_at <= (moment or timezone.now()):
        return _("ended")
    return _("in the trash") if link.article.trashed_at else None


def opened(link: ShareLink, agent: str) -> None:
    """Count a visit, unless a program only looked.

    Args:
        agent: what the browser calls itself.
    """
    if not LOOKERS.search(agent):
        ShareLink.objects.filter(pk=link.pk).update(opened_count=F("opened_count") + 1, opened_at=timezone.now())


def comment(link: ShareLink, *, name: str, text: str) -> Comment:
    """Keep what a reader of the link wrote, as a remark on its article that only the desk sees."""
    return Comment.objects.create(article=link.article, outsider=name, text=text)
