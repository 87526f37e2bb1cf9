"""A patron's votes: how many are left, for what they were given, and topics that they propose. For nobody else."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patrons import topics, voting
from patrons.models import Patron, Pledge, Tier, Topic, TopicRound
from patrons.money import Money
from patrons.tier_prices import asked
from patrons.topics import NotProposed
from patrons.voting import NotVoted

from .topics import HIGHEST, standing
from .you import patrons_only

DOTS = 12
PROPOSALS = 20


@require_safe
@patrons_only
def votes(request: HttpRequest, patron: Patron) -> HttpResponse:
    """The open round with a button for each topic."""
    return _page(request, patron)


@require_POST
@patrons_only
def vote(request: HttpRequest, patron: Patron, number: str) -> HttpResponse:
    """Give a vote."""
    return _change(request, patron, number, "voted")


@require_POST
@patrons_only
def take_back(request: HttpRequest, patron: Patron, number: str) -> HttpResponse:
    """Take a vote back."""
    return _change(request, patron, number, "back")


@require_POST
@patrons_only
def propose(request: HttpRequest, patron: Patron) -> HttpResponse:
    """Take a proposal, or bring the form back with sentences."""
    typed = {name: request.POST.get(name, "").replace("\0", "")[:20_000] for name in ("title", "pitch")}
    try:
        topics.propose(patron, typed["title"], typed["pitch"], language=get_language() or "")
    except NotProposed as refused:
        return _page(request, patron, errors=refused.errors, typed=typed, status=422)
    return redirect(f"{reverse('patron_topics')}?done=proposed#proposals")


def _change(request: HttpRequest, patron: Patron, number: str, done: str) -> HttpResponse:
    try:
        found = Topic.objects.filter(pk=number).first() if int(number) < HIGHEST else None
        if found is None:
            raise NotVoted(_("This topic is not put to the vote: choose another one."))
        if done == "voted":
            voting.vote(patron, found)
        else:
            voting.take_back(patron, found)
    except NotVoted as refused:
        return _page(request, patron, error=str(refused), status=422)
    # A duplicate's vote may stand with another topic by now; the page shows where.
    return redirect(f"{reverse('patron_topics')}?done={done}#topic-{found.pk}")


def _page(
    request: HttpRequest,
    patron: Patron,
    *,
    error: str = "",
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    round = TopicRound.objects.open().first()
    ballot = voting.ballot(patron, round) if round else voting.Ballot(voting.budget(patron))
    waiting = topics.waiting(patron)
    raised = None if ballot.budget else _raised(patron)
    context: dict[str, Any] = {
        "begins": None if ballot.budget or raised else _where_votes_begin(patron), "raised": raised,
        "patron": patron, "ballot": ballot, "current": standing([round])[0] if round else None,
        "dots": [number < ballot.left for number in range(ballot.budget)] if ballot.budget <= DOTS else [],
        "proposals": Topic.objects.filter(proposed_by=patron).select_related("merged_into")[:PROPOSALS],
        "may_propose": bool(ballot.budget) and waiting < topics.PROPOSALS_AT_ONCE,
        "most": topics.PROPOSALS_AT_ONCE, "title_least": topics.TITLE[0], "title_most": topics.TITLE[1],
        "pitch_least": topics.PITCH[0], "pitch_most": topics.PITCH[1],
        "error": error, "errors": errors or {}, "general": (errors or {}).get("", ""), "typed": typed or {},
        "done": request.GET.get("done", ""),
    }  # fmt: skip
    return render(request, "patrons/votes.html", context, status=status)


def _going(patron: Patron) -> QuerySet[Pledge]:
    going = patron.pledges.filter(state__in=(Pledge.State.ACTIVE, Pledge.State.PAST_DUE))
    return going.order_by("-created_at", "-pk")


def _raised(patron: Patron) -> Pledge | None:
    """Return a pledge whose next payment gives votes, while what was paid gives none."""
    return _going(patron).filter(tier__votes__gt=0).select_related("tier").first()


def _where_votes_begin(patron: Patron) -> tuple[Pledge, Tier, Money] | None:
    """Return a pledge that gives no votes, and the cheapest tier that would give some; None without one of these."""
    pledge = _going(patron).first()
    if pledge is None:
        return None
    voting_ones = [(tier, price) for tier, price in asked(pledge.currency, pledge.interval) if tier.votes]
    return (pledge, *min(voting_ones, key=lambda each: each[1].minor)) if voting_ones else None
