"""Old addresses: where they lead, how often they are asked for, and further ones by hand."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from articles import redirects
from articles.models import Redirect

FEEDS = ("/feed.xml", "/feed.atom", "/feed.json")


class RedirectForm(forms.ModelForm):
    """Two addresses. `redirects.add` takes them, or says in a sentence why not."""

    by: Any = None
    old_path = forms.CharField(
        label=gettext_lazy("Old address"),
        max_length=1000,
        widget=UnfoldAdminTextInputWidget({"placeholder": "/2019/old-story/"}),
        help_text=gettext_lazy("An address of this site where nothing stands."),
    )
    new_path = forms.CharField(
        label=gettext_lazy("New address"),
        max_length=1000,
        widget=UnfoldAdminTextInputWidget({"placeholder": "/tag/elections/"}),
        help_text=gettext_lazy("Where readers are sent: an address of this site, or a whole https:// address."),
    )

    class Meta:
        model = Redirect
        fields = ("old_path", "new_path")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.instance = redirects.add(cleaned["old_path"], cleaned["new_path"], by=self.by)
            except redirects.Refused as refused:
                self.add_error(None, str(refused))
            else:
                cleaned |= {"old_path": self.instance.old_path, "new_path": self.instance.new_path}
        return cleaned

    def validate_unique(self) -> None:
        """The row is there by now: `redirects.add` looked."""


class Kind(admin.SimpleListFilter):
    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("gone", _("Gone (410)")), ("moved", _("Leads on")), ("unasked", _("Never asked for"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "gone":
                return queryset.filter(new_path="")
            case "moved":
                return queryset.exclude(new_path="")
            case "unasked":
                return queryset.filter(hits=0)
        return queryset


class Feeds(admin.SimpleListFilter):
    """A page that moves takes its feeds along, in each language: of their rows the page's is enough to look at."""

    title = gettext_lazy("feeds")
    parameter_name = "feeds"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("With those of feeds"))]

    def choices(self, changelist: Any) -> Any:
        everything, *others = super().choices(changelist)
        yield everything | {"display": _("Pages only")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() or request.GET.get("q"):
            return queryset
        of_a_feed = Q()
        for end in FEEDS:
            of_a_feed |= Q(old_path__endswith=end)
        return queryset.exclude(of_a_feed & ~Q(made_by=Redirect.Origin.HAND))


@admin.register(Redirect)
class RedirectAdmin(ModelAdmin):
    form = RedirectForm
    fields = ["old_path", "new_path"]
    list_display = ["old_path", "leads_to", "hits", "last_hit_at", "created_at", "how"]
    list_filter = [Kind, Feeds, "made_by"]
    search_fields = ["old_path__holds", "new_path__holds"]
    ordering = ["-pk"]
    sortable_by = ["old_path"]
    show_full_result_count = False
    list_per_page = 50

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs["form"] = type("RedirectForm", (RedirectForm,), {"by": request.user})
        return super().get_form(request, obj, change, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # One that is wrong is deleted and made anew: the log then says both.

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["old_path", "leads_to", "note", "hits", "last_hit_at", "created_at", "how"] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: the form's check has written the row, with all that follows from it."""

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        redirects.remove(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Redirect]) -> None:
        for row in queryset:
            redirects.remove(row, by=request.user)

    @admin.display(description=gettext_lazy("New address"))
    def leads_to(self, row: Redirect) -> str:
        return row.new_path or _("gone (410)")

    @admin.display(description=gettext_lazy("Made by"))
    def how(self, row: Redirect) -> str:
        return row.get_made_by_display() if row.made_by else _("the site")
