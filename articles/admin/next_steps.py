"""What somebody may do next with an article: the buttons below its form, the main one first."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from articles import rights
from articles.models import Article

State = Article.State
IN_SIGHT = 3


@dataclass(frozen=True)
class Step:
    """One button. It sends the form (`verb`), opens a panel (`panel`), or is a post of its own (`step`)."""

    name: str
    label: str
    kind: str = "verb"
    is_danger: bool = False


def steps(user: Any, article: Article | None, standing: dict[str, Any] | None) -> dict[str, Any]:
    """Return `main` (a Step or None), `rest` in sight and `more` behind a menu.

    Args:
        article: None while adding.
        standing: what `states.standing` says of it.
    """
    found = _of_new(user) if article is None or standing is None else _of(user, article, standing)
    main = found[0] if found and not found[0].is_danger and found[0].kind != "panel" else None
    rest = found[1:] if main else found
    return {"main": main, "rest": rest[:IN_SIGHT], "more": rest[IN_SIGHT:]}


def _of_new(user: Any) -> list[Step]:
    submit = Step("_submit", _("Submit for review"))
    if not user.has_perm("articles.publish_article"):
        return [submit]
    return [
        Step("_publish", _("Save and publish")),
        Step("desk-schedule", _("Schedule…"), "panel"),
        Step("_approve", _("Ready")),
        submit,
    ]


def _of(user: Any, article: Article, standing: dict[str, Any]) -> list[Step]:
    def may(verb: str) -> bool:
        return rights.may(user, verb, article)

    if article.trashed_at:
        return [Step("bring_back", _("Bring back"), "step")] if may("bring_back") else []
    state, live, pending = standing["state"], standing["live"], standing["pending"]
    writes = rights.may_write(user, article)
    found = []
    if standing["withdrawn"]:
        if not pending and writes and may("reinstate"):
            found.append(Step("desk-bring-back", _("Bring back…"), "panel"))
    elif writes and may("publish"):
        label = _("Save and publish changes") if live else _("Save and publish")
        found.append(Step("_publish", label))
    if state == State.DRAFT and writes and may("submit_for_review") and not may("publish"):
        found.append(Step("_submit", _("Submit for review")))
    if state == State.IN_REVIEW and may("take_back") and not may("send_back"):
        found.append(Step("take_back", _("Take back"), "step"))
    if state == State.IN_REVIEW and writes and may("approve"):
        found.append(Step("_approve", _("Ready")))
    if state in (State.IN_REVIEW, State.READY) and writes and may("send_back"):
        found.append(Step("desk-send-back", _("Send back…"), "panel"))
    if writes and may("schedule"):
        found.append(Step("desk-schedule", _("Schedule changes…") if live else _("Schedule…"), "panel"))
    if state == State.DRAFT and writes and may("approve"):
        found += [Step("_approve", _("Ready")), Step("_submit", _("Submit for review"))]
    if live and writes and may("correct"):
        found.append(Step("desk-correct", _("Correct…"), "panel"))
    if (live or pending) and writes and may("withdraw"):
        # Of what readers have, taking it away is never further than a glance.
        found.append(Step("desk-withdraw", _("Withdraw…"), "panel", is_danger=True))
        if standing["ends"]:
            found.append(Step("_cancel_withdrawal", _("Let it stay")))
    if pending and writes and may("unschedule"):
        found.append(Step("_unschedule", _("Unschedule")))
    if not live and not pending and may("throw_away"):
        found.append(Step("throw_away", _("Delete"), "step", is_danger=True))
    return found
