"""Feeds for partners: their rules in a form, their address beside it, and what stands in each now."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from articles import partners
from articles.models import Genre, PartnerFeed
from newsroom.audit.recording import RecordsChanges
from newsroom.seen_forms import SeenForms

from .widgets import NumbersOnlyList

SHOWN = 5


class PartnerFeedForm(forms.ModelForm):
    """The rules of a feed."""

    genres = forms.MultipleChoiceField(
        label=gettext_lazy("Genres"),
        choices=Genre.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("None chosen: all of them."),
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_credit(self) -> str:
        return " ".join(self.cleaned_data["credit"].split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        both = set(cleaned.get("tags") or []) & set(cleaned.get("excluded_tags") or [])
        if both:
            sentence = _("“%(tag)s” is asked for and ruled out at once: take it out of one of the two lists.")
            self.add_error("excluded_tags", sentence % {"tag": min(tag.name for tag in both)})
        return cleaned


@admin.register(PartnerFeed)
class PartnerFeedAdmin(SeenForms, RecordsChanges, ModelAdmin):
    audit_name = "partner_feed"
    form = PartnerFeedForm
    list_display = ["name", "is_active", "format", "language", "text", "delay", "asked_on"]
    list_filter = ["is_active", "format", "language"]
    search_fields = ["name__holds"]
    ordering = ["name"]
    show_full_result_count = False
    list_per_page = 50
    autocomplete_fields = ["tags", "excluded_tags"]
    warn_unsaved_form = True
    change_form_outer_before_template = "admin/articles/partnerfeed/_address.html"
    fieldsets = [
        (None, {"fields": ["name", "is_active", "format", "language"]}),
        (
            gettext_lazy("Which articles"),
            {"fields": ["sections", "tags", "excluded_tags", "genres", "with_others_texts"]},
        ),
        (gettext_lazy("How much, and when"), {"fields": ["text", "how_many", "delay_minutes", "credit"]}),
    ]

    class Media:
        js = ["articles/admin/copying.js"]

    def get_urls(self) -> list[Any]:
        renew = self.admin_site.admin_view(self.renew_view)
        return [path("<int:feed>/renew/", renew, name="articles_partnerfeed_renew"), *super().get_urls()]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "sections":
            kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        else:
            kwargs["widget"] = NumbersOnlyList(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: PartnerFeed, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: PartnerFeed, post_url_continue: Any = None) -> HttpResponse:
        # The address stands on the form, and is what comes next.
        request.POST = request.POST | {"_continue": "1"}  # type: ignore[operator,assignment]
        return super().response_add(request, obj, post_url_continue)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        feed = context.get("original")
        if feed is not None:
            context |= {
                "address": partners.address(feed),
                "credit": partners.credit_of(feed),
                "items": list(partners.newest_in(feed)[:SHOWN]),
                "zone": timezone.get_default_timezone_name(),
                "may_renew": self.has_change_permission(request, feed),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def renew_view(self, request: HttpRequest, feed: int) -> HttpResponse:
        """Say what another address means, and give the feed one on a POST."""
        found = get_object_or_404(PartnerFeed, pk=feed)
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        if request.method == "POST":
            partners.renew(found, by=request.user)
            messages.success(
                request, _("“%(feed)s” has another address: the old one opens nothing now.") % {"feed": found}
            )
            return HttpResponseRedirect(reverse("admin:articles_partnerfeed_change", args=[found.pk]))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": found}
        context["title"] = _("Another address for “%(feed)s”") % {"feed": found}
        return TemplateResponse(request, "admin/articles/partnerfeed/renew.html", context)

    @admin.display(description=gettext_lazy("Delay"), ordering="delay_minutes")
    def delay(self, feed: PartnerFeed) -> str:
        return _("%(minutes)d min") % {"minutes": feed.delay_minutes} if feed.delay_minutes else _("none")
