"""What somebody typed and has not saved. It changes nothing but itself: see decision "Autosave is a row of its own"."""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Article, Autosave

BYTES_AT_MOST = 2_000_000
NAME_AT_MOST = 200
# What belongs to one sending of the form and not to the text.
NEVER_KEPT = ("csrfmiddlewaretoken",)

type Pairs = list[tuple[str, str]]


class NotKept(Exception):
    """The words were refused; the sentence says why."""


def read_pairs(given: Any) -> Pairs:
    """Return a form as it was sent: names and values, in order, without what is never kept.

    Raises:
        NotKept: it is no list of pairs of texts, or too large.
    """
    if not isinstance(given, list):
        raise NotKept(_("This is no form: send a list of names and values."))
    pairs = []
    for each in given:
        if not (isinstance(each, list | tuple) and len(each) == 2 and all(isinstance(part, str) for part in each)):
            raise NotKept(_("This is no form: every entry is a name and a value, both of them text."))
        name, value = _storable(each[0]), _storable(each[1])
        if len(name) > NAME_AT_MOST:
            raise NotKept(_("No field of the form has a name as long as “%(name)s…”.") % {"name": name[:40]})
        if name not in NEVER_KEPT and "password" not in name.lower():
            pairs.append((name, value))
    size = len(json.dumps(pairs, ensure_ascii=False).encode())
    if size > BYTES_AT_MOST:
        sentence = _(
            "%(size).1f MB are too much to keep beside the article, at most %(limit)d MB: press Save, or shorten."
        )
        raise NotKept(sentence % {"size": size / 1_000_000, "limit": BYTES_AT_MOST // 1_000_000})
    return pairs


def keep(
    user: Any, pairs: Iterable[tuple[str, str]], *, article: Article | None, key: uuid.UUID | None = None
) -> Autosave:
    """Keep the form of `user` as it is, instead of what was kept of it before.

    Args:
        pairs: what `read_pairs` gave.
        key: which of the person's new articles it is, where there is no `article` yet.

    Raises:
        NotKept: the key belongs to something else.
    """
    data = [list(pair) for pair in pairs]
    headline = next((" ".join(value.split())[:200] for name, value in data if name == "headline"), "")
    values = {"data": data, "headline": headline, "saved_at": timezone.now()}
    if article is not None:
        return Autosave.objects.update_or_create(article=article, user=user, defaults=values)[0]
    try:
        with transaction.atomic():
            return Autosave.objects.update_or_create(key=key or uuid.uuid4(), user=user, article=None, defaults=values)[
                0
            ]
    except IntegrityError as taken:
        raise NotKept(_("These words belong to another form: open a new one.")) from taken


def of_article(user: Any, article: Article) -> Autosave | None:
    """Return what `user` typed into `article` and did not save."""
    return Autosave.objects.filter(user=user, article=article).first()


def of_key(user: Any, key: uuid.UUID) -> Autosave | None:
    """Return what `user` typed into the new article that `key` names."""
    return Autosave.objects.filter(user=user, article=None, key=key).first()


def begun(user: Any, at_most: int) -> list[Autosave]:
    """Return the newest of the articles that `user` began and never saved, without their text."""
    return list(Autosave.objects.filter(user=user, article=None).defer("data")[:at_most])


def forget(user: Any, *, article: Article | None, key: uuid.UUID | None = None) -> None:
    """Drop what was kept: it was saved, or is not wanted."""
    mine = Autosave.objects.filter(user=user, article=article)
    if article is not None:
        mine.delete()
    elif key is not None:
        mine.filter(key=key).delete()


def _storable(text: str) -> str:
    """Without NUL and halves of characters, which PostgreSQL refuses."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
