"""Topics and rounds as everybody sees them: counts and steps, never a name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import timezone

from newsroom import public_articles
from newsroom.public_articles import PublicArticle
from patrons.models import Topic, TopicRound

from .pages import public_page

State = Topic.State
ROUNDS = 12
OVER = 8
TOPICS = 400
SHOWN = 20
HIGHEST = 2**31


@dataclass
class Ranked:
    """A topic in its round: its rank (the same for as many votes), and its part of all votes."""

    topic: Topic
    rank: int
    percent: int


@dataclass
class Standing:
    """A round and what is in it."""

    round: TopicRound
    topics: list[Ranked] = field(default_factory=list)
    declined: list[Topic] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(each.topic.votes_count for each in self.topics)


@public_page
def topics(request: HttpRequest) -> HttpResponse:
    """The vote of now, what came of earlier ones, what is in reporting and what was answered."""
    rounds = list(TopicRound.objects.all()[:ROUNDS])
    current = next((each for each in rounds if each.is_open), None)
    coming = [each for each in rounds if each.opens_at > timezone.now()]
    over = sorted((each for each in rounds if each.is_over), key=lambda each: each.closes_at, reverse=True)
    standings = standing([*([current] if current else []), *over[:OVER]])
    shown = Topic.objects.select_related("round")
    published = list(shown.filter(state=State.PUBLISHED).order_by("-pk")[:SHOWN])
    articles = public_articles.look_up(topic.article_id for topic in published)
    context = {
        "current": standings.pop(0) if current else None,
        "coming": coming[-1] if coming else None,
        "over": standings,
        "is_capped": len(over) > OVER,
        "reporting": list(shown.filter(state__in=(State.CHOSEN, State.REPORTING)).order_by("-pk")[:SHOWN]),
        "published": with_articles(published, articles),
        "alternates": {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES},
    }
    return render(request, "patrons/topics.html", context)


@public_page
def topic(request: HttpRequest, number: str) -> HttpResponse:
    """One topic: what it asks, how many asked for it, and each step it took."""
    found = None
    if int(number) < HIGHEST:
        found = Topic.objects.select_related("round").filter(pk=number).exclude(round=None).first()
    if found is None or not found.is_public:
        raise Http404
    if found.merged_into_id:
        return redirect("topic", found.merged_into_id)
    context = {
        "topic": found,
        "steps": found.steps.all()[:50],
        "article": public_articles.look_up([found.article_id]).get(found.article_id or 0)
        if found.state == State.PUBLISHED
        else None,
        "alternates": {code: translate_url(request.path, code) for code, _name in settings.LANGUAGES},
    }
    return render(request, "patrons/topic.html", context)


def standing(rounds: Iterable[TopicRound]) -> list[Standing]:
    """Return rounds with their topics, most votes first, in one question."""
    found = {round.pk: Standing(round) for round in rounds}
    rows = Topic.objects.filter(round__in=list(found)).exclude(state__in=(State.MERGED, State.PROPOSED))
    for topic in rows.order_by("-round__opens_at", "-votes_count", "pk")[:TOPICS]:
        of = found[topic.round_id or 0]
        if topic.state == State.DECLINED:
            of.declined.append(topic)
            continue
        before = of.topics[-1] if of.topics else None
        is_even = before is not None and before.topic.votes_count == topic.votes_count
        of.topics.append(Ranked(topic, before.rank if before and is_even else len(of.topics) + 1, 0))
    for of in found.values():
        for each in of.topics:
            each.percent = each.topic.votes_count * 100 // (of.total or 1)
    return list(found.values())


def with_articles(topics: list[Topic], articles: dict[int, PublicArticle]) -> list[tuple[Topic, PublicArticle | None]]:
    """Return topics, each with the article that answers it while readers can open that."""
    return [(topic, articles.get(topic.article_id or 0)) for topic in topics]
