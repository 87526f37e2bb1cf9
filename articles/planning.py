"""What is at work: by state, by day, and on one person's table. Lists for people, capped and said so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom.audit.models import Event

from . import rights
from .models import Article, Autosave, Comment
from .querysets import ArticleQuerySet
from .transitions import words_of

State = Article.State
BOARD = (State.DRAFT, State.IN_REVIEW, State.READY, State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN)
IN_A_COLUMN = 40
IN_A_MONTH = 500
ON_THE_TABLE = 10
COUNTED_AT_MOST = 99
FEW = 5
NEWS_OF_THE_BOARD = timedelta(days=2)
# What was taken away is asked about for longer than what came.
WITHDRAWN_ON_THE_BOARD = timedelta(days=14)
NEWS_AT_MOST = 12
UNFINISHED = (State.DRAFT, State.IN_REVIEW, State.READY)


@dataclass(frozen=True)
class Column:
    """The articles of one state; `has_more` when there are more than are shown."""

    state: str
    label: str
    articles: list[Article]
    has_more: bool


@dataclass(frozen=True)
class Item:
    """One article on one day: planned for it, or going public, or being withdrawn then."""

    article: Article
    kind: str
    at: datetime | None = None


@dataclass
class Day:
    """A day of the newsroom's zone."""

    date: date
    in_month: bool
    items: list[Item] = field(default_factory=list)


@dataclass
class Table:
    """One person's table, each list capped at `ON_THE_TABLE`; `more` is how many more are their own, capped too."""

    own: list[Article]
    late: list[Article]
    more: int = 0
    to_review: list[Article] = field(default_factory=list)
    ready: list[Article] = field(default_factory=list)
    coming: list[Article] = field(default_factory=list)
    unsaved: list[Autosave] = field(default_factory=list)
    mentions: list[Comment] = field(default_factory=list)


def at_work(user: Any, *, person: Any = None, section: Any = None, language: str = "") -> ArticleQuerySet:
    """Return the articles that `user` may see and that are not in the trash, as cards need them.

    Args:
        person: only those assigned to this account.
    """
    found = rights.visible_to(user, Article.objects.at_work())
    if person is not None:
        found = found.filter(assigned_to=person)
    if section is not None:
        found = found.filter(section=section)
    if language:
        found = found.filter(language=language)
    return found.saying_whether_public().select_related("section", "assigned_to").defer("body")


def board(articles: ArticleQuerySet) -> list[Column]:
    """Return a column for each state, in one query a column; of what is public or was, only the newest."""
    now = timezone.now()
    columns = []
    for state in BOARD:
        found = articles.in_state(state)
        if state == State.PUBLISHED:
            found = found.filter(first_published_at__gte=now - NEWS_OF_THE_BOARD).order_by("-first_published_at", "-pk")
        elif state == State.WITHDRAWN:
            found = found.filter(saved_at__gte=now - WITHDRAWN_ON_THE_BOARD).order_by("-saved_at", "-pk")
        elif state == State.SCHEDULED:
            found = found.order_by("goes_live_at", "pk")
        else:
            found = most_urgent_first(found)
        most = NEWS_AT_MOST if state in (State.PUBLISHED, State.WITHDRAWN) else IN_A_COLUMN
        rows = list(found[: most + 1])
        columns.append(Column(state, str(State(state).label), rows[:most], len(rows) > most))
    return columns


def most_urgent_first(articles: ArticleQuerySet) -> ArticleQuerySet:
    """By priority, then by deadline, then by what waits longest."""
    return articles.order_by("-priority", F("due_at").asc(nulls_last=True), "saved_at", "pk")


def days(articles: ArticleQuerySet, dates: Iterable[date], month: int) -> tuple[list[Day], bool]:
    """Return what is planned, goes public or is withdrawn on each of `dates`, and whether more was left out.

    Args:
        dates: days of the newsroom's zone, one after the other.
        month: the month that the page is about; days of others are marked.
    """
    found = {each: Day(each, each.month == month) for each in dates}
    first, last = min(found), max(found)
    begin, end = first_moment(first), first_moment(last + timedelta(days=1))
    now = timezone.now()
    goes = Q(state=State.SCHEDULED, goes_live_at__gt=now, goes_live_at__gte=begin, goes_live_at__lt=end)
    leaves = Q(withdraws_at__gt=now, withdraws_at__gte=begin, withdraws_at__lt=end)
    planned = Q(planned_for__gte=first, planned_for__lte=last, state__in=UNFINISHED)
    rows = list(articles.filter(goes | leaves | planned).order_by("-priority", "pk")[: IN_A_MONTH + 1])
    for article in rows[:IN_A_MONTH]:
        if article.state == State.SCHEDULED and article.goes_live_at and article.goes_live_at > now:
            _put(found, article, "scheduled", article.goes_live_at)
        elif article.state in UNFINISHED and article.planned_for in found:
            found[article.planned_for].items.append(Item(article, "planned"))
        if article.withdraws_at and article.withdraws_at > now:
            _put(found, article, "withdrawn", article.withdraws_at)
    for day in found.values():
        day.items.sort(key=lambda item: (item.at is None, item.at or begin))
    return list(found.values()), len(rows) > IN_A_MONTH


