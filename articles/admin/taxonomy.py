"""Sections, tags and authors."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit import admin as taggit_admin
from taggit.models import Tag as TaggitTag
from unfold.admin import ModelAdmin

from articles.models import ArticleTagging, Author, PublishedTagging, Section, Tag
from newsroom.audit.recording import RecordsChanges
from newsroom.languages_admin import TranslatedAdminMixin, translated_form

from .deleting import KeptWhileUsed
from .widgets import ChooserSelect, NumbersOnly

# Its own tags are not ours, and its page to merge them asks for no right. Imported first, so that it stays away.
taggit_admin.admin.site.unregister(TaggitTag)


class TaxonomyAdmin(RecordsChanges, TranslatedAdminMixin, KeptWhileUsed, ModelAdmin):
    """What the three have in common."""

    search_fields = ["name"]
    show_full_result_count = False
    list_per_page = 50

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        # An address that readers know does not follow a changed name by itself.
        return {} if obj else {"slug": ["name"]}


@admin.register(Section)
class SectionAdmin(TaxonomyAdmin):
    form = translated_form(Section)
    list_display = ["name", "slug", "position", "is_opinion"]
    fields = ["name", "description", "slug", "position", "is_opinion"]


@admin.register(Tag)
class TagAdmin(TaxonomyAdmin):
    form = translated_form(Tag)
    list_display = ["name", "slug", "uses", "is_internal"]
    list_filter = ["is_internal"]
    fields = ["name", "description", "slug", "is_internal"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(use_count=Count("article_taggings"))

    @admin.display(description=gettext_lazy("Articles"), ordering="use_count")
    def uses(self, tag: Any) -> int:
        return tag.use_count

    def uses_of(self, record: Model) -> list[str]:
        taggings = [
            *ArticleTagging.objects.filter(tag=record).select_related("content_object")[:5],
            *PublishedTagging.objects.filter(tag=record).select_related("content_object")[:5],
        ]
        names = list(dict.fromkeys(str(tagging.content_object) for tagging in taggings))
        if names:
            names.append(_("Mark it as internal instead, and readers no longer see it."))
        return names


@admin.register(Author)
class AuthorAdmin(TaxonomyAdmin):
    form = translated_form(Author)
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
        return [] if request.user.has_perm("accounts.view_user") else ["account"]
