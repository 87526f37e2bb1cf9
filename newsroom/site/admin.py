"""The newspaper's own words and looks: one form, the menus and the accounts elsewhere in it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline

from newsroom.audit.recording import RecordsChanges
from newsroom.languages_admin import TranslatedAdminMixin, translated_form
from newsroom.lines_admin import InOrder
from newsroom.seen_forms import SeenForms

from . import addresses, colours
from .forms import MenuItemForm, SettingsForm, SocialAccountForm
from .models import MenuItem, SiteSettings, SocialAccount


class MenuItemInline(TranslatedAdminMixin, TabularInline):
    model = MenuItem
    form = translated_form(MenuItem, MenuItemForm)
    formset = InOrder
    extra = 0
    tab = True
    fields = ["place", "label", "url", "position"]
    ordering_field = "position"
    template_before = "admin/site/sitesettings/_menus.html"
    verbose_name_plural = gettext_lazy("Menus")

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """One menu after the other, as the drawing above them counts."""
        places = [When(place=place, then=number) for number, place in enumerate(MenuItem.Place.values)]
        return [Case(*places, default=len(places)), "position", "pk"]

    def offered_addresses(self) -> dict[str, list[addresses.Address]]:
        """What the chooser above the lines offers; read by its template."""
        return addresses.offered()


class SocialAccountInline(TabularInline):
    model = SocialAccount
    form = SocialAccountForm
    formset = InOrder
    extra = 0
    tab = True
    fields = ["network", "address", "position"]
    ordering_field = "position"


@admin.register(SiteSettings)
class SiteSettingsAdmin(SeenForms, RecordsChanges, TranslatedAdminMixin, ModelAdmin):
    audit_name = "settings"
    form = translated_form(SiteSettings, SettingsForm)
    inlines = [MenuItemInline, SocialAccountInline]
    warn_unsaved_form = True
    readonly_fields = ["colour_preview", "appeal_preview"]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "description", "contact_email"]}),
        (
            gettext_lazy("Look"),
            {
                "classes": ["tab"],
                "fields": [
                    ("accent", "accent_dark"), "colour_preview", ("nameplate", "nameplate_dark"), "logo",
                ],
            },
        ),
        (
            gettext_lazy("Around the pages"),
            {
                "classes": ["tab"],
                "fields": ["notice", "ear_left", "ear_right", "footer_note", "shows_outside", "feeds_are_excerpts"],
            },
        ),
        (
            gettext_lazy("Appeal for support"),
            {
                "classes": ["tab"],
                "fields": [
                    "appeal_headline", "appeal_text", "appeal_button", "appeal_url", "appeal_other", "appeal_other_url",
                    "appeal_preview", "shows_wall", "receipt_issuer",
                ],
            },
        ),
        (
            gettext_lazy("Counting readers"),
            {
                "classes": ["tab"],
                "description": gettext_lazy(
                    "None of these sets a cookie. What is sent, and to whom, belongs on your privacy page."
                ),
                "fields": [
                    "analytics_on", "analytics_kind", "analytics_script", "analytics_site", "analytics_endpoint",
                ],
            },
        ),
    ]  # fmt: skip

    class Media:
        js = ["newsroom/site_settings.js"]

    @admin.display(description=gettext_lazy("How it looks"))
    def colour_preview(self, site: SiteSettings) -> str:
        return render_to_string("admin/site/sitesettings/_colours.html", {"grounds": colours.GROUNDS})

    @admin.display(description=gettext_lazy("How it looks"))
    def appeal_preview(self, site: SiteSettings) -> str:
        return render_to_string("admin/site/sitesettings/_appeal.html", {"site": site})

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        """Say that they are saved; the admin's own sentence takes them for one thing with a name."""
        said = _("The settings are saved.") if level == messages.SUCCESS else message
        super().message_user(request, said, level, extra_tags, fail_silently)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one row, made when it is first opened by somebody who may change it."""
        if self.has_change_permission(request):
            SiteSettings.objects.get_or_create(pk=1)
        if not self.has_view_or_change_permission(request) or not SiteSettings.objects.filter(pk=1).exists():
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:site_sitesettings_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # A changed menu changes what is cached with the settings.
        form.instance.save()
        self._warn_of_dead_links(request, form.instance)
        site: SiteSettings = form.instance
        if site.nameplate and not site.nameplate_dark and {"nameplate", "nameplate_dark"} & set(form.changed_data):
            messages.warning(
                request,
                _("The drawn name has no version for dark screens: where its ink is dark, readers hardly see it."),
            )

    def _warn_of_dead_links(self, request: HttpRequest, site: SiteSettings) -> None:
        links = [(item.label, item.url) for item in site.menu_items.all()]
        links += [(site.appeal_button, site.appeal_url), (site.appeal_other, site.appeal_other_url)]
        for url, label in {url: label for label, url in links if addresses.is_dead(url)}.items():
            messages.warning(
                request,
                _("“%(label)s” leads to %(url)s, where nothing is: choose another address, or make the page.")
                % {"label": label or url, "url": url},
            )
