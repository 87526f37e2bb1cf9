"""What the audit log knows of a patron that no other table does: who gave a tier, who put two into one."""

from django.db.models import Q
from django.utils.translation import gettext as _

from newsroom.audit.models import Event
from patrons.models import Patron

SHOWN = 200


def of(**records: list[int]) -> list[Event]:
    """Return what was done to records, by the names of their models: `patron=[4]`. One question."""
    asked = Q(pk=None)
    for model, numbers in records.items():
        asked |= Q(subject_type=f"patrons.{model}", subject_id__in=[str(number) for number in numbers])
    return list(Event.objects.filter(asked).order_by("-at", "-pk")[:SHOWN])


def about(event: Event, patron: Patron | None = None) -> str | None:
    """Return what an event is on a page: its words, None for the log's own, empty for what is no line of that page."""
    match event.verb:
        case "payment.receipt_mailed":
            return _("the receipt %(number)s was sent again") % {"number": event.subject}
        case "patron.merged" if patron is not None:
            part = event.details.get("part", "")
            if event.subject_id == str(patron.pk):
                return _("%(patron)s was put into this one") % {"patron": part}
            # The other end of it: of the one that stays, only this is told here.
            return _("put into %(patron)s") % {"patron": event.subject} if part.split()[-1:] == [str(patron.pk)] else ""
    is_own = patron is not None and event.subject_type == "patrons.patron" and event.subject_id == str(patron.pk)
    return None if is_own else ""
