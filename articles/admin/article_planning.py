"""The board by state and the calendar by day: who does what until when, moved with a drag or a button."""

from calendar import Calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import planning, publishing, rights, workflow
from articles.models import Article, Section
from articles.transitions import words_of
from newsroom.accounts.models import User

from .article_list import changed_since
from .article_verbs import REFUSED, refusals
from .moment_fields import typed_day
from .revisions import revision_shown

State = Article.State
# A column's verb, by where the card comes from: the verb of `rights`, and what it does.
MOVES: dict[tuple[str, str], str] = {
    (State.DRAFT, State.IN_REVIEW): "submit_for_review",
    (State.DRAFT, State.READY): "approve",
    (State.IN_REVIEW, State.READY): "approve",
    (State.IN_REVIEW, State.DRAFT): "send_back",
    (State.READY, State.DRAFT): "send_back",
}


class PlanningPages(ModelAdmin):
    """Adds the board and the calendar to the articles' admin."""

    def get_urls(self) -> list[Any]:
        def view(function: Any) -> Any:
            return self.admin_site.admin_view(function)

        return [
            path("board/", view(self.board_view), name="articles_article_board"),
            path("calendar/", view(self.calendar_view), name="articles_article_calendar"),
            path("<int:article>/move/", view(require_POST(self.move_view)), name="articles_article_move"),
            path("<int:article>/plan/", view(require_POST(self.plan_view)), name="articles_article_plan"),
            *super().get_urls(),
        ]

    def board_view(self, request: HttpRequest) -> HttpResponse:
        """Show a column for each state."""
        found, context = self._asked(request)
        columns = planning.board(found)
        for column in columns:
            for article in column.articles:
                article.moves = moves_of(request.user, article)  # type: ignore[attr-defined]
                is_told = column.state in (State.PUBLISHED, State.SCHEDULED) and article.has_changes
                article.changed_since = changed_since(article) if is_told else ""  # type: ignore[attr-defined]
        return self._plan_page(request, "board", context | {"title": _("Board"), "columns": columns})

    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """Show the days of a month. Query `month`: 2026-11; this month, when none is given."""
        today = timezone.localtime(timezone=timezone.get_default_timezone()).date()
        month = asked_month(request.GET.get("month", ""), today)
        if month is None:
            return HttpResponseRedirect(reverse("admin:articles_article_calendar"))
        found, context = self._asked(request)
        weeks = Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7).monthdatescalendar(month.year, month.month)
        days, has_more = planning.days(found, (day for week in weeks for day in week), month.month)
        for day in days:
            for item in day.items:
                verb = {"planned": "plan", "scheduled": "reschedule"}.get(item.kind, "")
                item.article.may_move = bool(verb) and rights.may(request.user, verb, item.article)  # type: ignore[attr-defined]
        context |= {
            "title": _("Calendar"),
            "month": month,
            "earlier": month - timedelta(days=1),
            "later": (month + timedelta(days=32)).replace(day=1),
            "today": today,
            "weekdays": [day.date for day in days[:7]],
            "days": days,
            "has_more": has_more,
            "shown": planning.IN_A_MONTH,
        }
        return self._plan_page(request, "calendar", context)

    def move_view(self, request: HttpRequest, article: int) -> HttpResponse:
        """Move a card to another column. POST `to`: a state; `seen`: the revision shown; `reason` when sent back.

        With `undo` instead of `to`: take back the move that the sender has just made.
        """
        found = get_object_or_404(Article, pk=article)
        if not rights.may_see(request.user, found):
            raise PermissionDenied
        page = "articles_article_board"
        if "undo" in request.POST:
            return self._do(request, page, found, lambda **seen: workflow.undo_move(found, **seen))
        to, seen_in = request.POST.get("to", ""), request.POST.get("from", found.state_now)
        if seen_in != found.state_now:
            return self._said(request, [_went_on(found)], page, refused=True)
        verb = move_verb(request.user, found, to)
        if verb is None:
            return self._said(request, [_why_not(request.user, found, to)], page, refused=True)
        if not rights.may(request.user, verb, found):
            raise PermissionDenied
        more = {"reason": request.POST.get("reason", "")} if verb == "send_back" else {}
        done = _("“%(headline)s” was moved to “%(state)s”.") % {"headline": found.headline, "state": State(to).label}
        undo = {"undo": "1"}
        return self._do(request, page, found, lambda **seen: getattr(workflow, verb)(found, **more, **seen), undo, done)

    def plan_view(self, request: HttpRequest, article: int) -> HttpResponse:
        """Move an article to another day. POST `day`: 2026-11-30; `kind`: planned or scheduled; `seen`; `undo`."""
        found = get_object_or_404(Article, pk=article)
        is_scheduled, is_undone = request.POST.get("kind") == "scheduled", "undo" in request.POST
        if not rights.may(request.user, "reschedule" if is_scheduled else "plan", found):
            raise PermissionDenied
        typed = request.POST.get("day", "")
        try:
            day = typed_day(typed) if typed or is_scheduled else None
            at = planning.same_time_on(found.goes_live_at or timezone.now(), day) if is_scheduled and day else None
        except ValueError:
            sentence = _("“%(day)s” is no day: write it as 2026-11-30.") % {"day": typed[:20]}
            return self._said(request, [sentence], "articles_article_calendar", refused=True)

        def move(**seen: Any) -> None:
            if at is not None:
                publishing.reschedule(found, at, **seen)
            else:
                workflow.plan(found, planned_for=day, **seen)

        before = timezone.localdate(found.goes_live_at) if is_scheduled and found.goes_live_at else found.planned_for
        undo = {
            "day": before.isoformat() if before else "",
            "kind": "scheduled" if is_scheduled else "planned",
            "undo": "1",
        }

        def remarks() -> list[str]:
            return [] if is_scheduled or is_undone else planning.remarks(found, day)

        if is_undone:
            return self._do(request, "articles_article_calendar", found, move)
        return self._do(request, "articles_article_calendar", found, move, undo, _planned(found, day, at), remarks)

    def _do(
        self,
        request: HttpRequest,
        page: str,
        article: Article,
        verb: Any,
        undo: dict[str, str] | None = None,
        done: str = "",
        remarks: Callable[[], list[str]] = list,
    ) -> HttpResponse:
        """Call a verb with who asks and the revision that they saw; say what came of it.

        Args:
            undo: what a script sends to the same address to take it back.
            done: what is said once it is done; nothing where it takes back what was done before.
            remarks: gives what is said beside, once it is done.
        """
        try:
            verb(by=request.user, seen=revision_shown(request.POST.get("seen")))
        except REFUSED as error:
            return self._said(request, refusals(error), page, refused=True)
        done = done or _("“%(headline)s” is back where it was.") % {"headline": article.headline}
        answer = {"article": article.pk, "seen": article.revision, "undo": undo} if undo else {"article": article.pk}
        return self._said(request, [done, *remarks()], page, answer=answer)

    def _said(
        self, request: HttpRequest, sentences: list[str], page: str, *, refused: bool = False, answer: Any = None
    ) -> HttpResponse:
        """Answer a script with JSON, a form with the page it came from."""
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"sentences": sentences, **(answer or {})}, status=409 if refused else 200)
        for number, sentence in enumerate(sentences):
            say = messages.error if refused else messages.warning if number else messages.success
            say(request, sentence)
        back = request.POST.get("back", "")
        known = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return HttpResponseRedirect(back if known else reverse(f"admin:{page}"))

    def _asked(self, request: HttpRequest) -> tuple[Any, dict[str, Any]]:
        """Return the articles that the filters ask for, and what the filters show."""
        if not rights.opens_the_room(request.user):
            raise PermissionDenied
        people = list(User.objects.filter(is_active=True, is_staff=True).order_by("name", "email")[:200])
        sections = list(Section.objects.all())
        person = _chosen(people, request.GET.get("person", ""))
        section = _chosen(sections, request.GET.get("section", ""))
        language = request.GET.get("language", "")
        language = language if language in dict(settings.LANGUAGES) else ""
        found = planning.at_work(request.user, person=person, section=section, language=language)
        return found, {
            "people": people,
            "sections": sections,
            "languages": settings.LANGUAGES,
            "person": person,
            "section": section,
            "language": language,
            "now": timezone.now(),
        }

    def _plan_page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        # Without `opts`: with it the theme's header says "Articles" twice, and not the title.
        whole = {**self.admin_site.each_context(request), **context}
        whole["zone"] = timezone.get_default_timezone_name()
        return TemplateResponse(request, f"admin/articles/article/{name}.html", whole)


