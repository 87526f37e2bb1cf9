"""Topics: proposed, read by staff, chosen, reported, answered; and who is told."""

import pytest
from django.utils import timezone

from articles import clock, publishing
from articles.models import Article, PublishedArticle
from newsroom.audit.models import Event
from patrons import answering, privacy, topics, voting
from patrons.models import SentMail, Topic, TopicRound, Vote
from patrons.topics import NotDone, NotProposed
from tests.factories import make_article, make_user

from .topical import make_round, make_topic, make_voter

pytestmark = pytest.mark.django_db
WHY = "Because nobody has said who is paid along the way."


@pytest.fixture
def stored(django_capture_on_commit_callbacks):
    """Does something, and all that follows when it is stored."""

    def do(verb, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return verb(*args, **kwargs)

    return do


@pytest.fixture
def editor():
    return make_user(name="Olena Editor")


@pytest.fixture
def chosen(editor):
    """A topic that three voted for, in a round that closed."""
    round = make_round()
    topic = make_topic(round, "Who profits from power imports")
    for _each in range(3):
        voting.vote(make_voter(), topic)
    topics.close_round(round, by=editor)
    return topics.choose(topic, by=editor)


def test_each_step_is_written_down_with_who_and_when(editor, stored):
    voter, round = make_voter(), make_round()
    topic = topics.propose(voter, "Who  profits from power imports?", WHY, language="uk")
    assert topic.title == "Who profits from power imports?" and topic.translations["uk"]["title"] == topic.title
    topics.open_for_votes(topic, round, by=editor)
    voting.vote(voter, topic)
    with pytest.raises(NotDone, match="is open"):
        topics.choose(topic, by=editor)
    topics.close_round(round, by=editor)
    topics.choose(topic, by=editor)
    topics.begin_reporting(topic, by=editor)
    article = make_article(headline="The middlemen of winter", published=True)
    stored(topics.answer, topic, article.pk, by=editor)
    steps = list(topic.steps.values_list("state", "by"))
    assert steps == [
        ("proposed", None), ("open", editor.pk), ("chosen", editor.pk), ("reporting", editor.pk),
        ("published", editor.pk),
    ]  # fmt: skip
    verbs = list(Event.objects.filter(subject_type="patrons.topic").order_by("pk").values_list("verb", "actor_id"))
    assert [verb for verb, _by in verbs] == [
        "topic.opened", "topic.chosen", "topic.reporting", "topic.answered", "topic.published",
    ]  # fmt: skip
    assert {by for _verb, by in verbs} == {editor.pk}
    text = str(list(Event.objects.values()))
    assert voter.name not in text and voter.email not in text


@pytest.mark.parametrize(
    ("title", "pitch", "wrong"),
    [
        ("", "", {"title", "pitch"}), ("Short", WHY, {"title"}), ("x" * 10_000, WHY, {"title"}),
        ("\0" * 40, "\0" * 40, {"title", "pitch"}), ("A fair question", "x" * 601, {"pitch"}),
    ],
)  # fmt: skip
def test_a_proposal_says_what_is_wrong_with_it(title, pitch, wrong):
    with pytest.raises(NotProposed) as refused:
        topics.propose(make_voter(), title, pitch)
    assert set(refused.value.errors) == wrong and not Topic.objects.exists()


def test_three_proposals_wait_at_once_and_only_of_those_who_have_votes():
    voter = make_voter()
    made = [topics.propose(voter, f"A fair question {number}", WHY) for number in range(3)]
    with pytest.raises(NotProposed, match="3 proposals"):
        topics.propose(voter, "A fair question more", WHY)
    topics.decline(made[0], "Reported last month.")
    topics.propose(voter, "A fair question more", WHY)
    for stranger in (make_voter(votes=0), make_voter(ends=-1)):
        with pytest.raises(NotProposed, match="support us now"):
            topics.propose(stranger, "A fair question", WHY)


def test_what_cannot_be_done_is_refused_and_changes_nothing(editor, chosen):
    round, over = make_round(begins=2, ends=4), chosen.round
    proposal = make_topic()
    for verb, *args in (
        (topics.open_for_votes, chosen, round), (topics.open_for_votes, proposal, over),
        (topics.decline, proposal, " "),
        (topics.choose, proposal), (topics.begin_reporting, proposal), (topics.answer, proposal, None),
        (topics.merge, proposal, proposal), (topics.merge, chosen, proposal), (topics.close_round, over),
        (topics.merge, make_topic(round), proposal), (topics.merge, proposal, make_topic(over, state="declined")),
    ):  # fmt: skip
        before = list(Topic.objects.order_by("pk").values())
        with pytest.raises(NotDone):
            verb(*args, by=editor)
        assert list(Topic.objects.order_by("pk").values()) == before


def test_voters_get_one_letter_when_the_article_can_be_read(chosen, editor, stored, mailoutbox):
    first, second, third = (vote.patron for vote in Vote.objects.order_by("pk").select_related("patron"))
    second.no_mail_about = ["topic"]
    second.save()
    third.locale = "uk"
    third.save()
    draft = make_article(headline="The middlemen of winter")
    stored(topics.answer, chosen, draft.pk, by=editor)
    assert Topic.objects.get().state == "reporting" and not mailoutbox and answering.labels() == {}
    stored(publishing.publish, draft)
    assert Topic.objects.get().state == "published" and Topic.objects.get().told_at
    assert sorted(mail.to[0] for mail in mailoutbox) == [first.email, third.email]
    assert "The middlemen of winter" in mailoutbox[0].subject and "Who profits" in mailoutbox[0].body
    assert draft.live_edition.get_absolute_url() in mailoutbox[0].body
    # Published again, answered by another, followed by the clock: nobody is written to twice.
    stored(publishing.publish, draft, substantial=True)
    stored(topics.answer, chosen, make_article(published=True).pk, by=editor)
    stored(answering.follow)
    assert len(mailoutbox) == 2 and SentMail.objects.filter(kind="topic").count() == 2


def test_an_article_that_goes_live_by_the_clock_answers_then(chosen, editor, stored, mailoutbox, monkeypatch):
    article = make_article(headline="The middlemen of winter")
    soon = timezone.now() + timezone.timedelta(minutes=5)
    publishing.schedule(article, soon)
    stored(topics.answer, chosen, article.pk, by=editor)
    stored(answering.follow)
    assert Topic.objects.get().state == "reporting" and not mailoutbox
    past = timezone.now() - timezone.timedelta(minutes=1)
    Article.objects.filter(pk=article.pk).update(goes_live_at=past)
    PublishedArticle.objects.update(live_from=past)
    stored(clock.follow)
    assert Topic.objects.get().state == "published" and len(mailoutbox) == 3


def test_many_voters_are_written_to_in_parts(chosen, stored, mailoutbox, monkeypatch):
    monkeypatch.setattr(answering, "AT_ONCE", 2)
    stored(topics.answer, chosen, make_article(published=True).pk)
    assert len(mailoutbox) == 2 and Topic.objects.get().told_at is None
    assert stored(answering.follow) == 1 and stored(answering.follow) == 0
    assert len(mailoutbox) == 3 and Topic.objects.get().told_at


def test_an_article_set_by_mistake_is_taken_off(chosen, stored):
    article = make_article(published=True)
    stored(topics.answer, chosen, article.pk)
    assert answering.labels() == {article.pk: chosen.pk}
    stored(topics.answer, chosen, None)
    assert Topic.objects.get().state == "reporting" and answering.labels() == {}


def test_a_patron_gets_all_of_it_and_is_forgotten(chosen):
    voter = Vote.objects.first().patron
    waits = topics.propose(voter, "A fair question", WHY)
    shown = make_topic(chosen.round, proposed_by=voter)
    told = privacy.everything_about(voter)
    assert told["votes"][0]["topic__title"] == chosen.title
    assert {topic["title"] for topic in told["topics_proposed"]} == {waits.title, shown.title}
    privacy.erase(voter)
    assert not Topic.objects.filter(pk=waits.pk).exists() and Topic.objects.filter(pk=shown.pk).exists()
    assert Topic.objects.get(pk=chosen.pk).votes_count == 3 == Vote.objects.count()


def test_settling_at_the_choice_is_seen_in_the_count(editor):
    round = make_round()
    topic, voter = make_topic(round), make_voter()
    voting.vote(voter, topic)
    for grant in voter.grants.all():
        grant.revoked_at = grant.starts_at
        grant.save()
    TopicRound.objects.update(closes_at=timezone.now())
    topics.choose(topic, by=editor)
    assert Topic.objects.get().votes_count == 0


def test_the_same_is_proposed_once():
    voter = make_voter()
    first = topics.propose(voter, "A fair question here", WHY)
    # The button was pressed twice.
    assert topics.propose(voter, "A fair question here", WHY) == first
    with pytest.raises(NotProposed, match="proposed this already") as refused:
        topics.propose(voter, "A FAIR  question here", f"{WHY} And more of it.")
    assert set(refused.value.errors) == {"title"} and Topic.objects.count() == 1
    # Somebody else may, and so may they once it was declined.
    topics.propose(make_voter(), "A fair question here", WHY)
    topics.decline(first, "Reported last month.")
    assert topics.propose(voter, "A fair question here", WHY) != first
