"""Who of the patrons is here: kept in the session after a sign-in by mail, and asked below /support/you/ alone."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from .models import Patron

KEY = "patron"
LASTS = timedelta(days=30)


def come_in(request: HttpRequest, patron: Patron) -> None:
    """Remember that this browser is a patron's; the session gets a new name, so that an old one is worth nothing."""
    request.session.cycle_key()
    request.session[KEY] = [str(patron.public_id), int(timezone.now().timestamp())]


def go_out(request: HttpRequest) -> None:
    """Forget it. Somebody of the staff who is signed in too stays so."""
    request.session.pop(KEY, None)


def here(request: HttpRequest) -> Patron | None:
    """Return the patron whose browser this is, or None."""
    match request.session.get(KEY):
        case [str(public_id), int(since)] if since > (timezone.now() - LASTS).timestamp():
            patrons = Patron.objects.filter(public_id=public_id, erased_at=None, merged_into=None)
            return patrons.first()
    return None
