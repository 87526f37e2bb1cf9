"""The page "History" of a record, from the audit log."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from newsroom.audit.models import Event

EVENTS_SHOWN = 200


class LogHistory(ModelAdmin):
    """Shows what the audit log knows of a record, where Django would show its own log, which nothing else writes."""

    has_versions = False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What happened to the record."""
        record = self.get_object(request, object_id)
        # Asked first: whether there is one is told to nobody else.
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        kept = Event.objects.filter(subject_type=self.opts.label_lower, subject_id=str(record.pk))[:EVENTS_SHOWN]
        context = self.admin_site.each_context(request) | {
            "title": _("History"), "original": record, "opts": self.opts, "events": kept, "shown": EVENTS_SHOWN,
            "has_versions": self.has_versions,
        }  # fmt: skip
        return TemplateResponse(request, "admin/articles/article/history.html", context)
