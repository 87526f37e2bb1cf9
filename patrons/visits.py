"""Who of the patrons is here: kept in the session after a sign-in by mail, and asked below /support/you/ alone."""

import re
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from .models import Patron

KEY = "patron"
LASTS = timedelta(days=30)
# Where somebody was going when they were asked to sign in: a word in the address and the name of a page.
PLACES = {"topics": "patron_topics"}
# And which one of the things there: "topics-12".
_PLACE = re.compile("[a-z]+(?:-[0-9]{1,10})?", re.ASCII)


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


def way_in(request: HttpRequest) -> str:
    """Return the address of the sign-in, which leads on to where `request` was going."""
    match = request.resolver_match
    name = (match.url_name if match else "") or ""
    word = next((word for word, page in PLACES.items() if name.startswith(page.removesuffix("s"))), "")
    number = match.kwargs.get("number", "") if match else ""
    return reverse("patron_sign_in") + (f"?to={word}{f'-{number}' if number else ''}" if word else "")


def place(request: HttpRequest) -> str:
    """Return the word of the place that a sign-in leads on to, empty for the patron's own page."""
    word = request.POST.get("to") or request.GET.get("to") or ""
    return word if _PLACE.fullmatch(word) and word.partition("-")[0] in PLACES else ""


def leads_to(request: HttpRequest) -> str:
    """Return the address to go on to after a sign-in."""
    word, _dash, number = place(request).partition("-")
    return reverse(PLACES.get(word, "patron_you")) + (f"#topic-{number}" if number else "")
