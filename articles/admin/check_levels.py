"""How strict the newsroom is: all checks on one page, a choice each."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from articles.checks import CHECKS
from articles.checks.levels import levels, set_levels
from articles.models import CheckLevel


@admin.register(CheckLevel)
class CheckLevelAdmin(ModelAdmin):
    """No list of rows: nobody adds a check here, and a check that nobody changed has no row."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        # Only the one page, and the one for adding, which is refused: the form of a single row has no address.
        return [each for each in super().get_urls() if (each.name or "").endswith(("_changelist", "_add"))]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show what each check does; a POST changes it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may_change = self.has_change_permission(request)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            changed = set_levels({check.code: request.POST.get(check.code, "") for check in CHECKS}, by=request.user)
            sentence = ngettext("%(count)d check was changed.", "%(count)d checks were changed.", len(changed))
            messages.success(request, sentence % {"count": len(changed)} if changed else _("Nothing was changed."))
            return HttpResponseRedirect(request.path)
        levels_now = levels()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Checks before publishing"),
            "rows": [{"check": check, "level": levels_now[check.code]} for check in CHECKS],
            "choices": CheckLevel.Level.choices,
            "may_change": may_change,
        }
        return TemplateResponse(request, "admin/articles/checklevel/levels.html", context)
