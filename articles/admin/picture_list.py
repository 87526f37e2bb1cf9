"""The library as a wall of pictures: its search, filters and actions."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Picture
from articles.pictures.opening import BYTES_AT_MOST
from newsroom.capped_lists import CappedPaginator

from .choosers import thumb_url
from .picture_uploads import upload_words

WORDED_AT_ONCE = 40


class Lacks(admin.SimpleListFilter):
    title = gettext_lazy("what is missing")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("alt", _("Alt text")), ("caption", _("Caption")), ("credit", _("Credit")), ("licence", _("Licence"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        wanted = self.value()
        return queryset.filter(**{str(wanted): ""}) if wanted in {"alt", "caption", "credit", "licence"} else queryset


class ByMe(admin.SimpleListFilter):
    title = gettext_lazy("who added it")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("I"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        return queryset.filter(created_by=request.user.pk) if self.value() == "me" else queryset


class ByShape(admin.SimpleListFilter):
    title = gettext_lazy("shape")
    parameter_name = "shape"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("wide", _("Landscape")), ("tall", _("Portrait")), ("square", _("Square"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Picture]) -> QuerySet[Picture]:
        conditions: dict[str | None, dict[str, Any]] = {
            "wide": {"width__gt": F("height")},
            "tall": {"width__lt": F("height")},
            "square": {"width": F("height")},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class PictureList(ModelAdmin):
    """What a card of the list shows, and the place above it that takes files."""

    list_display = ["thumb", "name", "credit_line", "facts"]
    list_display_links = ["thumb", "name"]
    list_filter = [Lacks, ByMe, ByShape, "protects_source"]
    search_fields = ["title__holds", "caption__holds", "credit__holds"]
    search_help_text = gettext_lazy("Name, caption or credit")
    list_per_page = 40
    paginator = CappedPaginator
    show_full_result_count = False
    list_before_template = "admin/articles/picture/_uploads.html"
    actions = ["write_words"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {
            "may_add": self.has_add_permission(request),
            "upload_limits": {"bytes": BYTES_AT_MOST},
            "upload_words": upload_words(),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.action(description=gettext_lazy("Write alt text, caption, credit and licence"), permissions=["change"])
    def write_words(self, request: HttpRequest, queryset: QuerySet[Picture]) -> HttpResponse:
        chosen = queryset.values_list("pk", flat=True)[: WORDED_AT_ONCE + 1]
        numbers = ",".join(str(pk) for pk in chosen)
        return HttpResponseRedirect(f"{reverse('admin:articles_picture_words')}?ids={numbers}")

    @admin.display(description=gettext_lazy("Picture"))
    def thumb(self, picture: Picture) -> str:
        return format_html('<img class="desk-thumb" src="{}" alt="{}" loading="lazy">', thumb_url(picture), picture.alt)

    @admin.display(description=gettext_lazy("Name in the library"), ordering="title")
    def name(self, picture: Picture) -> str:
        return picture.title

    @admin.display(description=gettext_lazy("Credit"), ordering="credit")
    def credit_line(self, picture: Picture) -> str:
        return picture.credit

    @admin.display(description=gettext_lazy("Size and state"), ordering="created_at")
    def facts(self, picture: Picture) -> str:
        missing = [
            (_("No alt text"), picture.alt),
            (_("No credit"), picture.credit),
        ]
        labels = [("draft", words) for words, value in missing if not value.strip()]
        if picture.protects_source:
            labels.append(("withdrawn", _("Protects its source")))
        return format_html(
            "<span>{} × {}</span> {}",
            picture.width,
            picture.height,
            format_html_join(" ", '<span class="desk-label desk-label-{}">{}</span>', labels),
        )
