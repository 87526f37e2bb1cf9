"""The figures: charts and tables of what patrons give, for who may see them. Counting is the only button."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from patrons import appeals
from patrons.figures import counting, now, reading
from patrons.models import Campaign, Figures

from . import charts, figure_tables
from .reading import Reading

CAMPAIGNS_SHOWN = 5
EVERYTHING = 10_000


@admin.register(Figures)
class FiguresAdmin(Reading):
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("patrons.see_figures")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        # No single month has a page: the list is the page of all of them.
        return [
            path("", view(require_safe(self.page)), name="patrons_figures_changelist"),
            path("count/", view(require_POST(self.count)), name="patrons_figures_count"),
            path("<slug:table>.csv", view(require_safe(self.as_csv)), name="patrons_figures_csv"),
        ]

    def page(self, request: HttpRequest) -> HttpResponse:
        """Show the figures. Query: `currency`, `months` (12, 24, all)."""
        self._check(request)
        counted_at = counting.current()
        report, known, span = self._report(request)
        waiting = now.waiting()
        context = self.admin_site.each_context(request) | {
            "title": _("Figures"), "opts": self.opts, "report": report, "counted_at": counted_at,
            "currencies": known, "span": span, "spans": self._spans(), "campaigns": self._campaigns(),
            "tiers": figure_tables.tiers(now.by_tier()), "waiting": waiting.get(report.currency) if report else None,
            "waits_elsewhere": 0 if report else sum(one.number for one in waiting.values()),
        }  # fmt: skip
        if report:
            context |= {
                "tables": {name: make(report) for name, make in figure_tables.OF_A_REPORT.items()},
                "line": charts.line(report.months), "moves": charts.movement(report.months),
                "gifts": charts.gifts(report.months), "average": report.money(report.last.average),
                "median": report.money(report.last.median), "change": report.money(report.last.change),
            }  # fmt: skip
            for name in ("line", "moves", "gifts"):
                chart = context[name]
                context[f"{name}_top"], context[f"{name}_bottom"] = report.money(chart.top), report.money(chart.bottom)
        return TemplateResponse(request, "admin/patrons/figures/page.html", context)

    def as_csv(self, request: HttpRequest, table: str) -> HttpResponse:
        """Give one table as a file."""
        self._check(request)
        if table == "tiers":
            return self._file(figure_tables.tiers(now.by_tier()), "")
        report, _known, _span = self._report(request, shown=EVERYTHING)
        if table not in figure_tables.OF_A_REPORT or report is None:
            raise Http404
        return self._file(figure_tables.OF_A_REPORT[table](report), f"-{report.currency}")

    def count(self, request: HttpRequest) -> HttpResponse:
        """Count everything anew."""
        self._check(request)
        if seconds := counting.too_long():
            said = _("Counting takes %(seconds)d seconds here, too long for a page: manage.py count_figures does it.")
            messages.warning(request, said % {"seconds": seconds})
        else:
            counting.count()
            messages.success(request, _("Counted anew."))
        asked = request.GET.urlencode()
        return HttpResponseRedirect(reverse("admin:patrons_figures_changelist") + (f"?{asked}" if asked else ""))

    def _check(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _report(self, request: HttpRequest, **how: Any) -> tuple[reading.Report | None, list[str], str]:
        known = reading.currencies()
        asked = request.GET.get("currency", "")
        # The newsroom's own currencies go first.
        first = [code for code in settings.SUPPORT_CURRENCIES if code in known] + known
        currency = asked if asked in known else first[0] if first else ""
        span = request.GET.get("months", "")
        span = span if span in reading.SPANS else "12"
        return (reading.report(currency, reading.SPANS[span], **how) if currency else None), known, span

    def _spans(self) -> list[tuple[str, str]]:
        return [("12", _("12 months")), ("24", _("24 months")), ("all", _("All months"))]

    def _campaigns(self) -> list[appeals.Progress]:
        moment = timezone.now()
        running = Campaign.objects.filter(Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment)
        return [appeals.Progress(one, appeals.came(one)) for one in running[:CAMPAIGNS_SHOWN]]

    def _file(self, table: figure_tables.Table, end: str) -> HttpResponse:
        # With a mark at the beginning, by which spreadsheets know UTF-8.
        response = HttpResponse("\ufeff" + table.as_csv(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{table.slug}{end}.csv"'
        return response
