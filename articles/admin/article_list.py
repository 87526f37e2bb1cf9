"""The list of articles: its columns and filters."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import planning
from articles.models import Article
from newsroom.capped_lists import CappedPaginator

from . import states
from .article_bulk import BulkActions
from .choosers import thumb_url


class StateFilter(admin.SimpleListFilter):
    """By the state of this moment: a scheduled piece whose time has come counts as published."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Article.State.choices, ("changed", gettext_lazy("Changed since publication"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == "changed":
            return queryset.in_state("published").filter(has_changes=True)  # type: ignore[attr-defined]
        return queryset.in_state(self.value()) if self.value() in Article.State.values else queryset  # type: ignore[attr-defined]


class TrashFilter(admin.SimpleListFilter):
    """What lies in the trash is shown only to who asks for it."""

    title = gettext_lazy("trash")
    parameter_name = "trash"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", gettext_lazy("In the trash"))]

    def choices(self, changelist: Any) -> Any:
        everything, *others = super().choices(changelist)
        yield everything | {"display": gettext_lazy("At work")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_trash() if self.value() else queryset.at_work()


class TableFilter(admin.SimpleListFilter):
    """What lies on one's own table: the start page of the desk shows the newest of it."""

    title = gettext_lazy("table")
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", gettext_lazy("On your table"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return planning.of(request.user, queryset) if self.value() == "mine" else queryset


def changed_since(article: Article) -> str:
    """Say since when an article that `has_changes` says something else than readers have, or will have."""
    scheduled = article.state_now == Article.State.SCHEDULED
    return _("Changed since scheduling") if scheduled else _("Changed since publication")


def marks_of(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the labels of a line: the state, and what is to be known beside it. `article` came `for_list`."""
    state = article.state_now
    is_update = state == Article.State.SCHEDULED and article.is_public_now  # type: ignore[attr-defined]
    shown = Article.State.PUBLISHED if is_update else state
    yield shown, str(Article.State(shown).label)
    if is_update:
        yield "scheduled", _("Update scheduled")
    if article.has_changes and state in (Article.State.PUBLISHED, Article.State.SCHEDULED):
        yield "changed", changed_since(article)


class ArticleList(BulkActions):
    """What a line of the list shows."""

    list_display = ["thumb", "title", "show_state", "show_section", "show_authors", "show_tags", "show_date"]
    list_display_links = ["title"]
    list_filter = [StateFilter, TableFilter, TrashFilter, "section", "language", "genre"]
    list_after_template = "admin/articles/article/_list_links.html"
    search_fields = ["headline__holds"]
    list_per_page = 40
    paginator = CappedPaginator
    show_full_result_count = False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        changes.result_list = states.for_list(changes.result_list)
        return changes

    @admin.display(description=gettext_lazy("Picture"))
    def thumb(self, article: Article) -> str:
        address = thumb_url(article.lead_picture)
        return format_html('<img class="desk-thumb" src="{}" alt="">', address) if address else ""

    @admin.display(description=gettext_lazy("Headline"), ordering="headline")
    def title(self, article: Article) -> str:
        return article.headline

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def show_state(self, article: Article) -> str:
        return format_html_join(
            " ",
            '<span class="desk-label desk-label-{}">{}</span>',
            ((name, words) for name, words in marks_of(article)),
        )

    @admin.display(description=gettext_lazy("section"), ordering="section")
    def show_section(self, article: Article) -> str:
        return str(article.section.local.name) if article.section else ""

    @admin.display(description=gettext_lazy("Authors"))
    def show_authors(self, article: Article) -> str:
        return ", ".join(line.author.name for line in article.bylines.all())

    @admin.display(description=gettext_lazy("Tags"))
    def show_tags(self, article: Article) -> str:
        return ", ".join(tag.name for tag in article.tags.all())

    @admin.display(description=gettext_lazy("Date"), ordering="saved_at")
    def show_date(self, article: Article) -> Any:
        return article.goes_live_at or article.first_published_at or article.saved_at
