"""The demonstration bank's pages: a button for each thing that may happen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsroom.languages import prefix
from patrons.providers.base import NotReady, Refused

from . import bank
from .models import Mandate, Visit
from .provider import make

type View = Callable[[HttpRequest, Any], HttpResponse]


def _own_page(model: Any) -> Callable[[View], Callable[[HttpRequest, str], HttpResponse]]:
    """Decorator: find the row of the address, in the payer's language; 404 where the bank is closed."""

    def decorate(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def page(request: HttpRequest, ref: str) -> HttpResponse:
            try:
                make(settings)
            except NotReady as error:
                raise Http404 from error
            row = get_object_or_404(model, ref=ref)
            with translation.override(row.language or settings.LANGUAGE_CODE):
                response = view(request, row)
            response.headers["Cache-Control"] = "private, no-store"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return page

    return decorate


@_own_page(Visit)
def visit(request: HttpRequest, row: Visit) -> HttpResponse:
    """The page to pay on."""
    if request.method == "POST" and not row.is_paid and row.expires_at > timezone.now():
        match request.POST.get("do"):
            case "pay":
                bank.pay(row.pk)
            case "slowly":
                bank.pay(row.pk, slowly=True)
            case "twice":
                bank.pay(row.pk, times=2)
            case "decline":
                bank.decline(row.pk)
            case _other:
                return HttpResponseRedirect(row.back_url)
        return HttpResponseRedirect(row.done_url)
    if request.method == "POST":
        return HttpResponseRedirect(row.done_url if row.is_paid else row.back_url)
    context = {"visit": row, "is_over": row.expires_at <= timezone.now()}
    return render(request, "demo_bank/pay.html", context)


@_own_page(Mandate)
def mandate(request: HttpRequest, row: Mandate) -> HttpResponse:
    """The page of a subscription: what time would bring, at the press of a button."""
    refused = ""
    if request.method == "POST":
        try:
            _do(row, request.POST.get("do", ""))
        except Refused as error:
            refused = str(error)
        else:
            return HttpResponseRedirect(request.get_full_path())
    context = {"mandate": row, "charges": row.charges.all()[:24], "refused": refused, "back": _back(request, row)}
    return render(request, "demo_bank/subscription.html", context, status=422 if refused else 200)


def _back(request: HttpRequest, row: Mandate) -> str:
    """Return where the payer came from; the newspaper, if that is said to be elsewhere."""
    home = f"{settings.SITE_URL}{prefix(row.language)}/"
    back = request.GET.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else home


def _do(row: Mandate, verb: str) -> None:
    match verb:
        case "renew":
            bank.renew(row.pk)
        case "fail":
            bank.fail_renewal(row.pk)
        case "card":
            bank.age_card(row.pk)
        case "new_card":
            bank.another_card(row.pk)
        case "end":
            bank.end(row.pk)
        case "refund":
            last = row.charges.filter(outcome="succeeded").first()
            if last is None:
                raise Refused(_("There is no payment to give back."))
            bank.give_back(last.ref)
