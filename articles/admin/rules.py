"""Rules of approval: what each one asks for, and what it would do, shown before it does it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles.models import ApprovalRule, Source
from articles.related import rules
from articles.related.cards import of_edition, of_story

SHOWN_AT_MOST = 40


def _range_words(db_field: Any) -> dict[str, str]:
    """Return what is said of any number that the field does not take, by the validators' codes."""
    lowest = max(each.limit_value for each in db_field.validators if isinstance(each, MinValueValidator))
    highest = min(each.limit_value for each in db_field.validators if isinstance(each, MaxValueValidator))
    words = _("Write a whole number from %(lowest)d to %(highest)d.") % {"lowest": lowest, "highest": highest}
    return dict.fromkeys(("invalid", "min_value", "max_value"), words)


@admin.register(ApprovalRule)
class RuleAdmin(ModelAdmin):
    """A rule is written in its form, and switched on where its effect is shown."""

    fieldsets = [
        (None, {"fields": ["name", "sources"]}),
        (
            gettext_lazy("A story fits beside an article when"),
            {"fields": [("shared_tags", "least_score"), ("days", "same_language"), "at_most"]},
        ),
    ]
    list_display = ["name", "standing", "asks_for", "applied_at"]
    list_display_links = ["name"]
    search_fields = ["name__holds"]
    change_form_before_template = "admin/articles/approvalrule/_standing.html"
    show_full_result_count = False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.try_view)
        return [path("<int:rule>/try/", view, name="articles_approvalrule_try"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApprovalRule]:
        return super().get_queryset(request).prefetch_related("sources")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "sources":
            kwargs["queryset"] = Source.objects.filter(is_trusted=True).order_by("name")
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "sources":
            # A new source is looked at on its own page before it is anything.
            field.widget.can_add_related = False
        if isinstance(db_field, IntegerField):
            field.error_messages |= _range_words(db_field)
        return field

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        rule = form.instance
        if rule.is_active and set(form.changed_data) - {"name"}:
            rules.switch(rule, on=False, by=request.user)
            sentence = _("“%(rule)s” asks for something else now: it is off until you switch it on again here.")
            messages.warning(request, sentence % {"rule": rule})

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._to_trial(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._to_trial(request, obj) or super().response_change(request, obj)

    def try_view(self, request: HttpRequest, rule: int) -> HttpResponse:
        """Show what a rule would do to the newest articles; a POST switches it `on` or `off`."""
        found = get_object_or_404(ApprovalRule.objects.prefetch_related("sources"), pk=rule)
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        may_switch = self.has_change_permission(request, found)
        if request.method == "POST":
            if not may_switch:
                raise PermissionDenied
            return self._switch(request, found)
        trial = rules.dry_run(found)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Try “%(rule)s”") % {"rule": found},
            "rule": found,
            "asks_for": self.asks_for(found),
            "trial": trial,
            "lines": [
                {"article": of_edition(fit.edition), "story": of_story(fit.story), "fit": fit}
                for fit in trial.fits[:SHOWN_AT_MOST]
            ],
            "left_out": max(len(trial.fits) - SHOWN_AT_MOST, 0),
            "seen": rules.conditions(found),
            "may_switch": may_switch,
        }
        response = TemplateResponse(request, "admin/articles/approvalrule/try.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _switch(self, request: HttpRequest, rule: ApprovalRule) -> HttpResponse:
        here = HttpResponseRedirect(reverse("admin:articles_approvalrule_try", args=[rule.pk]))
        on = "on" in request.POST
        if on and request.POST.get("seen") != rules.conditions(rule):
            messages.error(request, _("Somebody changed the rule meanwhile: look at what it would do now."))
            return here
        rules.switch(rule, on=on, by=request.user)
        if on:
            messages.success(request, _("“%(rule)s” is on. It approves stories within minutes.") % {"rule": rule})
        else:
            messages.success(request, _("“%(rule)s” is off. Readers see nothing of it any more.") % {"rule": rule})
        return here

    def _to_trial(self, request: HttpRequest, rule: ApprovalRule) -> HttpResponse | None:
        if "_continue" in request.POST or "_addanother" in request.POST or "_popup" in request.POST:
            return None
        return HttpResponseRedirect(reverse("admin:articles_approvalrule_try", args=[rule.pk]))

    @display(description=gettext_lazy("State"), label={"on": "success", "off": "info"})
    def standing(self, rule: ApprovalRule) -> tuple[str, str]:
        return ("on", _("On")) if rule.is_active else ("off", _("Off"))

    @admin.display(description=gettext_lazy("Asks for"))
    def asks_for(self, rule: ApprovalRule) -> str:
        """Return in words what a story must have, and how many an article gets."""
        tags, days, most = rule.shared_tags, rule.days, rule.at_most
        parts = [
            ngettext("%(count)d shared tag", "%(count)d shared tags", tags) % {"count": tags} if tags else "",
            _("likeness %(score)d of 100") % {"score": rule.least_score} if rule.least_score else "",
            ngettext("at most %(count)d day apart", "at most %(count)d days apart", days) % {"count": days},
            _("the same language") if rule.same_language else "",
            ngettext("%(count)d story per article", "%(count)d stories per article", most) % {"count": most},
        ]
        names = [source.name for source in rule.sources.all()]
        whose = _("from %(sources)s") % {"sources": ", ".join(names)} if names else _("from any trusted source")
        return "; ".join([whose, *filter(None, parts)])
