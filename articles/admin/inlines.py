"""What hangs on an article in lines, and its byline; its related news has a module of its own."""

from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from articles import rights
from articles.models import ArticleByline
from newsroom.lines_admin import InOrder, LineForm

from .widgets import NumbersOnly, know_chosen


class Lines(InOrder):
    """Lines of an article: the ones that came `with_lines` are not asked for again."""

    def get_queryset(self) -> Any:
        name = self.fk.remote_field.get_accessor_name()
        if not self.is_bound and name in getattr(self.instance, "_prefetched_objects_cache", {}):
            return getattr(self.instance, name).all()
        return super().get_queryset()


class BylineForm(LineForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        know_chosen(self)
        # The heads of the columns are not on a phone, and name no field.
        for name in ("author", "position"):
            if name in self.fields:
                self.fields[name].widget.attrs["aria-label"] = str(self.fields[name].label)

    class Meta:
        model = ArticleByline
        fields = ["author", "position"]
        error_messages = {"author": {"required": _("Choose an author, or remove the line.")}}


class OfTheArticle(InlineModelAdmin):
    """Lines that whoever may not write the article may read, and not change."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_view_permission(request, obj)
        return may and (obj is None or rights.may_see(request.user, obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may(request, obj)

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or rights.may_write(request.user, obj)


class BylineInline(OfTheArticle, TabularInline):
    model = ArticleByline
    form = BylineForm
    formset = Lines
    extra = 1
    desk_place, desk_open = "side", True
    fields = ["author", "position"]
    ordering_field = "position"
    verbose_name_plural = _("Byline, in order")

    class Media:
        js = ["articles/admin/lines.js"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "author":
            kwargs["widget"] = NumbersOnly(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
