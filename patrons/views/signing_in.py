"""In by mail: an address, then a link or a code. See `patrons.signing_in`."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from patrons import addresses, networks, signing_in, visits
from patrons.signing_in import NotLetIn


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address, mail a way in, and ask for the code."""
    if request.method == "GET":
        here = visits.here(request)
        return redirect(visits.leads_to(request)) if here else _ask(request, {})
    email = request.POST.get("email", "").replace("\0", "").strip()[:254]
    try:
        validate_email(email)
    except ValidationError:
        error = "" if email.partition("@")[0].isascii() else addresses.refused(email)
        error = error or _("“%(value)s” is no e-mail address: write it like name@example.org.") % {"value": email[:80]}
        if not email:
            error = _("Write the address that you support us with.")
        return _ask(request, {"error": error, "email": email}, status=422)
    try:
        signing_in.ask(
            email, network=networks.fingerprint(request), language=get_language() or "", to=visits.place(request)
        )
    except NotLetIn as refused:
        return _ask(request, {"error": str(refused), "email": email}, status=429)
    return _ask_code(request, {"email": email})


def _ask(request: HttpRequest, said: dict[str, str], status: int = 200) -> HttpResponse:
    return render(request, "patrons/sign_in.html", said | {"to": visits.place(request)}, status=status)


def _ask_code(request: HttpRequest, said: dict[str, str], status: int = 200) -> HttpResponse:
    # Everybody reads how many letters are sent: whether one was tells whose address it is.
    more = {"to": visits.place(request), "most": signing_in.MAILS_AN_HOUR}
    return render(request, "patrons/sign_in_code.html", said | more, status=status)


@never_cache
@require_POST
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Take the code that was mailed."""
    email = request.POST.get("email", "").replace("\0", "").strip()[:254]
    try:
        patron = signing_in.by_code(email, request.POST.get("code", "").replace("\0", "")[:20])
    except NotLetIn as refused:
        return _ask_code(request, {"email": email, "error": str(refused)}, status=422)
    visits.come_in(request, patron)
    return redirect(visits.leads_to(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, link: str) -> HttpResponse:
    """Show a button; only pressing it signs in."""
    if request.method != "POST":
        found = signing_in.find(link)
        return render(
            request, "patrons/sign_in_link.html", {"is_open": found is not None}, status=200 if found else 410
        )
    try:
        patron = signing_in.by_link(link)
    except NotLetIn as refused:
        return render(request, "patrons/sign_in_link.html", {"is_open": False, "error": str(refused)}, status=410)
    visits.come_in(request, patron)
    return redirect(visits.leads_to(request))


@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    visits.go_out(request)
    return redirect("patron_sign_in")
