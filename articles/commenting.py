"""Remarks of the desk on an article: said, answered, settled. Readers never see them, and no version holds them."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import mailing
from newsroom.accounts.models import User

from .body.values import without_controls
from .models import Article, Comment
from .rights import may_see

TEXT_AT_MOST = 4_000
QUOTE_AT_MOST, BEFORE_AT_MOST = 500, 64
MENTIONS_AT_MOST = 20
SUGGESTED_AT_MOST, LOOKED_AT = 8, 24
PAUSE = timedelta(seconds=1)
MENTION = re.compile(r"@(\w[\w.’'-]*)")


class Refused(Exception):
    """A comment was not written or changed; the sentence is for the person who asked."""


@transaction.atomic
def comment(
    article: Article,
    text: str,
    *,
    by: Any = None,
    outsider: str = "",
    parent: Comment | None = None,
    quote: str = "",
    before: str = "",
    mentions: Iterable[int] = (),
) -> Comment:
    """Write a comment on an article, on some of its words, or an answer to a comment.

    Args:
        by: the account; None for somebody who came with a share link, named by `outsider`.
        quote: the words it is about, and `before`, what stands before them there.
        mentions: numbers of accounts that were chosen from a list. Who is written as "@Name" in the
            text and may see the article gets a mail, chosen or not. The names of those who may not see it
            are the comment's `not_told`.

    Raises:
        Refused: no words, too many, too fast, or an answer to what is not on this article.
    """
    if parent is not None:
        if parent.article_id != article.pk:
            raise Refused(_("The comment that you answered is gone."))
        parent = parent.parent or parent
    now = timezone.now()
    text = _checked(text)
    if by is not None and Comment.objects.filter(author=by, made_at__gt=now - PAUSE).exists():
        raise Refused(_("That was very fast: wait a second, then send it again."))
    made = Comment.objects.create(
        article=article,
        parent=parent,
        author=by,
        outsider=without_controls(outsider)[:80] if by is None else "",
        text=text,
        # An answer is about what its comment is about.
        quote="" if parent else without_controls(quote)[:QUOTE_AT_MOST],
        before="" if parent else without_controls(before)[-BEFORE_AT_MOST:],
        made_at=now,
    )
    if by is not None:
        _mention(made, mentions, by)
    return made


@transaction.atomic
def edit(found: Comment, text: str, *, by: Any, mentions: Iterable[int] = ()) -> None:
    """Change the words of one's own comment, as long as nobody has answered it.

    Raises:
        Refused: it is somebody else's, or answered, or the words are none or too many.
    """
    _own(found, by)
    if found.replies.exists():
        raise Refused(_("Somebody has answered this comment: write another one instead of changing it."))
    found.text = _checked(text)
    found.save(update_fields=["text"])
    _mention(found, mentions, by)


@transaction.atomic
def delete(found: Comment, *, by: Any) -> None:
    """Take one's own comment away. Where there are answers, a line says that something stood here.

    Raises:
        Refused: it is somebody else's.
    """
    _own(found, by)
    if found.replies.exists():
        found.text = ""
        found.save(update_fields=["text"])
        found.mentions.clear()
        return
    parent = found.parent
    found.delete()
    if parent is not None and not parent.text and not parent.replies.exists():
        parent.delete()


def resolve(found: Comment, *, by: Any) -> None:
    """Mark a comment, with its answers, as settled."""
    found = found.parent or found
    found.resolved_at, found.resolved_by = timezone.now(), by
    found.save(update_fields=["resolved_at", "resolved_by"])


def reopen(found: Comment) -> None:
    """Take a settled comment up again."""
    found = found.parent or found
    found.resolved_at = found.resolved_by = None
    found.save(update_fields=["resolved_at", "resolved_by"])


def threads(article: Article) -> list[Comment]:
    """Return the comments on an article with their answers in `replies`, the open ones first, in two queries."""
    answers = Comment.objects.select_related("author").order_by("made_at", "pk")
    found = article.comments.filter(parent=None).select_related("author", "resolved_by")
    with_answers = found.prefetch_related(Prefetch("replies", queryset=answers)).order_by("made_at", "pk")
    return sorted(with_answers, key=lambda each: each.resolved_at is not None)


def mentioning(user: Any) -> QuerySet[Comment]:
    """Return the open comments that mention `user`, newest first. The caller asks `may_see` before showing one."""
    return (
        Comment.objects.filter(mentions=user, resolved_at=None, parent__resolved_at=None, article__trashed_at=None)
        .select_related("article", "author")
        .defer("article__body")
        .order_by("-made_at", "-pk")
    )


def mentionable(article: Article, term: str = "") -> list[User]:
    """Return some people who may see `article` and whose name or address fits `term`, by name."""
    found = _staff()
    for word in without_controls(term).split()[:4]:
        found = found.filter(Q(name__holds=word) | Q(email__istartswith=word))
    candidates = found.prefetch_related("groups").order_by("name", "pk")[:LOOKED_AT]
    suggested: list[User] = []
    for user in candidates:
        if len(suggested) < SUGGESTED_AT_MOST and may_see(user, article):
            suggested.append(user)
    return suggested


def address_of(found: Comment) -> str:
    """Return the path to a comment in the article's form. The number is in the query: a sign-in loses fragments."""
    return f"{reverse('admin:articles_article_change', args=[found.article_id])}?comment={found.pk}"


