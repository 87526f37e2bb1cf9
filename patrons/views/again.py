"""The form for whoever comes back: filled in with what they gave, and with the address they are known by."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from patrons import filling, offers
from patrons.models import Patron, Pledge

from .support import form
from .you import OVER, patrons_only


@require_safe
@patrons_only
def again(request: HttpRequest, patron: Patron, pledge: str) -> HttpResponse:
    """Not the public form: that is the same for everybody, and another address would make another patron."""
    ended = get_object_or_404(Pledge, public_id=pledge, patron=patron, state__in=OVER, gift=None)
    offer = offers.offer(ended.currency)
    if offer is None:
        return redirect("support")
    asked = {"often": ended.interval}
    if offer.currency == ended.currency:
        asked["amount"] = f"{ended.amount.amount:f}"
    said = filling.at_first(offer, asked) | {"email": patron.email, "name": patron.name}
    return form(request, offer, said)
