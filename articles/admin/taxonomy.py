"""Sections, tags and authors."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit import admin as taggit_admin
from taggit.models import Tag as TaggitTag
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldBooleanSwitchWidget

from articles import old_addresses, tagging
from articles.models import ArticleTagging, Author, PublishedTagging, Section, Tag
from newsroom.audit.recording import RecordsChanges
from newsroom.languages_admin import TranslatedAdminMixin, TranslatedForm, translated_form
from newsroom.seen_forms import SeenForms

from .deleting import KeptWhileUsed
from .log_history import LogHistory
from .tag_pages import TagPages
from .widgets import ChooserSelect, NumbersOnly, NumbersOnlyList

# Its own tags are not ours, and its page to merge them asks for no right. Imported first, so that it stays away.
taggit_admin.admin.site.unregister(TaggitTag)

COUNTED_AT_MOST = 1_000


class ListedForm(TranslatedForm):
    """A section, tag or author. A new name keeps the address, unless the tick says otherwise."""

    changes_address = forms.BooleanField(
        label=gettext_lazy("Also change the address"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=gettext_lazy("Makes the address anew from the name. The old page and its feeds lead to the new one."),
    )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self._meta.model is Tag and "name" in self.changed_data:
            other = tagging.tag_of_another(self.instance, name)
            if other is not None:
                raise forms.ValidationError(
                    _("There is a tag “%(tag)s” already: use that one, or choose another name.") % {"tag": other}
                )
            taken = tagging.alias_of_another(self.instance, name)
            if taken is not None:
                raise forms.ValidationError(
                    _("“%(word)s” is an alias of “%(tag)s”: remove it there first, or use that tag.")
                    % {"word": taken.name, "tag": taken.tag}
                )
        return name


class TaxonomyAdmin(SeenForms, RecordsChanges, TranslatedAdminMixin, LogHistory, KeptWhileUsed, ModelAdmin):
    """What the three have in common."""

    search_fields = ["name__holds"]
    show_full_result_count = False
    list_per_page = 50

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        # An address that readers know does not follow a changed name by itself.
        return {} if obj else {"slug": ["name"]}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self._may_move(request):
            return fieldsets
        (title, options), *others = fieldsets
        fields = list(options["fields"])
        fields.insert(fields.index("slug") + 1, "changes_address")
        return [(title, options | {"fields": fields}), *others]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = list(super().get_readonly_fields(request, obj))
        return readonly if obj is None or self._may_move(request) else [*readonly, "slug"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        wanted = self._may_move(request) and form.cleaned_data.get("changes_address", False)
        tagging.save(obj, by=request.user, changes_address=wanted)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._forget(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for record in queryset:
            self._forget(record)
        super().delete_queryset(request, queryset)

    def _forget(self, record: Any) -> None:
        for path in tagging.pages_of(record):
            old_addresses.mark_gone(path)

    def _may_move(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.change_redirect")


@admin.register(Section)
class SectionAdmin(TaxonomyAdmin):
    form = translated_form(Section, ListedForm)
    list_display = ["name", "slug", "position", "is_opinion"]
    fields = ["name", "description", "slug", "position", "is_opinion", "rail_tags"]
    autocomplete_fields = ["rail_tags"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = NumbersOnlyList(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class Unused(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Used nowhere")), ("yes", _("In use"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("no", "yes"):
            return queryset
        copies = Exists(ArticleTagging.objects.filter(tag=OuterRef("pk")))
        editions = Exists(PublishedTagging.objects.filter(tag=OuterRef("pk")))
        used = copies | editions
        return queryset.filter(used if self.value() == "yes" else ~used)


@admin.register(Tag)
class TagAdmin(TagPages, TaxonomyAdmin):
    form = translated_form(Tag, ListedForm)
    list_display = ["name", "slug", "uses", "kept_inside"]
    list_filter = ["is_internal", Unused]
    search_fields = ["name__holds", "aliases__name__holds"]
    fields = ["name", "description", "slug", "is_internal", "shows_outside"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        changes.result_list = with_uses(changes.result_list)
        return changes

    @admin.display(description=gettext_lazy("Articles"))
    def uses(self, tag: Any) -> str:
        return f"{COUNTED_AT_MOST}+" if tag.use_count >= COUNTED_AT_MOST else str(tag.use_count)

    @admin.display(description=gettext_lazy("Internal"), ordering="is_internal")
    def kept_inside(self, tag: Tag) -> str:
        """Said of the few that are: a mark on all the others reads like a fault."""
        return format_html('<span class="desk-label">{}</span>', _("internal")) if tag.is_internal else ""

    def uses_of(self, record: Any) -> list[str]:
        lines = super().uses_of(record)
        if lines:
            lines.append(_("Merge it into another tag, or mark it as internal, and readers no longer see it."))
        return lines


def with_uses(shown: Iterable[Tag]) -> list[Tag]:
    """Return tags with `use_count`: on how many articles each is, counted no further than anybody would read."""
    some = ArticleTagging.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
    # Is there a thousandth? Counting stops there; a slice inside a count would be taken behind it.
    many = Q(thousandth__isnull=False)
    number = Case(When(many, then=COUNTED_AT_MOST), default=Subquery(some.annotate(count=Count("pk")).values("count")))
    tags = list(shown)
    counted = Tag.objects.filter(pk__in=[tag.pk for tag in tags])
    counted = counted.annotate(thousandth=Subquery(some[COUNTED_AT_MOST - 1 : COUNTED_AT_MOST])).annotate(count=number)
    counts = dict(counted.order_by().values_list("pk", "count"))
    for tag in tags:
        tag.use_count = counts.get(tag.pk) or 0  # type: ignore[attr-defined]
    return tags


@admin.register(Author)
class AuthorAdmin(TaxonomyAdmin):
    form = translated_form(Author, ListedForm)
    list_display = ["name", "role", "slug", "is_desk"]
    list_filter = ["is_desk"]
    fields = ["name", "role", "bio", "portrait", "slug", "is_desk", "account"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "portrait":
            kwargs["widget"] = ChooserSelect(db_field, self.admin_site, what="pictures", preview=True)
        if db_field.name == "account":
            kwargs["widget"] = NumbersOnly(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Whose account it is opens nothing by itself, but only who sees accounts may choose one.
        readonly = super().get_readonly_fields(request, obj)
        return readonly if request.user.has_perm("accounts.view_user") else [*readonly, "account"]