def first_moment(day: date) -> datetime:
    """Return when a day of the newsroom's zone begins."""
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


def same_time_on(moment: datetime, day: date) -> datetime:
    """Return the same time of day, by the newsroom's clock, on another day."""
    zone = timezone.get_default_timezone()
    return timezone.make_aware(datetime.combine(day, timezone.localtime(moment, zone).time()), zone)


def of(user: Any, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Return the unfinished ones that are assigned to `user`, or were begun by them and are nobody's."""
    return articles.filter(Q(assigned_to=user.pk) | Q(created_by=user.pk, assigned_to=None), state__in=UNFINISHED)


def table(user: Any) -> Table:
    """Return what lies on the table of `user`, in at most nine queries."""
    all_of_them = at_work(user)
    unfinished = all_of_them.filter(state__in=UNFINISHED)
    mine = of(user, all_of_them)
    late = unfinished.filter(due_at__lt=timezone.now())
    publishes = user.has_perm("articles.publish_article")
    found = Table(
        # What somebody was at yesterday is what they look for today.
        own=list(mine.order_by("-saved_at", "-pk")[:ON_THE_TABLE]),
        late=list((late if publishes else late.filter(rights.own(user))).order_by("due_at", "pk")[:ON_THE_TABLE]),
        unsaved=list(
            Autosave.objects.filter(user=user.pk).select_related("article").defer("data", "article__body")[:FEW]
        ),
        mentions=list(
            Comment.objects.filter(mentions=user.pk, resolved_at=None, article__in=all_of_them.order_by().values("pk"))
            .select_related("article", "author")
            .defer("article__body")
            .order_by("-made_at", "-pk")[:FEW]
        ),
    )
    if len(found.own) == ON_THE_TABLE:
        found.more = mine.order_by()[: ON_THE_TABLE + COUNTED_AT_MOST + 1].count() - ON_THE_TABLE
    _say_why_sent_back(found.own)
    if publishes:
        found.to_review = list(most_urgent_first(all_of_them.filter(state=State.IN_REVIEW))[:ON_THE_TABLE])
        found.ready = list(most_urgent_first(all_of_them.filter(state=State.READY))[:ON_THE_TABLE])
        found.coming = list(all_of_them.in_state(State.SCHEDULED).order_by("goes_live_at", "pk")[:ON_THE_TABLE])
    return found


def remarks(article: Article, day: date | None) -> list[str]:
    """Return what somebody should know who plans `article` for `day`; it is planned all the same."""
    if day is None:
        return []
    words = {"headline": article.headline, "day": date_format(day)}
    found = []
    if day < timezone.localdate(timezone=timezone.get_default_timezone()):
        found.append(_("That day has passed."))
    until = article.embargo_until
    if until and until > timezone.now() and first_moment(day + timedelta(days=1)) <= until:
        sentence = _("It is under embargo until %(moment)s: it cannot go out on %(day)s.")
        found.append(sentence % (words | {"moment": words_of(until)}))
    return found


def _say_why_sent_back(articles: list[Article]) -> None:
    """Set `sent_back` on each draft whose last step was to come back with a reason."""
    drafts = {str(article.pk): article for article in articles if article.state == State.DRAFT}
    steps = ("article.sent_back", "article.submitted", "article.approved", "article.taken_back")
    events = Event.objects.filter(subject_type="articles.article", subject_id__in=drafts, verb__in=steps)
    latest = {event.subject_id: event for event in events.order_by("at", "pk")} if drafts else {}
    for pk, article in drafts.items():
        event = latest.get(pk)
        reason = event.details.get("reason", "") if event and event.verb == "article.sent_back" else ""
        article.sent_back = reason  # type: ignore[attr-defined]


def _put(found: dict[date, Day], article: Article, kind: str, at: datetime) -> None:
    day = timezone.localtime(at, timezone.get_default_timezone()).date()
    if day in found:
        found[day].items.append(Item(article, kind, at))
