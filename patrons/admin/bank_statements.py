"""Statements of the bank: upload, see how each line is read, correct it, see what would happen, book it once."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from newsroom.accounts.confirming import confirmed
from patrons import statements
from patrons.models import BankStatement, Pledge, ProviderAccount
from patrons.money import CURRENCIES
from patrons.people import NotDone
from patrons.statement_files import columns
from patrons.statement_files.decoding import BYTES_AT_MOST, NotAStatement
from patrons.transfers import KEY

from .reading import Reading

SHOWN = 20
# So many times more or less than was pledged is worth a look before it is booked.
FAR = 3
ROLES = {
    "day": gettext_lazy("Day"),
    "amount": gettext_lazy("Amount, or what came in"),
    "out": gettext_lazy("What went out, where it has a column of its own"),
    "currency": gettext_lazy("Currency"),
    "payer": gettext_lazy("From whom"),
    "text": gettext_lazy("Text with the reference"),
    "more": gettext_lazy("More text"),
    "ref": gettext_lazy("The bank’s own reference"),
}
VERDICTS = {
    "code": gettext_lazy("Found by the code: will be booked"),
    "perhaps": gettext_lazy("Perhaps meant: waits for you"),
    "twice": gettext_lazy("Looks booked already: waits for you"),
    "currency": gettext_lazy("Right code, other currency: waits for you"),
    "nothing": gettext_lazy("Nothing found: waits for you"),
    "known": gettext_lazy("Known from another upload: left out"),
    "out": gettext_lazy("Money that went out: left out"),
    "unread": gettext_lazy("Cannot be read: left out"),
}

# The same, once it was done.
DONE = VERDICTS | {
    "code": gettext_lazy("Found by the code"),
    "perhaps": gettext_lazy("Perhaps meant"),
    "twice": gettext_lazy("Looked booked already"),
    "currency": gettext_lazy("Right code, other currency"),
    "nothing": gettext_lazy("Nothing found"),
}


@admin.register(BankStatement)
class BankStatementAdmin(Reading):
    list_display = ["name", "uploaded_at", "state", "account"]
    list_select_related = ["account"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("patrons.add_bankstatement")

    def get_urls(self) -> list[Any]:
        def view(act: Any) -> Any:
            return self.admin_site.admin_view(require_POST(act))

        return [
            path("<int:statement>/columns/", view(self.correct), name="patrons_bankstatement_columns"),
            path("<int:statement>/book/", view(self.book), name="patrons_bankstatement_book"),
            path("<int:statement>/forget/", view(confirmed(self.forget)), name="patrons_bankstatement_forget"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take a file."""
        self._needs(request)
        accounts, refused = list(ProviderAccount.objects.filter(key=KEY)), ""
        if request.method == "POST":
            chosen = next((each for each in accounts if str(each.pk) == request.POST.get("account")), None)
            file = request.FILES.get("file")
            if chosen is None:
                refused = _("Choose the account that the file is of.")
            elif file is None:
                refused = _("Choose a file first: the CSV that the bank made.")
            elif (file.size or 0) > BYTES_AT_MOST:
                refused = _("This file is larger than 5 MB: ask the bank for fewer months at once.")
            else:
                try:
                    made = statements.upload(chosen, file.name or "", file.read(), by=request.user)
                    return HttpResponseRedirect(_page(made))
                except NotAStatement as error:
                    refused = str(error)
        context = self.admin_site.each_context(request) | {
            "title": _("Upload a bank statement"), "accounts": accounts, "refused": refused, "opts": self.opts,
        }  # fmt: skip
        status = 422 if refused else 200
        return TemplateResponse(request, "admin/patrons/bankstatement/upload.html", context, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One statement: what its lines would do, or did."""
        if request.method != "GET" or not self.has_view_permission(request):
            raise PermissionDenied
        statement = self.get_object(request, object_id)
        if statement is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        context = self.admin_site.each_context(request) | {
            "title": str(statement), "statement": statement, "original": statement, "opts": self.opts,
            "may_book": self.has_add_permission(request), "shown": SHOWN,
        }  # fmt: skip
        context |= _draft(statement) if statement.state == BankStatement.State.DRAFT else _kept(statement)
        return TemplateResponse(request, "admin/patrons/bankstatement/page.html", context)

    def correct(self, request: HttpRequest, statement: int) -> HttpResponse:
        """Read the file with other columns."""
        self._needs(request)
        found = get_object_or_404(BankStatement, pk=statement, state=BankStatement.State.DRAFT)
        layout = columns.from_data(found.layout)
        width = len(columns.head_of(found.text, layout))
        said = {role: request.POST.get(f"column_{role}", "") for role in columns.ROLES}
        layout.columns = {
            role: int(at) for role, at in said.items() if at.isascii() and at.isdigit() and int(at[:4]) < width
        }
        layout.order = "mdy" if request.POST.get("order") == "mdy" else "dmy"
        layout.decimal = "," if request.POST.get("decimal") == "," else "."
        currency = request.POST.get("currency", "")
        layout.currency = currency if currency in CURRENCIES else ""
        statements.read_as(found, layout)
        return HttpResponseRedirect(_page(found))

    def book(self, request: HttpRequest, statement: int) -> HttpResponse:
        """Write the lines down and book what has a code; a large file in several steps of some seconds."""
        self._needs(request)
        found = get_object_or_404(BankStatement, pk=statement)
        try:
            if found.state == BankStatement.State.DRAFT:
                statements.keep(found, by=request.user)
            statements.book_some(found, by=request.user)
        except (NotDone, NotAStatement) as error:
            messages.error(request, str(error))
        return HttpResponseRedirect(_page(found))

    def forget(self, request: HttpRequest, statement: int) -> HttpResponse:
        """Throw away a file that was not booked."""
        self._needs(request)
        BankStatement.objects.filter(pk=statement, state=BankStatement.State.DRAFT).delete()
        messages.success(request, _("The file is gone; nothing of it was booked."))
        return HttpResponseRedirect(reverse("admin:patrons_bankstatement_changelist"))

    def _needs(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied


def _draft(statement: BankStatement) -> dict[str, Any]:
    layout = columns.from_data(statement.layout)
    try:
        head, tried = columns.head_of(statement.text, layout), statements.try_out(statement)
    except NotAStatement as error:
        return {"refused": str(error)}
    counts = tried.counts
    order = list(VERDICTS)
    shown = sorted(tried.judged, key=lambda each: order.index(each.verdict))
    by_verdict: dict[str, list[statements.Judged]] = {}
    for each in shown:
        by_verdict.setdefault(each.verdict, []).append(each)
    return {
        "counts": [(key, words, counts[key]) for key, words in VERDICTS.items() if key in counts],
        "groups": [
            (key, VERDICTS[key], counts[key], _beside_pledges(some[:SHOWN])) for key, some in by_verdict.items()
        ],
        "roles": [(role, words, layout.columns.get(role, -1)) for role, words in ROLES.items()],
        "head": list(enumerate(head)), "layout": layout, "currencies": sorted(CURRENCIES),
        "needs_currency": "currency" not in layout.columns and not layout.currency,
        "needs_text": "text" not in layout.columns,
        "assumed": "" if "currency" in layout.columns else layout.currency,
        "will_book": counts.get("code", 0),
        "will_wait": sum(counts.get(key, 0) for key in ("perhaps", "twice", "currency", "nothing")),
    }  # fmt: skip


def _beside_pledges(some: list[statements.Judged]) -> list[dict[str, Any]]:
    """Return each line with the pledge that it may be of, and what is strange about the sum."""
    numbers = {each.pledge for each in some if each.pledge}
    pledges = Pledge.objects.filter(pk__in=numbers).select_related("patron").in_bulk() if numbers else {}
    shown = []
    for each in some:
        pledge, amount = pledges.get(each.pledge or 0), getattr(each.line, "amount", None)
        strange = ""
        if pledge is not None and amount is not None and amount.currency == pledge.currency:
            if amount.minor > pledge.amount_minor * FAR:
                strange = _("much more than was pledged")
            elif amount.minor * FAR < pledge.amount_minor:
                strange = _("much less than was pledged")
        shown.append({"line": each.line, "pledge": pledge, "strange": strange})
    return shown


def _kept(statement: BankStatement) -> dict[str, Any]:
    counts = statement.counts
    left = statement.lines.filter(state="matched").count() if statement.state == "booking" else 0
    return {
        "counts": [(key, words, counts[key]) for key, words in DONE.items() if counts.get(key)], "left": left,
        "done": max(counts.get("code", 0) - left, 0), "all": counts.get("code", 0),
        "waiting": statement.lines.filter(state="waiting").count(),
    }  # fmt: skip


def _page(statement: BankStatement) -> str:
    return reverse("admin:patrons_bankstatement_change", args=[statement.pk])
