"""The buttons on a pledge's page. Each is a POST of its own, asks for its right, and calls a verb of the room."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin

from newsroom.accounts.confirming import confirmed
from newsroom.audit.log import record
from patrons import amounts, changing, letters
from patrons.changing import NotChanged, NotKnown
from patrons.days import NoDay, noon_of
from patrons.models import Payment, Pledge, Refund
from patrons.money import Money, NotMoney
from patrons.transfers import KEY as TRANSFERS

from . import refunding
from .sure import ask, is_sure


class PledgeVerbs(ModelAdmin):
    """Mixin of the pledges' admin."""

    def get_urls(self) -> list[Any]:
        def view(verb: Any) -> Any:
            return self.admin_site.admin_view(require_POST(verb))

        return [
            path("<int:pledge>/do/<slug:verb>/", view(confirmed(self.change_pledge)), name="patrons_pledge_verb"),
            path("payment/<int:payment>/refund/", view(confirmed(self.refund)), name="patrons_payment_refund"),
            path("payment/<int:payment>/receipt/", view(self.mail_receipt), name="patrons_payment_receipt"),
            path("refund/<int:refund>/again/", view(confirmed(self.refund_again)), name="patrons_refund_again"),
            *super().get_urls(),
        ]

    def change_pledge(self, request: HttpRequest, pledge: int, verb: str) -> HttpResponse:
        """Pause, resume or end a pledge."""
        found = get_object_or_404(Pledge.objects.select_related("account", "patron"), pk=pledge)
        self._needs(request, "patrons.cancel_pledge")
        acts = {
            "cancel": lambda: changing.cancel(found, by=request.user, reason=request.POST.get("reason", "")[:200]),
            "cancel_now": lambda: changing.cancel(found, at_once=True, by=request.user),
            "resume": lambda: changing.resume(found, by=request.user),
            "pause": lambda: changing.pause(found, _moment(request.POST.get("until", "")), by=request.user),
        }
        if verb not in acts:
            return HttpResponseRedirect(_page(found))
        if verb == "cancel_now" and not is_sure(request):
            return ask(
                request, self.admin_site, _("End at once: %(pledge)s of %(patron)s")
                % {"pledge": found, "patron": found.patron}, _what_ends(found), _("End it now"), _page(found),
            )  # fmt: skip
        return self._do(request, found, acts[verb], f"pledge.{verb}", _("It is done."), form=verb)

    def refund(self, request: HttpRequest, payment: int) -> HttpResponse:
        """Give back some or all of a payment."""
        found = get_object_or_404(Payment.objects.select_related("pledge__patron", "account"), pk=payment)
        self._needs(request, "patrons.refund_payment")
        typed, reason = request.POST.get("amount", ""), request.POST.get("reason", "").replace("\0", "")
        form = f"refund-{found.pk}"
        try:
            amount = _amount(typed, found.currency)
            changing.may_refund(found, amount, reason)
        except NotChanged as refused:
            return self._wrong(request, found.pledge, refused, form)
        if not is_sure(request, amount.minor):
            return ask(
                request, self.admin_site, _("Give back %(amount)s") % {"amount": amount},
                refunding.what_follows(found, amount, reason), _("Give it back"), _page(found.pledge),
                of=amount.minor, kept={"amount": typed, "reason": reason},
            )  # fmt: skip
        if found.account.key == TRANSFERS:
            said = _("It is written down. Now send it at your bank: nobody else can.")
        else:
            said = _("The provider was asked to give it back.")
        return self._do(
            request, found.pledge, lambda: changing.refund(found, amount, by=request.user, reason=reason),
            "payment.refunded", said, form=form,
        )  # fmt: skip

    def refund_again(self, request: HttpRequest, refund: int) -> HttpResponse:
        """Ask once more for a refund that was not answered. It cannot be paid twice."""
        found = get_object_or_404(Refund.objects.select_related("payment__pledge", "account"), pk=refund)
        self._needs(request, "patrons.refund_payment")
        return self._do(
            request, found.payment.pledge, lambda: changing.retry_refund(found), "payment.refund_asked_again",
            _("The provider was asked again."),
        )  # fmt: skip

    def mail_receipt(self, request: HttpRequest, payment: int) -> HttpResponse:
        """Mail a receipt once more."""
        found = get_object_or_404(Payment.objects.select_related("pledge__patron"), pk=payment)
        self._needs(request, "patrons.view_pledge")
        if found.receipt_number is None or not found.pledge.patron.email:
            messages.warning(request, _("There is no receipt, or nobody to mail it to."))
        elif found.is_void:
            messages.warning(request, _("This receipt is void, its payment was booked by mistake: it is not mailed."))
        else:
            letters.send(found.pledge.patron, letters.receipt(found))
            record("payment.receipt_mailed", found, by=request.user, called=found.receipt_number)
            messages.success(request, _("The receipt is on its way."))
        return HttpResponseRedirect(_page(found.pledge))

    def page_of(self, request: HttpRequest, pledge: Pledge) -> dict[str, Any]:
        """Return what the page of a pledge takes: the admin's own."""
        raise NotImplementedError

    def _do(
        self, request: HttpRequest, pledge: Pledge, act: Any, verb: str, said: str, *, form: str = ""
    ) -> HttpResponse:
        """Do it; a form with a wrong value comes back open, with what was typed and the sentence beside it."""
        try:
            act()
        except NotChanged as refused:
            if form not in ("", "cancel", "cancel_now", "resume"):
                return self._wrong(request, pledge, refused, form)
            messages.error(request, str(refused))
        except NotKnown as refused:
            messages.error(request, str(refused))
        else:
            record(verb, pledge, by=request.user, called=f"{_('Pledge')} {pledge.pk}")
            messages.success(request, said)
        return HttpResponseRedirect(_page(pledge))

    def _wrong(self, request: HttpRequest, pledge: Pledge, refused: Exception, form: str) -> HttpResponse:
        pledge.refresh_from_db()
        context = self.admin_site.each_context(request) | self.page_of(request, pledge)
        wrong = {"form": form, "words": str(refused), "typed": request.POST}
        return TemplateResponse(request, "admin/patrons/pledge/page.html", context | {"wrong": wrong}, status=422)

    def _needs(self, request: HttpRequest, right: str) -> None:
        if not request.user.has_perm(right) or not request.user.has_perm("patrons.view_pledge"):
            self._refuse()

    def _refuse(self) -> None:
        raise PermissionDenied


