"""Transfers: those that wait for somebody to say whose they are, and those that are settled."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from patrons import codes, matching, what_came
from patrons.models import BankLine, Patron, Pledge, ProviderAccount
from patrons.models.people import email_key
from patrons.money import CURRENCIES
from patrons.people import NotDone, became
from patrons.statements import EARLIEST
from patrons.transfers import KEY

from .amounts import read_amount
from .day_filters import DaysFilter
from .line_lists import LineAmountFilter, search
from .reading import Chosen, Exact, Reading
from .sure import ask, is_sure

SHOWN = 20
# As many as one form may carry.
ASIDE_AT_ONCE = 500
FIELDS = ("account", "day", "amount", "currency", "payer", "text", "mark")


class LineStateFilter(Exact):
    title, parameter_name, column = gettext_lazy("state"), "state", "state"
    choices_of = BankLine.State.choices


class FoundFilter(Exact):
    title, parameter_name, column = gettext_lazy("found"), "found", "found"
    choices_of = BankLine.Found.choices


class StatementFilter(Chosen):
    """The lines of one statement, by a link from its page."""

    title, parameter_name = gettext_lazy("statement"), "statement"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        value = request.GET.get("statement", "")
        return [(value, _("This statement"))] if value.isascii() and value.isdigit() and len(value) < 18 else []

    def chosen(self, queryset: Any, value: str) -> Any:
        return queryset.filter(statement=int(value))


@admin.register(BankLine)
class BankLineAdmin(Reading):
    list_display = ["day", "show_amount", "payer", "text", "state", "found"]
    list_display_links = ["day", "show_amount"]
    list_filter = [
        LineStateFilter, FoundFilter, StatementFilter, ("day", DaysFilter), ("amount_minor", LineAmountFilter)
    ]  # fmt: skip
    list_filter_submit = True
    # What is searched says `search`; without a field there would be no place to type.
    search_fields = ["payer"]
    search_help_text = gettext_lazy("Payer, text, reference, amount or day")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return search(queryset, search_term), False

    actions = ["put_aside"]  # type: ignore[assignment]

    def has_match_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("patrons.change_bankline")

    @admin.action(description=gettext_lazy("Put aside: no pledges…"), permissions=["match"])
    def put_aside(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """Ask once why, then put each of them aside that still waits."""
        chosen = list(queryset.select_related("account")[: ASIDE_AT_ONCE + 1])
        lines, reason, refused = chosen[:ASIDE_AT_ONCE], request.POST.get("reason", "").replace("\0", "").strip(), ""
        if "apply" in request.POST:
            try:
                done = matching.ignore_all(lines, by=request.user, reason=reason)
            except NotDone as error:
                refused = str(error)
            else:
                words = {"done": done, "left": len(lines) - done}
                messages.success(request, _("Put aside: %(done)s. Settled already: %(left)s.") % words)
                return None
        context = self.admin_site.each_context(request) | {
            "title": _("Put transfers aside"), "lines": lines, "refused": refused, "reason": reason[:500],
            "left_out": len(chosen) > ASIDE_AT_ONCE, "most": ASIDE_AT_ONCE, "opts": self.opts,
        }  # fmt: skip
        return TemplateResponse(request, "admin/patrons/bankline/aside.html", context, status=422 if refused else 200)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("patrons.add_bankline")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.do))
        return [path("<int:line>/do/<slug:verb>/", view, name="patrons_bankline_do"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Write a transfer down by hand."""
        self._needs(request, "patrons.add_bankline")
        said = {name: request.POST.get(name, "").replace("\0", "").strip()[:1_000] for name in FIELDS}
        errors: dict[str, str] = {}
        if request.method == "POST":
            line = self._written(request, said, errors)
            if line is not None:
                return HttpResponseRedirect(_page(line))
        said["mark"] = said["mark"] or str(uuid4())
        said["day"] = said["day"] or timezone.localdate().isoformat()
        context = self.admin_site.each_context(request) | {
            "title": _("Write down a transfer"), "said": said, "errors": errors, "opts": self.opts,
            "accounts": ProviderAccount.objects.filter(key=KEY), "currencies": sorted(CURRENCIES),
        }  # fmt: skip
        return TemplateResponse(
            request, "admin/patrons/bankline/add.html", context, status=422 if request.method == "POST" else 200
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One transfer: whose it is, or a search for whose it may be."""
        if request.method != "GET" or not self.has_view_permission(request):
            raise PermissionDenied
        line = self.get_object(request, object_id)
        if line is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        wanted = request.GET.get("wanted", "").replace("\0", "").strip()[:254]
        pledges, patrons = _search(line, wanted)
        context = self.admin_site.each_context(request) | {
            "title": str(line), "line": line, "original": line, "opts": self.opts, "wanted": wanted,
            "pledges": pledges, "patrons": patrons, "may_match": request.user.has_perm("patrons.change_bankline"),
        }  # fmt: skip
        return TemplateResponse(request, "admin/patrons/bankline/page.html", context)

    def do(self, request: HttpRequest, line: int, verb: str) -> HttpResponse:
        """Match, put aside, or take back."""
        self._needs(request, "patrons.change_bankline")
        found = get_object_or_404(BankLine.objects.select_related("account"), pk=line)
        reason = request.POST.get("reason", "").replace("\0", "")
        acts: dict[str, Callable[[], Any]] = {
            "match": lambda: self._match(request, found),
            "patron": lambda: matching.match_patron(found, _chosen(request, Patron), by=request.user),
            "ignore": lambda: matching.ignore(found, by=request.user, reason=reason),
            "back": lambda: matching.take_back(found, by=request.user, reason=reason),
        }
        if verb in acts:
            try:
                asked = acts[verb]()
            except NotDone as refused:
                messages.error(request, str(refused))
            else:
                if isinstance(asked, HttpResponse):
                    return asked
                messages.success(request, _("It is done."))
        return HttpResponseRedirect(_page(found))

    def _match(self, request: HttpRequest, line: BankLine) -> HttpResponse | None:
        """Book it for a pledge; another amount or currency than the announced one is asked about first."""
        pledge = _chosen(request, Pledge)
        follows = what_came.would_follow(pledge, line.amount) if line.state == BankLine.State.WAITING else []
        if follows and not is_sure(request, pledge.pk):
            title = _("Book %(amount)s for “%(pledge)s”") % {"amount": line.amount, "pledge": pledge}
            return ask(
                request, self.admin_site, title, follows, _("Book it for this pledge"), _page(line),
                of=pledge.pk, kept={"chosen": str(pledge.pk)},
            )  # fmt: skip
        matching.match(line, pledge, by=request.user)
        return None

    def _written(self, request: HttpRequest, said: dict[str, str], errors: dict[str, str]) -> BankLine | None:
        account = next(
            (each for each in ProviderAccount.objects.filter(key=KEY) if str(each.pk) == said["account"]), None
        )
        if account is None:
            errors["account"] = _("Choose the account that it came to.")
        day, amount = _day(said["day"]), None
        if day is not None and day.year < EARLIEST:
            errors["day"] = _("A transfer of %(year)s is in no statement: write a day from %(first)s on.") % {
                "year": f"{day.year:04}", "first": EARLIEST,
            }  # fmt: skip
        elif day is None:
            errors["day"] = _("“%(value)s” is no day: write it as 2026-12-31.") % {"value": said["day"][:20]}
        elif day > timezone.localdate():
            errors["day"] = _("This day has not come yet: write down what is in the account.")
        if said["currency"] not in CURRENCIES:
            errors["currency"] = _("Choose the currency.")
        else:
            try:
                amount = read_amount(said["amount"], said["currency"])
            except ValidationError as error:
                errors["amount"] = " ".join(error.messages)
        if errors or account is None or day is None or amount is None:
            return None
        line = matching.write_down(
            account, day, amount, payer=said["payer"], text=said["text"], form_mark=said["mark"], by=request.user
        )
        if line.state == BankLine.State.BOOKED:
            messages.success(request, _("It is written down and booked."))
        else:
            messages.warning(request, _("It is written down and waits: say whose it is."))
        return line

    def _needs(self, request: HttpRequest, right: str) -> None:
        if not request.user.has_perm(right) or not request.user.has_perm("patrons.view_bankline"):
            raise PermissionDenied

    @admin.display(description=gettext_lazy("amount"))
    def show_amount(self, line: BankLine) -> str:
        return str(line.amount)


def _search(line: BankLine, wanted: str) -> tuple[list[Pledge], list[Patron]]:
    """Return the pledges and patrons that a line may be of: what was typed, else what the line itself says."""
    ours = Pledge.objects.filter(account=line.account_id).select_related("patron", "tier")
    if not wanted:
        return ([line.pledge] if line.pledge else []), []
    right = codes.within(wanted)
    people = Patron.objects.filter(erased_at=None, merged_into=None)
    people = people.filter(
        Q(email_key=email_key(wanted)) | Q(pk__in=became(email_key(wanted))) | Q(name__istartswith=wanted)
    )
    patrons = list(people[:SHOWN])
    query = Q(patron__in=[patron.pk for patron in patrons]) | Q(payments__receipt_number=wanted.upper())
    query |= Q(transfer_code__in=right)
    return list(ours.filter(pk__in=ours.filter(query).values("pk")[: SHOWN * 5])[:SHOWN]), patrons


def _chosen(request: HttpRequest, model: Any) -> Any:
    typed = request.POST.get("chosen", "")
    found = None
    if typed.isascii() and typed.isdigit() and len(typed) < 18:
        found = model.objects.filter(pk=int(typed)).first()
    if found is None:
        raise NotDone(_("Choose whose transfer it is."))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(line: BankLine) -> str:
    return reverse("admin:patrons_bankline_change", args=[line.pk])