def moves_of(user: Any, article: Article) -> list[tuple[str, str]]:
    """Return the columns that `user` may move a card to: state and label."""
    return [
        (state, str(State(state).label))
        for state in planning.BOARD
        if (verb := move_verb(user, article, state)) and rights.may(user, verb, article)
    ]


def move_verb(user: Any, article: Article, to: str) -> str | None:
    """Return the verb that brings an article to the column `to`; None where no verb does."""
    verb = MOVES.get((article.state_now, to))
    # Whose right it is not to send it back may still take back their own.
    if verb == "send_back" and article.state_now == State.IN_REVIEW and not rights.may(user, verb, article):
        return "take_back"
    return verb


def asked_month(written: str, today: date) -> date | None:
    """Return the first day of the month written as 2026-11, of this one when nothing is written; None for no month."""
    try:
        return typed_day(f"{written}-01") if written else today.replace(day=1)
    except ValueError:
        return None


def _chosen(records: list[Any], written: str) -> Any:
    return next((record for record in records if str(record.pk) == written), None)


def _planned(article: Article, day: date | None, at: datetime | None) -> str:
    """What is said of an article that is on another day now."""
    if at is not None:
        sentence, when = _("“%(headline)s” goes public on %(when)s."), words_of(at)
    elif day is not None:
        sentence, when = _("“%(headline)s” is planned for %(when)s."), date_format(day)
    else:
        sentence, when = _("“%(headline)s” is planned for no day."), ""
    return sentence % {"headline": article.headline, "when": when}


def _went_on(article: Article) -> str:
    sentence = _("“%(headline)s” is “%(state)s” by now: somebody moved it since. Load the page again.")
    return sentence % {"headline": article.headline, "state": State(article.state_now).label}


def _why_not(user: Any, article: Article, to: str) -> str:
    words = {"headline": article.headline, "state": State(article.state_now).label}
    columns = [_("“%(state)s”") % {"state": label} for _state, label in moves_of(user, article)]
    ways = _("It may go to: %(columns)s.") % {"columns": ", ".join(columns)} if columns else ""
    if to in (State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN):
        sentence = _("“%(headline)s” is published, scheduled and withdrawn from its own page: open it.")
    elif to in State.values:
        words["column"] = State(to).label
        sentence = _("“%(headline)s” is “%(state)s”: from there it cannot go to “%(column)s”.")
    else:
        sentence = _("“%(headline)s” is “%(state)s”: from there it cannot go to that column.")
    return f"{sentence % words} {ways}".strip()
