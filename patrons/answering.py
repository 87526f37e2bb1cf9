"""Topics that an article answered: the label on the article, and one letter to each who voted.

A topic waits with its article: it is published when readers can open that, and not before.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from newsroom import public_articles
from newsroom.audit.log import record
from newsroom.pagecache.filing import EVERYTHING
from newsroom.pagecache.kept import forget as forget_kept
from newsroom.pagecache.kept import kept
from newsroom.pagecache.retiring import retire
from newsroom.public_articles import PublicArticle

from . import letters
from .models import SentMail, Topic, TopicStep, Vote

KEY = "patrons-answered-topics"
MOST = 2000
# Letters that go out at once with the article; the rest are the clock's, so that nobody waits for a thousand of them.
AT_ONCE = 20
LETTERS_A_ROUND = 500
WAITING = (Topic.State.CHOSEN, Topic.State.REPORTING)


def labels() -> dict[int, int]:
    """Return which articles were asked for: their number → the number of the topic."""
    return kept(KEY, _labels)


def _labels() -> dict[int, int]:
    rows = Topic.objects.filter(state=Topic.State.PUBLISHED, article__isnull=False).order_by("-pk")
    return dict(rows.values_list("article", "pk")[:MOST])


def forget() -> None:
    """Let every page be made anew, once this transaction is committed."""
    transaction.on_commit(lambda: forget_kept(KEY))
    retire(EVERYTHING)


def article_became_public(number: int, **signal: Any) -> None:
    """Receiver of `public_articles.became_public`: what it answers is published, and its first voters learn of it."""
    for topic in Topic.objects.filter(article=number, state__in=WAITING):
        publish(topic)
    for topic in Topic.objects.filter(article=number, state=Topic.State.PUBLISHED, told_at=None):
        write_to_voters(topic, AT_ONCE)


@transaction.atomic
def publish(topic: Topic, *, by: Any = None) -> bool:
    """Make a topic published if readers can open its article; return whether they can."""
    row = Topic.objects.select_for_update().get(pk=topic.pk)
    if row.state not in WAITING or not public_articles.look_up([row.article_id]):
        return False
    Topic.objects.filter(pk=row.pk).update(state=Topic.State.PUBLISHED)
    TopicStep.objects.create(topic=row, state=Topic.State.PUBLISHED, by=by)
    record("topic.published", row, by=by, article=row.article_id)
    forget()
    return True


def follow() -> int:
    """Catch up with articles that became public, and write to the voters who wait; return how many letters went.

    Safe to call at any time, and again.
    """
    for topic in Topic.objects.filter(state__in=WAITING, article__isnull=False)[:100]:
        publish(topic)
    sent = 0
    for topic in Topic.objects.filter(state=Topic.State.PUBLISHED, told_at=None)[:20]:
        sent += write_to_voters(topic, LETTERS_A_ROUND - sent)
        if sent >= LETTERS_A_ROUND:
            break
    return sent


@dataclass(frozen=True)
class _News:
    """What a letter tells: a topic, and the article that answers it."""

    topic: Topic
    article: PublicArticle


def write_to_voters(topic: Topic, at_most: int) -> int:
    """Write to those who voted for a topic and were not written to; return how many letters went."""
    article = public_articles.look_up([topic.article_id]).get(topic.article_id or 0)
    if article is None:
        return 0
    news, sent = _News(topic, article), 0
    told = SentMail.objects.filter(patron=OuterRef("patron"), kind="topic", about=_about(topic))
    waiting = Vote.objects.filter(~Exists(told), topic=topic, patron__erased_at=None).order_by("pk")
    for vote in waiting.select_related("patron").iterator(chunk_size=200):
        if sent >= at_most:
            return sent
        sent += _write(vote, news)
    Topic.objects.filter(pk=topic.pk).update(told_at=timezone.now())
    return sent


@transaction.atomic
def _write(vote: Vote, news: _News) -> bool:
    patron = vote.patron
    if "topic" in patron.no_mail_about or not patron.email:
        return False
    with translation.override(patron.language):
        letter = letters.topic_answered(patron, news.topic.local.title, news.article.headline, news.article.url)
        return letters.send_once(patron, letter, _about(news.topic))


def _about(topic: Topic) -> str:
    return f"topic {topic.pk}"
