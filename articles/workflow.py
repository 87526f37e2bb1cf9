"""The way of an article through the desk before anybody reads it: review, who is on it, until when."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.audit.log import record
from newsroom.audit.models import Event

from .body.text import is_empty
from .models import Article
from .transitions import NotReady, hold, refusal, refuse_too_far

State = Article.State
LONGEST_REASON = 2000
STEPS = ("article.submitted", "article.taken_back", "article.sent_back", "article.approved")
PLAN = ("due_at", "planned_for", "priority", "embargo_until", "embargo_source")


@transaction.atomic
def submit_for_review(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Hand a draft to the editors. Its writer reads it from now on, and writes again once it is a draft again.

    Raises:
        NotReady: it is no draft, or there is nothing to review.
    """
    hold(article, seen)
    _only_from(article, State.DRAFT, sentence=_("“%(headline)s” is no draft: it is “%(state)s” already."))
    missing = []
    if not article.headline.strip():
        missing.append(_("Write a headline."))
    if is_empty(article.body):
        missing.append(_("The body is empty: write the article."))
    if missing:
        raise NotReady(missing)
    _move(article, State.IN_REVIEW, "article.submitted", by)


@transaction.atomic
def take_back(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Make a draft again of what waits for review: its writer has more to do.

    Raises:
        NotReady: it does not wait for review.
    """
    hold(article, seen)
    _only_from(article, State.IN_REVIEW, sentence=_("“%(headline)s” is not in review: it is “%(state)s”."))
    _move(article, State.DRAFT, "article.taken_back", by)


@transaction.atomic
def send_back(article: Article, reason: str, *, by: Any = None, seen: int | None = None) -> None:
    """Give an article back to its writer, with a reason that stands above the form.

    Raises:
        NotReady: it is neither in review nor ready, or no reason is given, or one that is too long.
    """
    hold(article, seen)
    _only_from(
        article,
        State.IN_REVIEW,
        State.READY,
        sentence=_("“%(headline)s” is neither in review nor ready: it is “%(state)s”."),
    )
    if not reason.strip():
        raise NotReady([_("Write what should be done, for the writer.")])
    if len(reason.strip()) > LONGEST_REASON:
        words = _("The words for the writer have %(length)d characters: write at most %(limit)d.")
        raise NotReady([words % {"length": len(reason.strip()), "limit": LONGEST_REASON}])
    _move(article, State.DRAFT, "article.sent_back", by, reason=reason.strip())


@transaction.atomic
def approve(article: Article, *, by: Any = None, seen: int | None = None) -> None:
    """Say that an article is ready to be published. An editor may say so of a draft, too.

    Raises:
        NotReady: it is neither a draft nor in review.
    """
    hold(article, seen)
    _only_from(
        article,
        State.DRAFT,
        State.IN_REVIEW,
        sentence=_("“%(headline)s” is neither a draft nor in review: it is “%(state)s”."),
    )
    _move(article, State.READY, "article.approved", by)


@transaction.atomic
def undo_move(article: Article, *, by: Any, seen: int | None = None) -> None:
    """Take back the last step of review, right after it and by whoever took it: as if the card had not been moved.

    Raises:
        NotReady: the last step was somebody else's, or something else happened since.
    """
    hold(article, seen)
    events = Event.objects.filter(subject_type=article._meta.label_lower, subject_id=str(article.pk))
    last = events.filter(verb__in=(*STEPS, "article.move_undone", "article.published", "article.scheduled")).first()
    is_theirs = last is not None and last.verb in STEPS and last.actor_id == by.pk
    if last is None or not is_theirs or article.state != last.details.get("after"):
        raise refusal(_("“%(headline)s” went on since: move it by hand."), article)
    _move(article, last.details["before"], "article.move_undone", by)


@transaction.atomic
def assign(article: Article, to: Any, *, by: Any = None, seen: int | None = None) -> None:
    """Say who is on an article; None: nobody. Whoever it is may read it and, while it is a draft, write it.

    Raises:
        NotReady: the account cannot open the desk.
    """
    hold(article, seen)
    if to is not None and not (to.is_active and to.is_staff):
        raise NotReady([_("%(person)s cannot open the desk: choose somebody else.") % {"person": to}])
    before = planned(article)
    article.assigned_to = to
    article.save(update_fields=["assigned_to"])
    note_plan(article, before, by)


@transaction.atomic
def plan(article: Article, *, by: Any = None, seen: int | None = None, **fields: Any) -> None:
    """Say until when, for which day and how urgent. It publishes nothing.

    Args:
        fields: any of `PLAN`; what is not named stays.

    Raises:
        NotReady: a day is further ahead than anybody plans.
    """
    unknown = set(fields) - set(PLAN)
    if unknown:
        raise TypeError(f"plan() knows no {', '.join(sorted(unknown))}.")
    for name in ("due_at", "planned_for"):
        refuse_too_far(fields.get(name))
    hold(article, seen)
    before = planned(article)
    for name, value in fields.items():
        setattr(article, name, value)
    article.save(update_fields=list(fields))
    note_plan(article, before, by)


def planned(article: Article) -> dict[str, Any]:
    """Return who is on the article and its plan, for `note_plan`."""
    return {"assigned_to_id": article.assigned_to_id} | {name: getattr(article, name) for name in PLAN}


def note_plan(article: Article, before: dict[str, Any], by: Any) -> None:
    """Write down what changed of the plan since `before`: for the verbs here, and for the form that saved it."""
    after = planned(article)
    if before["assigned_to_id"] != after["assigned_to_id"]:
        record("article.assigned", article, by=by, to=str(article.assigned_to or ""), to_id=article.assigned_to_id)
    changed = [name for name in PLAN if before[name] != after[name]]
    if changed:
        pairs = {name: [_plain(before[name]), _plain(after[name])] for name in changed}
        record("article.planned", article, by=by, changed=pairs)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _only_from(article: Article, *states: str, sentence: str) -> None:
    if article.state_now not in states:
        raise refusal(sentence, article, state=State(article.state_now).label)


def _move(article: Article, state: str, verb: str, by: Any, **details: Any) -> None:
    before, article.state = article.state, state
    article.save(update_fields=["state"])
    record(verb, article, by=by, before=before, after=str(state), **details)
