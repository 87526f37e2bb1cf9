"""Moments in forms of the desk: a day and a time of the newsroom's zone, of our calendar."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTimeWidget

from patrons import days

SHOWN = 40


class _Day(forms.DateField):
    """A day as it is read everywhere at this desk: 2026-12-31 or 31.12.2026."""

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not (typed := value.strip()):
            return None
        if (day := days.read(typed)) is not None:
            return day
        sentence = _("“%(value)s” is no day: write it as 2026-12-31 or 31.12.2026.")
        raise ValidationError(days.too_far(typed) or sentence % {"value": typed[:SHOWN]})


class _Time(forms.TimeField):
    """A time as 18:30."""

    def to_python(self, value: Any) -> time | None:
        try:
            return super().to_python(value.strip() if isinstance(value, str) else value)
        except ValidationError:
            sentence = _("“%(value)s” is no time: write it as 18:30.")
            raise ValidationError(sentence % {"value": str(value)[:SHOWN]}) from None


class _DayWidget(UnfoldAdminDateWidget):
    """The browser's own: right on a phone, without a script, and in nobody's time zone but ours."""

    input_type = "date"
    media = forms.Media()

    def __init__(self) -> None:
        super().__init__({"aria-label": gettext_lazy("Day")}, format="%Y-%m-%d")


class _TimeWidget(UnfoldAdminTimeWidget):
    input_type = "time"
    media = forms.Media()

    def __init__(self) -> None:
        super().__init__({"aria-label": gettext_lazy("Time")}, format="%H:%M")


class MomentWidget(forms.SplitDateTimeWidget):
    """A day and a time beside each other."""

    template_name = "unfold/widgets/split_datetime.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super(forms.SplitDateTimeWidget, self).__init__((_DayWidget(), _TimeWidget()))


class MomentField(forms.SplitDateTimeField):
    """A day and a time; each is refused in one sentence that says how to write it."""

    def __init__(self, **kwargs: Any) -> None:
        localize = kwargs.get("localize", False)
        both = gettext_lazy("Write the day and the time, as 31.12.2026 and 18:30.")
        fields = (_Day(localize=localize), _Time(localize=localize))
        super(forms.SplitDateTimeField, self).__init__(fields, error_messages={"required": both}, **kwargs)

    def compress(self, data_list: Any) -> datetime | None:
        if data_list and (data_list[0] is None or data_list[1] is None):
            raise ValidationError(self.error_messages["required"])
        return super().compress(data_list)

    def has_changed(self, initial: Any, data: Any) -> bool:
        # A form knows minutes: what stands in it is not another moment because of its seconds.
        return super().has_changed(initial.replace(second=0, microsecond=0) if initial else initial, data)


def _said() -> str:
    return _("Days and times are those of the newsroom: %(zone)s.") % {"zone": settings.TIME_ZONE}


# Said once above a form's moments, for `fieldsets`.
IN_OUR_ZONE = lazy(_said, str)()
# For `formfield_overrides`: every moment of a form is typed and read so.
MOMENTS: dict[Any, Any] = {models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget}}
