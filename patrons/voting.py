"""Votes: who has how many in a round, giving one, taking it back, and what becomes of them when people or money go.

voting.vote(patron, topic)
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.audit.log import record

from .models import Grant, Patron, Topic, TopicRound, Vote

TRIES = 20


class NotVoted(Exception):
    """Nothing was changed; the sentence says why and what to do."""


@dataclass(frozen=True)
class Ballot:
    """What a patron has in a round: how many votes, and which topics have one of them."""

    budget: int
    topics: frozenset[int] = field(default_factory=frozenset)
    used: int = 0

    @property
    def left(self) -> int:
        return max(0, self.budget - self.used)


def budget(patron: Patron) -> int:
    """Return how many votes a round a patron has: the most that a tier of theirs gives that holds now."""
    grants = Grant.objects.valid().filter(patron=patron, patron__erased_at=None)
    return grants.aggregate(most=Max("tier__votes"))["most"] or 0


def ballot(patron: Patron, round: TopicRound) -> Ballot:
    """Return what a patron has in a round."""
    rows = list(Vote.objects.filter(patron=patron, round=round).values_list("topic", "place"))
    used = sum(place is not None for _topic, place in rows)
    return Ballot(budget(patron), frozenset(topic for topic, _place in rows), used)


def vote(patron: Patron, topic: Topic) -> Vote:
    """Give a vote. For a topic that has one of the same patron already nothing changes.

    Raises:
        NotVoted: with a sentence.
    """
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _vote(patron, topic)
        except IntegrityError:
            # Another request of the same patron took this place, or voted for this topic, in the same moment.
            continue
    raise NotVoted(_("Your votes change just now: try again in a moment."))


def _vote(patron: Patron, topic: Topic) -> Vote:
    row, round = _held(topic)
    if (given := Vote.objects.filter(topic=row, patron=patron).first()) is not None:
        return given
    of_round = Vote.objects.filter(round=round, patron=patron, place__isnull=False)
    taken, most = set(of_round.values_list("place", flat=True)), budget(patron)
    if not most:
        raise NotVoted(_("Votes belong to those who support us now, with a tier that gives some."))
    if len(taken) >= most:
        raise NotVoted(_("All your votes of this round are given: take one back, and give it to this topic."))
    # The lowest place that is free: two requests at once want the same one, and one of them gets it.
    place = next(place for place in range(most) if place not in taken)
    given = Vote.objects.create(round=round, topic=row, patron=patron, place=place)
    Topic.objects.filter(pk=row.pk).update(votes_count=F("votes_count") + 1)
    return given


@transaction.atomic
def take_back(patron: Patron, topic: Topic) -> None:
    """Take a vote back while its round is open; its place is free again. Where there is none nothing changes.

    Raises:
        NotVoted: with a sentence.
    """
    row, round = _held(topic)
    if Vote.objects.filter(topic=row, patron=patron, round=round).delete()[0]:
        Topic.objects.filter(pk=row.pk).update(votes_count=F("votes_count") - 1)


def _held(topic: Topic) -> tuple[Topic, TopicRound]:
    """Return a topic as it is now, held until the transaction ends, and its round, if votes for it are taken."""
    row = Topic.objects.select_for_update(of=("self",)).select_related("round").get(pk=topic.pk)
    if row.round is None or row.state != Topic.State.OPEN:
        raise NotVoted(_("This topic is not put to the vote: choose another one."))
    if row.round.is_over:
        raise NotVoted(_("The round has closed: votes stand as they were."))
    if not row.round.is_open:
        raise NotVoted(_("The round has not opened yet."))
    return row, row.round


def give_back(topic: Topic) -> None:
    """Free the votes of a topic that is out of an open round: they still say who asked, and cost nobody a place."""
    Vote.objects.filter(topic=topic).update(place=None)


def move(topic: Topic, into: Topic) -> int:
    """Give `into` the votes of `topic`, which is the same question; return how many came.

    Who voted for both keeps one, and has the other back.
    """
    both = Vote.objects.filter(topic=into).values("patron")
    Vote.objects.filter(topic=topic, patron__in=both).delete()
    came = Vote.objects.filter(topic=topic).update(topic=into)
    Topic.objects.filter(pk=topic.pk).update(votes_count=0)
    Topic.objects.filter(pk=into.pk).update(votes_count=F("votes_count") + came)
    return came


@transaction.atomic
def settle(round: TopicRound, *, by: Any = None) -> int:
    """After a round has closed, take out the votes of those who had all their money back; return how many.

    Support that simply ended keeps the votes that were cast while it held: see docs/decisions.
    """
    row = TopicRound.objects.select_for_update().get(pk=round.pk)
    if row.settled_at is not None or not row.is_over:
        return 0
    voters = set(Vote.objects.filter(round=row).values_list("patron", flat=True))
    held = Grant.objects.filter(patron__votes__round=row, starts_at__lt=row.closes_at)
    # What was given back in full is taken back from the moment it began.
    held = held.filter(Q(revoked_at=None) | Q(revoked_at__gt=F("starts_at")))
    void = voters - set(held.values_list("patron", flat=True))
    out = 0
    for given in Vote.objects.filter(round=row, patron__in=void):
        Topic.objects.filter(pk=given.topic_id).update(votes_count=F("votes_count") - 1)
        given.delete()
        out += 1
    row.settled_at = timezone.now()
    row.save(update_fields=["settled_at"])
    record("round.settled", row, by=by, votes_out=out)
    return out


def settle_what_closed() -> int:
    """Settle the rounds that the clock closed; safe to call at any time."""
    closed = list(TopicRound.objects.over().filter(settled_at=None)[:20])
    for round in closed:
        settle(round)
    return len(closed)


def put_together(patron: Patron, into: Patron) -> None:
    """Give `into` the votes and proposals of `patron`, who is the same person; in the caller's transaction.

    One person has one vote a topic and one budget: a second vote for a topic goes, and in a round that is open
    so do those for which there is no place.
    """
    Topic.objects.filter(proposed_by=patron).update(proposed_by=into)
    most = budget(into)
    for given in Vote.objects.filter(patron=patron).select_related("round").order_by("at", "pk"):
        taken = set(
            Vote.objects.filter(patron=into, round=given.round, place__isnull=False).values_list("place", flat=True)
        )
        is_twice = Vote.objects.filter(patron=into, topic=given.topic_id).exists()
        has_no_place = given.place is not None and given.round.is_open and len(taken) >= most
        if is_twice or has_no_place:
            given.delete()
            Topic.objects.filter(pk=given.topic_id).update(votes_count=F("votes_count") - 1)
            continue
        given.patron = into
        if given.place is not None:
            given.place = next(place for place in range(len(taken) + 1) if place not in taken)
        given.save(update_fields=["patron", "place"])