def _page(pledge: Pledge) -> str:
    return reverse("admin:patrons_pledge_change", args=[pledge.pk])


def _what_ends(pledge: Pledge) -> list[str]:
    lines = [_("It ends now, and nothing more is asked of the patron through %(way)s.") % {"way": pledge.account}]
    if pledge.period_end and pledge.period_end > timezone.now():
        day = date_format(localtime(pledge.period_end), "DATE_FORMAT")
        lines.append(_("It is paid until %(day)s: the right that it gives stays until then.") % {"day": day})
    else:
        lines.append(_("The right that it gives ends with it: no time is left that was paid for."))
    return [
        *lines,
        _("No money goes back by this. To give some back, use the button beside the payment."),
        _("It cannot be taken back: to go on, the patron begins a new pledge."),
    ]


def _amount(text: str, currency: str) -> Money:
    try:
        return amounts.typed(text, currency)
    except NotMoney as error:
        if error.reason == "thousands":
            raise NotChanged(amounts.sentence("thousands", text, currency)) from error
        sentence = _("“%(value)s” is no amount in %(currency)s: write a number such as 12 or 12.50.")
        raise NotChanged(sentence % {"value": text[:40], "currency": currency}) from error


def _moment(typed: str) -> datetime:
    try:
        return noon_of(typed)
    except NoDay as error:
        raise NotChanged(str(error)) from error
