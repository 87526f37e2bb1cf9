"""Votes: one a topic, as many a round as the tier gives, whatever comes at once; and what becomes of them."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from patrons import people, topics, voting
from patrons.models import Grant, Topic, TopicRound, Vote
from patrons.voting import NotVoted

from .topical import DAY, make_round, make_topic, make_voter

pytestmark = pytest.mark.django_db


def counts():
    """What topics say of their votes must be what there is."""
    for topic in Topic.objects.all():
        assert topic.votes_count == topic.votes.count(), topic
    return list(Topic.objects.order_by("pk").values_list("votes_count", flat=True))


def close(round):
    TopicRound.objects.filter(pk=round.pk).update(closes_at=timezone.now())


def test_as_many_as_the_tier_gives_one_a_topic_and_a_place_is_free_again():
    round, voter = make_round(), make_voter(votes=2)
    first, second, third = (make_topic(round) for _each in range(3))
    voting.vote(voter, first)
    voting.vote(voter, first)
    assert voting.ballot(voter, round).left == 1
    voting.vote(voter, second)
    with pytest.raises(NotVoted, match="take one back"):
        voting.vote(voter, third)
    voting.take_back(voter, first)
    voting.take_back(voter, first)
    voting.vote(voter, third)
    assert counts() == [0, 1, 1] and voting.ballot(voter, round).left == 0
    assert voting.ballot(voter, round).topics == {second.pk, third.pk}
    # Another round has votes of its own.
    other = make_round(begins=-3, ends=-2)
    assert voting.ballot(voter, other).left == 2


def test_the_best_tier_counts_while_it_holds_and_nothing_after():
    round, voter = make_round(), make_voter(votes=1)
    Grant.objects.create(patron=voter, tier=make_voter(votes=5).grants.get().tier, source="gift", ends_at=None)
    assert voting.budget(voter) == 5
    topic, late = make_topic(round), make_topic(round)
    voting.vote(voter, topic)
    Grant.objects.filter(patron=voter).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert voting.budget(voter) == 0
    with pytest.raises(NotVoted, match="support us now"):
        voting.vote(voter, late)
    # What was cast while it held stays, and may still be taken back.
    close(round)
    voting.settle(round)
    assert counts() == [1, 0]
    assert voting.budget(make_voter(votes=0)) == 0


def test_a_smaller_tier_gives_no_place_more_than_it_has():
    round, voter = make_round(), make_voter(votes=4)
    one, two, three, four, five = (make_topic(round) for _each in range(5))
    for topic in (one, two, three, four):
        voting.vote(voter, topic)
    voting.take_back(voter, one)
    Grant.objects.filter(patron=voter).update(tier=make_voter(votes=3).grants.get().tier)
    with pytest.raises(NotVoted):
        voting.vote(voter, five)
    voting.take_back(voter, four)
    voting.vote(voter, five)
    assert voting.ballot(voter, round).left == 0


def test_only_in_an_open_round_for_what_is_put_to_the_vote():
    voter, round = make_voter(), make_round()
    coming, over = make_round(begins=2, ends=3), make_round(begins=-3, ends=-2)
    declined = make_topic(round, state="declined")
    for topic in (make_topic(), make_topic(coming), make_topic(over), declined):
        with pytest.raises(NotVoted):
            voting.vote(voter, topic)
        with pytest.raises(NotVoted):
            voting.take_back(voter, topic)
    assert not Vote.objects.exists()


def test_votes_of_those_who_had_all_their_money_back_are_out_and_nobody_elses():
    round = make_round()
    topic = make_topic(round)
    honest, refunded, ended, taken = (make_voter() for _each in range(4))
    for voter in (honest, refunded, ended, taken):
        voting.vote(voter, topic)
    # As settling does when all of a pledge went back; as time does; as staff do with what they gave.
    for grant in Grant.objects.filter(patron=refunded):
        Grant.objects.filter(pk=grant.pk).update(revoked_at=grant.starts_at)
    Grant.objects.filter(patron=ended).update(ends_at=timezone.now())
    Grant.objects.filter(patron=taken).update(revoked_at=timezone.now())
    assert voting.settle(round) == 0 and counts() == [4]
    close(round)
    assert voting.settle_what_closed() == 1 and counts() == [3]
    assert not Vote.objects.filter(patron=refunded).exists()
    # Once.
    Grant.objects.update(revoked_at=timezone.now() - 90 * DAY)
    assert voting.settle_what_closed() == 0 and voting.settle(round) == 0 and counts() == [3]


def test_two_who_are_one_have_one_vote_a_topic_and_one_budget():
    round, over = make_round(), make_round(begins=-9, ends=-8)
    stays, goes = make_voter(votes=3), make_voter(votes=2)
    one, two, three, four = (make_topic(round) for _each in range(4))
    for topic in (one, two):
        voting.vote(stays, topic)
    for topic in (one, three):
        voting.vote(goes, topic)
    past = make_topic(over, votes_count=1)
    Vote.objects.create(round=over, topic=past, patron=goes, place=0)
    own = make_topic(proposed_by=goes)
    people.merge(goes, stays)
    assert counts() == [1, 1, 1, 0, 1, 0] and voting.ballot(stays, round).left == 0
    assert not Vote.objects.filter(patron=goes).exists() and Topic.objects.get(pk=own.pk).proposed_by == stays
    # Where there is no place the vote goes.
    third = make_voter(votes=1)
    voting.vote(third, four)
    people.merge(third, stays)
    assert counts() == [1, 1, 1, 0, 1, 0]


def test_what_is_declined_or_joined_gives_votes_back():
    round, voter, other = make_round(), make_voter(votes=2), make_voter(votes=2)
    one, two, three = (make_topic(round, title) for title in ("Night trains in winter", "Night trains", "Ambulances"))
    for topic in (one, two):
        voting.vote(voter, topic)
    voting.vote(other, two)
    topics.merge(two, one)
    assert counts() == [2, 0, 0] and voting.ballot(voter, round).left == 1
    with pytest.raises(NotVoted):
        voting.vote(other, two)
    voting.vote(voter, three)
    topics.decline(three, "A court forbids it.")
    assert voting.ballot(voter, round).left == 1 and counts() == [2, 0, 1]


def test_the_database_itself_refuses_a_second_vote_and_a_place_taken():
    round, voter = make_round(), make_voter()
    one, two = make_topic(round), make_topic(round)
    Vote.objects.create(round=round, topic=one, patron=voter, place=0)
    for topic, place in ((one, 1), (two, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.create(round=round, topic=topic, patron=voter, place=place)


@pytest.mark.django_db(transaction=True)
def test_eight_threads_at_once_give_no_vote_more_than_there_are():
    round, voter, other = make_round(), make_voter(votes=3), make_voter(votes=2)
    asked = [make_topic(round) for _each in range(12)]
    start, given, refused, problems = threading.Barrier(8), [], [], []

    def work(number):
        try:
            start.wait(timeout=30)
            for topic in (asked * 2)[number : number + 12]:
                for patron in (voter, other):
                    try:
                        given.append(voting.vote(patron, topic).pk)
                    except NotVoted:
                        refused.append(topic)
        except Exception as error:  # told by the assertion below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == [] and refused
    assert sorted(Vote.objects.filter(patron=voter).values_list("place", flat=True)) == [0, 1, 2]
    assert sorted(Vote.objects.filter(patron=other).values_list("place", flat=True)) == [0, 1]
    assert len(set(given)) == 5 and sum(counts()) == 5


@pytest.mark.django_db(transaction=True)
def test_two_who_read_the_same_state_cannot_both_write(monkeypatch):
    """The look at what is taken goes wrong on purpose: the place in the database still holds the budget."""
    round, voter = make_round(), make_voter(votes=1)
    asked = [make_topic(round) for _each in range(4)]
    ready, done, problems = threading.Barrier(4), [], []
    real = voting.budget

    def slow(patron):
        try:
            # All have read which places are taken before anybody goes on; nobody waits where they go one by one.
            ready.wait(timeout=0.3)
        except threading.BrokenBarrierError:
            pass
        return real(patron)

    monkeypatch.setattr(voting, "budget", slow)

    def work(topic):
        try:
            done.append(voting.vote(voter, topic))
        except NotVoted:
            pass
        except Exception as error:  # told by the assertion below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[topic]) for topic in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == [] and len(done) == 1 and Vote.objects.count() == 1 and sum(counts()) == 1
