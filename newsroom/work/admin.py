"""The desk's page of background work, for owners: what waits, what failed for good, and what is repeated."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.tasks import TaskResultStatus
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult
from unfold.admin import ModelAdmin

from . import beats, errands, schedules
from .models import Schedule, Task

SEES, CHANGES = "work.view_task", "work.change_task"
SHOWN = 50
COUNTED_AT_MOST = 1000

# It shows what a task was asked to do, which may be a whole letter.
if admin.site.is_registered(DBTaskResult):
    admin.site.unregister(DBTaskResult)


@admin.register(Task)
class TaskAdmin(ModelAdmin):
    """One page; there is no form of a task."""

    def get_urls(self) -> list[Any]:
        def view(act: Any) -> Any:
            return self.admin_site.admin_view(act)

        return [
            path("", view(self.changelist_view), name="work_task_changelist"),
            path("<uuid:task>/retry/", view(require_POST(self.retry)), name="work_task_retry"),
            path("<uuid:task>/discard/", view(require_POST(self.discard)), name="work_task_discard"),
            path("schedules/<slug:name>/run/", view(require_POST(self.run_now)), name="work_schedule_run"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show how it stands."""
        if not request.user.has_perm(SEES):
            raise PermissionDenied
        tasks = Task.objects.all()
        status = TaskResultStatus
        lists = [
            (_("Failed for good"), "failed", tasks.filter(status=status.FAILED).order_by("-finished_at")),
            (_("Running"), "running", tasks.filter(status=status.RUNNING).order_by("started_at")),
            (_("Waiting"), "waiting", tasks.filter(status=status.READY)),
        ]
        context = self.admin_site.each_context(request) | {
            "title": _("Background work"), "opts": self.opts, "may_change": request.user.has_perm(CHANGES),
            "lists": [
                {"title": title, "key": key, "rows": list(rows[:SHOWN]), "number": _number(rows)}
                for title, key, rows in lists
            ],
            "schedules": _schedules(), "last_beat": beats.last_beat(), "workers": len(beats.alive()), "shown": SHOWN,
        }  # fmt: skip
        return TemplateResponse(request, "admin/work/task/change_list.html", context)

    def retry(self, request: HttpRequest, task: UUID) -> HttpResponse:
        """Have it tried now."""
        return self._do(request, errands.retry, task, _("It is tried again now."))

    def discard(self, request: HttpRequest, task: UUID) -> HttpResponse:
        """Never do it."""
        return self._do(request, errands.discard, task, _("Discarded: it will not be done."))

    def run_now(self, request: HttpRequest, name: str) -> HttpResponse:
        """Have a schedule carried out at once."""
        return self._do(request, errands.run_now, name, _("It begins as soon as a worker is free."))

    def _do(self, request: HttpRequest, verb: Any, which: Any, done: str) -> HttpResponse:
        if not request.user.has_perm(CHANGES):
            raise PermissionDenied
        if verb(which, by=request.user):
            messages.success(request, done)
        else:
            messages.warning(request, _("It is not there any more: somebody or a worker was quicker."))
        return HttpResponseRedirect(reverse("admin:work_task_changelist"))


def _number(rows: Any) -> str:
    number = rows.order_by()[: COUNTED_AT_MOST + 1].count()
    return _("more than %(number)d") % {"number": COUNTED_AT_MOST} if number > COUNTED_AT_MOST else str(number)


def _schedules() -> list[dict[str, Any]]:
    stored = {row.name: row for row in Schedule.objects.all()}
    now = timezone.now()
    return [
        {
            "name": entry.name, "title": entry.title, "row": stored.get(entry.name),
            "is_late": bool((row := stored.get(entry.name)) and row.due_at < now - beats.GONE_AFTER),
        }
        for entry in schedules.entries().values()
    ]  # fmt: skip
