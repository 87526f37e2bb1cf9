"""Bringing in patrons and pledges: a file, its columns, what would happen, and then what happened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from unfold.admin import ModelAdmin

from newsroom import tables
from newsroom.accounts.confirming import confirmed
from newsroom.spreadsheets import csv_of
from patrons import importing
from patrons.import_columns import FIELDS
from patrons.models import Import, ImportLine, ProviderAccount, Tier
from patrons.models.columns import Interval
from patrons.money import CURRENCIES

from .comparisons import LOOK_AGAIN_SECONDS

SHOWN = 100
# A small table is done while one waits; of a large one the clock does the rest.
SECONDS = 4
DEFAULTS = ("currency", "interval", "tier")


class Imports(ModelAdmin):
    """Mixin of the pledges' admin."""

    def get_urls(self) -> list[Any]:
        def view(methods: Any, verb: Any) -> Any:
            return self.admin_site.admin_view(methods(verb))

        both, name = require_http_methods(["GET", "HEAD", "POST"]), "patrons_pledge_import"
        return [
            path("import/", view(both, self.imports), name=name),
            path("import/<uuid:table>/", view(require_safe, self.table), name=f"{name}_table"),
            path("import/<uuid:table>/columns/", view(require_POST, self.columns), name=f"{name}_columns"),
            path("import/<uuid:table>/confirm/", view(require_POST, confirmed(self.confirm)), name=f"{name}_confirm"),
            path("import/<uuid:table>/refused/", view(require_safe, self.refused), name=f"{name}_refused"),
            *super().get_urls(),
        ]

    def imports(self, request: HttpRequest) -> HttpResponse:
        """Where a file is chosen, above those of before."""
        self._may(request)
        refused = ""
        if request.method == "POST":
            account = ProviderAccount.objects.filter(pk=_number(request.POST.get("account", "")) or 0).first()
            file = request.FILES.get("file")
            if account is None or file is None:
                refused = _("Choose a file, and through whom its pledges are paid.")
            elif file.size and file.size > tables.BYTES_AT_MOST:
                refused = _("The file is larger than 20 megabytes: split it into several.")
            else:
                try:
                    made = importing.take_in(file.read(), file.name or "", account, by=request.user)
                except tables.NotATable as error:
                    refused = str(error)
                else:
                    return HttpResponseRedirect(reverse("admin:patrons_pledge_import_table", args=[made.public_id]))
        context = self.admin_site.each_context(request) | {
            "title": _("Import"), "opts": self.opts, "accounts": ProviderAccount.objects.all(), "refused": refused,
            "chosen": request.POST.get("account", ""), "tables": Import.objects.select_related("account", "by")[:20],
            "fields": FIELDS.values(), "days": Import.LASTS_DAYS,
        }  # fmt: skip
        return TemplateResponse(request, "admin/patrons/import/begin.html", context, status=422 if refused else 200)

    def table(self, request: HttpRequest, table: UUID) -> HttpResponse:
        """One table: its columns, what its lines are, how far it is."""
        sheet = self._found(request, table)
        wanted = request.GET.get("verdict", "")
        lines = (
            sheet.rows.filter(verdict=wanted) if wanted and wanted in ImportLine.Verdict.values else sheet.rows.all()
        )
        after = _number(request.GET.get("after", "")) or 0
        some = list(lines.filter(number__gt=after)[: SHOWN + 1])
        goes_on = sheet.state in (Import.State.LOOKING, Import.State.DOING)
        numbers = importing.counts(sheet) if sheet.state != Import.State.COLUMNS else {}
        context = self.admin_site.each_context(request) | {
            "title": str(sheet), "opts": self.opts, "table": sheet, "goes_on": goes_on,
            "counts": [(value, words, numbers[value]) for value, words in ImportLine.Verdict.choices if value]
            if numbers else [],
            "done_lines": sheet.rows.filter(number__lte=sheet.reached).count() if goes_on else 0,
            "new": numbers.get("new", 0), "refused_count": numbers.get("refused", 0),
            "lines": [_shown(sheet, line) for line in some[:SHOWN]], "verdict": wanted,
            "after": some[SHOWN - 1].number if len(some) > SHOWN else 0,
            "columns": [
                {"name": name, "words": words, "at": sheet.columns.get(name, -1)} for name, words in FIELDS.items()
            ],
            "header": [
                {"at": at, "words": name or f"({at + 1})", "example": _example(sheet, at)}
                for at, name in enumerate(sheet.header)
            ],
            "currencies": sorted(CURRENCIES), "intervals": Interval.choices, "tiers": Tier.objects.all(),
            "defaults": sheet.defaults, "may_name": sheet.state in ("columns", "looking", "ready"),
        }  # fmt: skip
        response = TemplateResponse(request, "admin/patrons/import/table.html", context)
        if goes_on:
            response.headers["Refresh"] = LOOK_AGAIN_SECONDS
        return response

    def columns(self, request: HttpRequest, table: UUID) -> HttpResponse:
        """Say what the columns are; then the lines are looked at."""
        sheet = self._found(request, table)
        chosen = {name: at for name in FIELDS if (at := _number(request.POST.get(f"column_{name}", ""))) is not None}
        defaults = {name: value for name in DEFAULTS if (value := request.POST.get(f"default_{name}", "")[:60])}
        if "email" not in chosen:
            messages.error(request, _("Say which column is the e-mail address: without it nobody can be known."))
        elif len(set(chosen.values())) < len(chosen):
            messages.error(request, _("One column was chosen for two things: choose another, or “not there”."))
        elif importing.name_columns(sheet, chosen, defaults):
            importing.go_on(sheet, SECONDS)
        else:
            messages.error(request, _("This table is being brought in, or was: its columns stay as they are."))
        return self._to(sheet)

    def confirm(self, request: HttpRequest, table: UUID) -> HttpResponse:
        """Bring in what is new."""
        sheet = self._found(request, table)
        if importing.confirm(sheet, by=request.user):
            importing.go_on(sheet, SECONDS)
        else:
            messages.info(request, _("It was begun before, or is not looked through yet: nothing is done twice."))
        return self._to(sheet)

    def refused(self, request: HttpRequest, table: UUID) -> HttpResponseBase:
        """The lines that were refused, as they came, with the reason: to be mended and brought again."""
        sheet = self._found(request, table)
        rows = sheet.rows.filter(verdict=ImportLine.Verdict.REFUSED).order_by("number").iterator(chunk_size=1000)
        header = [*sheet.header, _("line"), _("why it was refused")]
        pieces = csv_of(header, ([*line.cells, line.number, line.words] for line in rows))
        answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    def _found(self, request: HttpRequest, table: UUID) -> Import:
        self._may(request)
        return get_object_or_404(Import.objects.select_related("account"), public_id=table)

    def _may(self, request: HttpRequest) -> None:
        if not request.user.has_perm("patrons.export_pledge") or not self.has_view_permission(request):
            raise PermissionDenied

    def _to(self, sheet: Import) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:patrons_pledge_import_table", args=[sheet.public_id]))


def _shown(sheet: Import, line: ImportLine) -> dict[str, Any]:
    said = {name: line.cells[at] for name, at in sheet.columns.items() if at < len(line.cells)}
    return {
        "number": line.number, "email": said.get("email", "")[:80], "name": said.get("name", "")[:60],
        "amount": " ".join(filter(None, (said.get("amount", "")[:40], said.get("currency", "")[:10]))),
        "verdict": line.get_verdict_display(), "words": line.words, "pledge": line.pledge_id,
    }  # fmt: skip


def _example(sheet: Import, at: int) -> str:
    for cells in sheet.rows.values_list("cells", flat=True)[:1]:
        return str(cells[at])[:30] if at < len(cells) else ""
    return ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
