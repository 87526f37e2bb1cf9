"""Rounds, topics and patrons who vote, for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from patrons.models import Grant, Patron, Tier, Topic, TopicRound, TopicStep

DAY = timedelta(days=1)


def make_round(begins: int = -1, ends: int = 1, **fields: Any) -> TopicRound:
    """A round that opens and closes so many days from now."""
    now = timezone.now()
    return TopicRound.objects.create(
        **{"name": "November", "opens_at": now + begins * DAY, "closes_at": now + ends * DAY} | fields
    )


def make_topic(round: TopicRound | None = None, title: str = "Who profits from power imports", **fields: Any) -> Topic:
    """A topic; with a round it is put to the vote there."""
    state = Topic.State.OPEN if round else Topic.State.PROPOSED
    topic = Topic.objects.create(**{"title": title, "round": round, "state": state} | fields)
    TopicStep.objects.create(topic=topic, state=topic.state)
    return topic


def make_voter(votes: int = 3, ends: int | None = None, **fields: Any) -> Patron:
    """Somebody with a tier of so many votes, until so many days from now."""
    number = Patron.objects.count() + 1
    patron = Patron.objects.create(**{"email": f"voter{number}@example.org", "name": f"Vira Secret{number}"} | fields)
    tier, _made = Tier.objects.get_or_create(slug=f"of-{votes}", defaults={"name": f"Of {votes}", "votes": votes})
    now = timezone.now()
    until = None if ends is None else now + ends * DAY
    Grant.objects.create(patron=patron, tier=tier, source="staff", reason="x", starts_at=now - 30 * DAY, ends_at=until)
    return patron
