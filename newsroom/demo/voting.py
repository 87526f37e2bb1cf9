"""What the demo newspaper's patrons asked for: a round that closed, one that is open, and proposals that wait."""

import random
import tomllib
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from newsroom.demo.reading import CONTENT
from patrons import answering, topics, voting
from patrons.models import Grant, Patron, Topic, TopicRound, TopicStep, Vote

State = Topic.State
WORDS = ("title", "pitch", "progress")
DAYS = timedelta(days=3)


def who_may_vote() -> dict[Patron, int]:
    """Return the patrons whose support goes on, with the votes that it gives them."""
    found: dict[Patron, int] = {}
    for grant in Grant.objects.valid().select_related("patron", "tier").order_by("patron_id"):
        votes = grant.tier.votes if grant.tier else 0
        found[grant.patron] = max(votes, found.get(grant.patron, 0))
    return {patron: votes for patron, votes in found.items() if votes}


def ask_patrons(articles: dict[str, int]) -> None:
    """Make the rounds and topics of `content/topics.toml`, unless an earlier run did.

    Args:
        articles: slug → number.
    """
    if TopicRound.objects.exists():
        return
    words = tomllib.loads((CONTENT / "topics.toml").read_text())
    votes, now = who_may_vote(), timezone.now()
    for each in words["rounds"]:
        _round(each, votes, articles)
    for patron, proposal in zip(votes, words["proposals"], strict=False):
        topics.propose(patron, proposal["title"], proposal["pitch"])
    voting.settle_what_closed()
    # Nobody is written to about what was published before this newspaper was made.
    Topic.objects.filter(state=State.PUBLISHED).update(told_at=now)
    answering.forget()


def _round(words: dict[str, Any], votes: dict[Patron, int], articles: dict[str, int]) -> None:
    # Rounds begin and end in the evening, when people have time.
    evening = timezone.localtime().replace(hour=20, minute=0, second=0, microsecond=0)
    ends = words.get("closes_in_days", -words.get("closed_days_ago", 0))
    round = TopicRound.objects.create(
        name=words["name"], translations={"uk": {"name": words["uk"]}},
        opens_at=evening - timedelta(days=words["opened_days_ago"]), closes_at=evening + timedelta(days=ends),
    )  # fmt: skip
    chance = random.Random(words["name"])  # noqa: S311 (the same votes in each demo)
    left, voters = {patron.pk: votes[patron] for patron in votes}, list(votes)
    places, began = dict.fromkeys(left, 0), {patron.pk: patron.created_at for patron in votes}
    # What the file says are proportions: four of five votes are given.
    in_all = sum(each["votes"] for each in words["topics"])
    share = sum(left.values()) * 4 // 5
    for number, each in enumerate(words["topics"]):
        topic = _topic(each, round, voters[number % len(voters)], articles)
        # Who began after it closed has no vote in it.
        able = [patron for patron in left if left[patron] and began[patron] < _until(round)]
        given = chance.sample(able, min(each["votes"] * share // in_all, len(able)))
        Vote.objects.bulk_create(
            Vote(
                round=round,
                topic=topic,
                patron_id=patron,
                place=places[patron],
                at=_moment(chance, round, began[patron]),
            )
            for patron in given
        )
        for patron in given:
            left[patron] -= 1
            places[patron] += 1
        Topic.objects.filter(pk=topic.pk).update(votes_count=len(given))


def _topic(words: dict[str, Any], round: TopicRound, patron: Patron, articles: dict[str, int]) -> Topic:
    article = articles.get(words.get("article", ""))
    state = State.PUBLISHED if article else State(words.get("state", State.OPEN))
    topic = Topic.objects.create(
        **{word: words.get(word, "") for word in WORDS}, translations={"uk": words["uk"]}, round=round, state=state,
        article_id=article, proposed_by=patron if words["patron"] else None, language="en",
        created_at=round.opens_at - timedelta(days=6),
    )  # fmt: skip
    steps = [(State.PROPOSED, topic.created_at), (State.OPEN, round.opens_at)]
    if state in (State.REPORTING, State.PUBLISHED):
        steps += [(State.CHOSEN, round.closes_at + timedelta(hours=14)), (State.REPORTING, round.closes_at + DAYS)]
    if state == State.PUBLISHED:
        steps.append((State.PUBLISHED, timezone.now() - timedelta(hours=31)))
    TopicStep.objects.bulk_create(TopicStep(topic=topic, state=step, at=at) for step, at in steps)
    return topic


def _until(round: TopicRound) -> datetime:
    return min(round.closes_at, timezone.now())


def _moment(chance: random.Random, round: TopicRound, began: datetime) -> datetime:
    since = max(round.opens_at, began)
    return since + chance.random() * (_until(round) - since)