def shown_name(user: Any) -> str:
    """Return what colleagues call somebody: never the whole address."""
    return user.name or user.email.partition("@")[0]


def _staff() -> QuerySet[User]:
    """Return those at the desk who may have any right in this room; `may_see` decides."""
    rights = Q(is_superuser=True)
    for way in ("groups__permissions", "user_permissions"):
        rights |= Q(**{f"{way}__content_type__app_label": "articles"})
    allowed = User.objects.filter(rights, is_active=True, is_staff=True)
    return User.objects.filter(pk__in=allowed.values("pk"))


def _checked(text: str) -> str:
    text = without_controls(text).strip()
    if not text:
        raise Refused(_("The comment is empty: write it, then send it."))
    if len(text) > TEXT_AT_MOST:
        sentence = _("The comment has %(count)d characters: shorten it to %(limit)d.")
        raise Refused(sentence % {"count": len(text), "limit": TEXT_AT_MOST})
    return text


def _own(found: Comment, by: Any) -> None:
    if found.author_id is None or found.author_id != by.pk or not found.text:
        raise Refused(_("Only who wrote a comment can change it or take it away."))


def _mention(made: Comment, chosen: Iterable[int], by: Any) -> None:
    """Store whom the text mentions, and mail those who were not mentioned here before."""
    before = set(made.mentions.values_list("pk", flat=True))
    now, shut_out = _mentioned(made, set(chosen))
    made.mentions.set(now)
    made.not_told = [shown_name(user) for user in shut_out]  # type: ignore[attr-defined]
    address = settings.SITE_URL + address_of(made)
    for user in now:
        if user.pk in before or user.pk == by.pk:
            continue
        context = {
            "who": shown_name(by),
            "headline": made.article.headline,
            "text": made.text,
            "quote": made.quote,
            "url": address,
        }
        mailing.send("mention", user.email, context, user.language)


def _mentioned(made: Comment, chosen: set[int]) -> tuple[list[User], list[User]]:
    """Return those whom the text means and who may see the article, and those who may not."""
    words = list(dict.fromkeys(MENTION.findall(made.text)))[:MENTIONS_AT_MOST]
    if not words:
        return [], []
    fits = Q()
    for word in words:
        fits |= Q(name__istartswith=word) | Q(name="", email__istartswith=word)
    text = made.text.casefold()
    by_name: dict[str, list[User]] = {}
    for user in _staff().filter(fits).order_by("pk")[: 4 * MENTIONS_AT_MOST]:
        if re.search(rf"@{re.escape(shown_name(user).casefold())}(?!\w)", text):
            by_name.setdefault(shown_name(user).casefold(), []).append(user)
    found: list[User] = []
    shut_out: list[User] = []
    for people in by_name.values():
        # Two of one name: only the one who was chosen from the list is meant.
        meant = people if len(people) == 1 else [user for user in people if user.pk in chosen]
        for user in meant:
            (found if may_see(user, made.article) else shut_out).append(user)
    return found[:MENTIONS_AT_MOST], shut_out
