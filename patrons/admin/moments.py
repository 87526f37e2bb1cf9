"""Moments in forms of the desk: of our calendar. The ends of what a date can hold overflow in other time zones."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from newsroom.our_calendar import out_of_calendar


class MomentField(forms.SplitDateTimeField):
    """A day and a time; a year that cannot be meant is refused in one sentence."""

    def compress(self, data_list: Any) -> datetime | None:
        if data_list and isinstance(data_list[0], date) and (sentence := out_of_calendar(data_list[0])):
            raise ValidationError(sentence)
        return super().compress(data_list)


# For `formfield_overrides`: every moment of a form is typed and read so.
MOMENTS: dict[Any, Any] = {models.DateTimeField: {"form_class": MomentField, "widget": UnfoldAdminSplitDateTimeWidget}}
