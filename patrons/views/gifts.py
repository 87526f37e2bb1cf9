"""A gift as whoever holds its link sees it. Opening it changes nothing; one press accepts it, once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from patrons import gifts, redeeming, sentences
from patrons.models import Gift
from patrons.redeeming import NotRedeemed

from .pages import private_page


@private_page
def gift(request: HttpRequest, token: str) -> HttpResponse:
    """Say what is given and from whom; take an address, an acceptance or a no."""
    found = redeeming.find(token)
    if found is None:
        raise Http404(_("There is no such gift."))
    if request.method != "POST" or not redeeming.is_open(found):
        return _page(request, found)
    email = request.POST.get("email", "")[:1000]
    try:
        if request.POST.get("verb") == "decline":
            redeeming.decline(token)
        else:
            redeeming.redeem(token, email)
    except NotRedeemed as refused:
        again = redeeming.find(token)
        if again is None or not redeeming.is_open(again):
            return _page(request, again or found)
        return _page(request, again, error=str(refused), email=email.replace("\0", ""), status=422)
    return HttpResponse(status=303, headers={"Location": f"{request.path}?done=1"})


def _page(request: HttpRequest, found: Gift, *, error: str = "", email: str = "", status: int = 0) -> HttpResponse:
    stands = "open" if redeeming.is_open(found) else "redeemed" if _is_had(found) else "gone"
    is_done = request.GET.get("done") == "1"
    if stands == "gone" and found.declined_at:
        stands = "refused"
    begins, _ends = gifts.span(found, found.pledge.started_at or found.created_at)
    titles = {
        "open": _("A gift for you"), "redeemed": _("The gift was redeemed"),
        "gone": _("This gift is not there any more"), "refused": _("The gift was refused"),
    }  # fmt: skip
    if stands == "redeemed" and is_done:
        titles["redeemed"] = _("Welcome")
    context = {
        "gift": found, "stands": stands, "title": titles[stands], "lasts": sentences.how_long(found.months),
        "begins": found.grant.starts_at if found.grant else begins, "waits": _waits(found),
        "is_done": is_done, "error": error, "email": email, "alternates": {},
    }  # fmt: skip
    return render(
        request,
        "patrons/gift.html",
        context,
        status=status or (410 if stands in ("gone", "refused") and not is_done else 200),
    )


def _is_had(found: Gift) -> bool:
    grant = found.grant
    return bool(found.redeemed_at and not found.declined_at and grant and not grant.revoked_at)


def _waits(found: Gift) -> str:
    """Return "now" or "later" for a gift whose time begins when its link is used, and no sooner than its own day."""
    if not found.by_link or found.redeemed_at:
        return ""
    return "later" if found.starts_on > localdate() else "now"
