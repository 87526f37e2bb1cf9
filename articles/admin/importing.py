"""Moving in at the desk: the files sent, what would come of them, the run with its progress, and the report to keep."""

import csv
import json
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from unfold.admin import ModelAdmin

from articles.importers.bringing import shown, uploads
from articles.importers.bringing.choices import LEAVE, SECTION, TAG, Choices
from articles.importers.bringing.report import sentence
from articles.models import Author, Import, Section

State = Import.State
# A form has a thousand fields at most; what is not shown comes as proposed.
SHOWN_AT_MOST = 400
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@admin.register(Import)
class ImportAdmin(ModelAdmin):
    """Lists imports; one of them is a page of its own kind: what would come, how far it is, or what came."""

    list_display = ("__str__", "files", "state", "made_at", "finished_at", "made_by")
    list_select_related = ("made_by",)
    list_filter = ("state", "system")

    @admin.display(description=gettext_lazy("files"))
    def files(self, import_: Import) -> str:
        """Tell imports of one site apart."""
        return ", ".join(map(str, import_.file_names))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:number>/start/", view(require_POST(self.start_view)), name="articles_import_start"),
            path("<int:number>/stop/", view(require_POST(self.stop_view)), name="articles_import_stop"),
            path("<int:number>/report.json", view(require_safe(self.json_view)), name="articles_import_json"),
            path("<int:number>/report.csv", view(require_safe(self.csv_view)), name="articles_import_csv"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take the files of an archive; they are looked at before anything comes in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        refused = ""
        system = request.POST.get("system", Import.System.WORDPRESS)
        address = request.POST.get("address", "")
        if request.method == "POST":
            if system not in Import.System.values:
                refused = _("Choose the system that the files come from.")
            else:
                try:
                    import_ = uploads.take(system, request.FILES.getlist("files"), by=request.user, address=address)
                    return HttpResponseRedirect(_address(import_))
                except uploads.Refused as error:
                    refused = str(error)
        context = {
            "title": _("Move in"), "systems": Import.System.choices, "system": system, "address": address,
            "refused": refused,
        }  # fmt: skip
        return self._page(request, "add", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show what would come, how far it is, or what came."""
        if not self.has_view_permission(request) or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        import_: Any = self.get_object(request, object_id)
        if import_ is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return self._shown(request, import_)

    def start_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Bring it in, with what the form chose."""
        import_ = self._asked(request, number)
        try:
            uploads.start(import_, _choices(request, import_))
        except uploads.Refused as error:
            return self._shown(request, import_, str(error))
        return HttpResponseRedirect(_address(import_))

    def stop_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """End a run after what is in hand."""
        import_ = self._asked(request, number)
        uploads.stop(import_)
        return HttpResponseRedirect(_address(import_))

    def json_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """The whole report."""
        import_ = self._asked(request, number)
        body = json.dumps(import_.report, ensure_ascii=False, indent=1)
        return _file(f"import-{import_.pk}.json", body, "application/json")

    def csv_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """What somebody may want to look after, a line each."""
        import_ = self._asked(request, number)
        answer = _file(f"import-{import_.pk}.csv", "\ufeff", "text/csv; charset=utf-8")
        rows = csv.writer(answer)  # type: ignore[arg-type]
        rows.writerow(["list", "key", "what", "why"])
        for name, lines in import_.report.get("lists", {}).items():
            rows.writerows([_plain(word) for word in (name, line["key"], line["what"], line["why"])] for line in lines)
        return answer

    def _asked(self, request: HttpRequest, number: int) -> Import:
        if not (self.has_add_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        return get_object_or_404(Import, pk=number)

    def _shown(self, request: HttpRequest, import_: Import, refused: str = "") -> HttpResponse:
        report = import_.report
        chosen = Choices.from_json(import_.choices)
        categories, other_terms = shown.terms(report.get("terms", [])[:SHOWN_AT_MOST])
        said = [
            {**note, "said": sentence(note["words"], ", ".join(note["examples"]))} for note in report.get("notes", [])
        ]
        context = {
            "title": str(import_), "import": import_, "refused": refused, "notes": said,
            "groups": shown.groups(report.get("counts", {})), "lists": shown.lists(import_),
            "is_under_way": import_.state in (State.RUNNING, State.WAITING),
            "can_start": bool(import_.folder) and import_.state in (State.LOOKED, State.STOPPED, State.FAILED),
            "categories": categories, "other_terms": other_terms, "unplaced": f"{SECTION}:{chosen.section}",
            "people": report.get("people", [])[:SHOWN_AT_MOST],
            "sections": [(f"{SECTION}:{one.slug}", one) for one in Section.objects.all()],
            "authors": Author.objects.order_by("name")[:SHOWN_AT_MOST], "chosen": chosen,
        }  # fmt: skip
        return self._page(request, "import", context)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, f"admin/articles/import/{name}.html", around | context)


def _choices(request: HttpRequest, import_: Import) -> Choices:
    """Return what the form says; what it does not name comes as proposed."""
    known = {f"{SECTION}:{slug}" for slug in Section.objects.values_list("slug", flat=True)} | {SECTION, TAG, LEAVE}
    authors = set(Author.objects.values_list("slug", flat=True))
    terms = {f"{each['kind']}/{each['slug']}": each["becomes"] for each in import_.report.get("terms", [])}
    every = request.POST.get("every", "")
    for place, (name, proposed) in enumerate(list(terms.items())):
        what = request.POST.get(f"term-{place}", "") if place < SHOWN_AT_MOST else ""
        if what in known and what != proposed:
            terms[name] = what
        elif every in (SECTION, TAG, LEAVE) and name.startswith("category/"):
            terms[name] = every
    people = {}
    for place, person in enumerate(import_.report.get("people", [])[:SHOWN_AT_MOST]):
        if (slug := request.POST.get(f"person-{place}", "")) in authors:
            people[person["key"]] = slug
    section = request.POST.get("section", "").removeprefix(f"{SECTION}:")
    return Choices(
        terms=terms, people=people, section=section if f"{SECTION}:{section}" in known else "",
        takes_pictures="pictures" in request.POST, overwrites="overwrite" in request.POST,
        address=Choices.from_json(import_.choices).address,
    )  # fmt: skip


def _plain(word: str) -> str:
    return f"'{word}" if word.startswith(FORMULA) else word


def _file(name: str, body: str, kind: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _address(import_: Import) -> str:
    return reverse("admin:articles_import_change", args=[import_.pk])
