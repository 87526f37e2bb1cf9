"""Lists of the pledges' desk between two days."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.contrib.filters.admin import RangeDateFilter

from patrons import days

from .reading import unread


class DaysFilter(RangeDateFilter):
    """From one day to another, both included, in the newsroom's time zone. What cannot be read is told."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked: dict[str, date] = {}
        for end in ("from", "to"):
            typed = str(self.used_parameters.get(f"{self.parameter_name}_{end}") or "").strip()
            if not typed:
                continue
            if (day := days.read(typed)) is None:
                if far := days.too_far(typed):
                    return unread(request, queryset, far)
                sentence = _("“%(value)s” is no day: write it as 2026-12-31 or 31.12.2026. Nothing is shown.")
                return unread(request, queryset, sentence % {"value": typed[:40]})
            asked[end] = day
        if len(asked) == 2 and asked["to"] < asked["from"]:
            sentence = _("%(first)s is later than %(last)s: exchange the two days. Nothing is shown.")
            return unread(request, queryset, sentence % {"first": asked["from"], "last": asked["to"]})
        return queryset.filter(**self._limits(asked))

    def _limits(self, asked: dict[str, date]) -> dict[str, Any]:
        limits: dict[str, Any] = {}
        moments = isinstance(self.field, DateTimeField)
        if first := asked.get("from"):
            limits[f"{self.field_path}__gte"] = days.begin_of(first) if moments else first
        if last := asked.get("to"):
            after = last + timedelta(days=1)
            limits[f"{self.field_path}__lt"] = days.begin_of(after) if moments else after
        return limits
