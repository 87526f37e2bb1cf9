"""Years that somebody may mean: the ends of what a date can hold overflow in other time zones."""

from datetime import date

from django.utils.translation import gettext as _

YEARS = range(1900, 3000)


def out_of_calendar(day: date) -> str:
    """Return why a day is too far away to be meant; empty when it is not."""
    if day.year in YEARS:
        return ""
    words = {"year": f"{day.year:04}", "first": str(YEARS[0]), "last": str(YEARS[-1])}
    return _("The year %(year)s cannot be meant: choose one from %(first)s to %(last)s.") % words
