"""What is done with topics and rounds: each verb once, and who did it when.

Votes stand in `patrons.voting`; what happens when an article answers a topic in `patrons.answering`.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import public_articles
from newsroom.audit.log import record

from . import answering, voting
from .models import Patron, Topic, TopicRound, TopicStep
from .plain import line, without_unseen

State = Topic.State
TITLE = (10, 120)
PITCH = (20, 600)
PROPOSALS_AT_ONCE = 3
KNOWN_AT_MOST = 200
MAY_BE_DECLINED = (State.PROPOSED, State.OPEN, State.CHOSEN, State.REPORTING)
# Where a duplicate's votes may go.
ALIVE = (State.PROPOSED, State.OPEN, State.CHOSEN, State.REPORTING, State.PUBLISHED)


class NotDone(Exception):
    """Nothing was changed; the sentence says why and what to do."""


class NotProposed(NotDone):
    """What was written cannot be proposed so. `errors`: a sentence by the name of the field."""

    def __init__(self, errors: dict[str, str]):
        self.errors = errors
        super().__init__(" ".join(errors.values()))


def waiting(patron: Patron) -> int:
    """Return how many proposals of a patron nobody has decided on yet."""
    return Topic.objects.filter(proposed_by=patron, state=State.PROPOSED).count()


@transaction.atomic
def propose(patron: Patron, title: str, pitch: str, *, language: str = "") -> Topic:
    """Keep what a patron would like to read about. Staff read it before anybody else does.

    Raises:
        NotProposed: with a sentence for each field, or one under "" about all of it.
    """
    title, pitch = line(title), without_unseen(pitch).replace("\r\n", "\n").strip()
    errors = {}
    if error := _length(title, *TITLE):
        errors["title"] = error
    if error := _length(pitch, *PITCH):
        errors["pitch"] = error
    # Held, so that two forms sent at once are counted one after the other.
    Patron.objects.select_for_update().get(pk=patron.pk)
    same = _same(patron, title) if title else None
    if same and same.state == State.PROPOSED and same.pitch == pitch and not errors:
        # The button was pressed twice.
        return same
    if same and "title" not in errors:
        errors["title"] = _("You proposed this already: it stands below, with what became of it.")
    elif not voting.budget(patron):
        errors[""] = _("Topics are proposed by those who support us now, with a tier that gives votes.")
    elif waiting(patron) >= PROPOSALS_AT_ONCE:
        errors[""] = _("%(number)d proposals of yours wait for an editor: propose another one when one is decided.") % {
            "number": PROPOSALS_AT_ONCE
        }
    if errors:
        raise NotProposed(errors)
    language = language or settings.LANGUAGE_CODE
    own = {language: {"title": title, "pitch": pitch}} if language != settings.LANGUAGE_CODE else {}
    topic = Topic.objects.create(title=title, pitch=pitch, language=language, translations=own, proposed_by=patron)
    TopicStep.objects.create(topic=topic, state=State.PROPOSED)
    return topic


def _same(patron: Patron, title: str) -> Topic | None:
    """Return what a patron proposed under this title before, unless it was declined."""
    others = Topic.objects.filter(proposed_by=patron).exclude(state=State.DECLINED).order_by("-pk")[:KNOWN_AT_MOST]
    return next((topic for topic in others if topic.title.casefold() == title.casefold()), None)


def _length(text: str, least: int, most: int) -> str:
    number = len(text)
    if number < least:
        return _("This has %(number)d characters: write at least %(least)d.") % {"number": number, "least": least}
    if number > most:
        return _("This has %(number)d characters: write at most %(most)d.") % {"number": number, "most": most}
    return ""


@transaction.atomic
def open_for_votes(topic: Topic, round: TopicRound, *, by: Any = None) -> Topic:
    """Put a proposal to the vote in a round."""
    row = _held(topic, State.PROPOSED)
    if round.is_over:
        raise NotDone(_("The round “%(round)s” has closed: choose another one.") % {"round": round})
    row.round = round
    return _become(row, State.OPEN, "topic.opened", by, round=str(round))


@transaction.atomic
def decline(topic: Topic, reason: str, *, by: Any = None) -> Topic:
    """Say no, with a reason that its proposer reads, and everybody if it was public."""
    row = _held(topic, *MAY_BE_DECLINED)
    row.reason = reason_of(row, reason)
    if votes_go_back(row):
        voting.give_back(row)
    return _become(row, State.DECLINED, "topic.declined", by)


def reason_of(topic: Topic, typed: str) -> str:
    """Return why a topic is declined, as it is kept.

    Raises:
        NotDone: there is no reason, or the topic is past that.
    """
    if topic.state not in MAY_BE_DECLINED:
        raise _past(topic)
    reason = " ".join(typed.replace("\0", "").split())[:300]
    if not reason:
        raise NotDone(_("Say why: whoever proposed it reads the reason, and so does everybody who could vote for it."))
    return reason


def votes_go_back(topic: Topic) -> bool:
    """Whether those who voted for a topic have their votes again once it is declined: its round goes on."""
    return topic.state == State.OPEN and topic.round is not None and not topic.round.is_over


@transaction.atomic
def choose(topic: Topic, *, by: Any = None) -> Topic:
    """Say that the newsroom will look into it; the vote on it has closed."""
    row = _held(topic, State.OPEN)
    if row.round is not None and not row.round.is_over:
        raise NotDone(_("Its round is open: close the round first, or wait until it closes."))
    if row.round is not None:
        voting.settle(row.round, by=by)
    return _become(row, State.CHOSEN, "topic.chosen", by)


@transaction.atomic
def begin_reporting(topic: Topic, *, by: Any = None) -> Topic:
    """Say that somebody is at it."""
    return _become(_held(topic, State.CHOSEN), State.REPORTING, "topic.reporting", by)


@transaction.atomic
def answer(topic: Topic, article: int | None, *, by: Any = None) -> Topic:
    """Say which article answers it, or that none does after all. What is not public yet is waited for.

    Args:
        article: its number.
    """
    row = _held(topic, State.CHOSEN, State.REPORTING, State.PUBLISHED)
    row.article_id = article
    # Another article is no new letter to those who had one.
    is_public = bool(public_articles.look_up([article]))
    if row.state == State.PUBLISHED and not is_public:
        row = _become(row, State.REPORTING, "topic.reporting", by)
    elif row.state == State.CHOSEN and article is not None and not is_public:
        row = _become(row, State.REPORTING, "topic.reporting", by)
    else:
        row.save(update_fields=["article"])
    record("topic.answered", row, by=by, called=called(row), article=article)
    answering.forget()
    if is_public:
        answering.publish(row, by=by)
        # The letters follow when this is stored: nobody learns of what is rolled back.
        transaction.on_commit(lambda: answering.article_became_public(row.article_id or 0), robust=True)
    row.refresh_from_db()
    return row


@transaction.atomic
def merge(topic: Topic, into: Topic, *, by: Any = None) -> Topic:
    """Make a duplicate part of another topic: its votes go there, and who voted for both has one back."""
    numbers = (topic.pk, into.pk)
    held = {
        row.pk: row
        for row in Topic.objects.select_for_update(of=("self",)).select_related("round").filter(pk__in=numbers)
        .order_by("pk")
    }  # fmt: skip
    row, other = held[topic.pk], held[into.pk]
    may_merge(row, other)
    came = voting.move(row, other)
    row.merged_into = other
    return _become(row, State.MERGED, "topic.merged", by, into=called(other), votes=came)


def may_merge(row: Topic, other: Topic) -> None:
    """Say whether one topic may become part of another.

    Raises:
        NotDone: they are one, or one of them is past that.
    """
    if row.pk == other.pk:
        raise NotDone(_("This is the same topic: choose another one."))
    if row.state not in (State.PROPOSED, State.OPEN) or other.state not in ALIVE:
        raise NotDone(
            _("Only proposals and topics put to the vote can become part of another, and that one must go on.")
        )
    if row.state == State.OPEN and other.state == State.PROPOSED:
        raise NotDone(_("“%(topic)s” is not public yet: make it part of this one instead.") % {"topic": other})


@transaction.atomic
def close_round(round: TopicRound, *, by: Any = None) -> TopicRound:
    """Close a round before its time, and settle it."""
    row = TopicRound.objects.select_for_update().get(pk=round.pk)
    if not row.is_open:
        raise NotDone(_("This round is not open."))
    row.closes_at = timezone.now()
    row.save(update_fields=["closes_at"])
    record("round.closed", row, by=by)
    voting.settle(row, by=by)
    return row


def added(topic: Topic, *, by: Any = None) -> None:
    """Write down that the newsroom itself put a topic forward."""
    TopicStep.objects.create(topic=topic, state=State.PROPOSED, by=by)


def called(topic: Topic) -> str:
    """Return a topic's name for the log: what a patron wrote and nobody published is not kept there."""
    if topic.proposed_by_id and not topic.round_id:
        return _("Topic %(number)d") % {"number": topic.pk}
    return topic.title


def _held(topic: Topic, *states: str) -> Topic:
    row = Topic.objects.select_for_update(of=("self",)).select_related("round").get(pk=topic.pk)
    if row.state not in states:
        raise _past(row)
    return row


def _past(row: Topic) -> NotDone:
    sentence = _("“%(topic)s” is %(state)s: this cannot be done with it.")
    return NotDone(sentence % {"topic": row.title, "state": row.get_state_display()})


def _become(row: Topic, state: str, verb: str, by: Any, **details: Any) -> Topic:
    row.state = State(state)
    # Without the count, which votes change.
    row.save(update_fields=["state", "round", "reason", "merged_into", "article"])
    TopicStep.objects.create(topic=row, state=state, by=by)
    record(verb, row, by=by, called=called(row), **details)
    answering.forget()
    return row
