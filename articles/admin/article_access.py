"""Who may open which article at the desk: `rights` asked for every list, form and address."""

from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from articles import rights
from articles.models import Article
from articles.querysets import ArticleQuerySet


class AccessByRights(ModelAdmin):
    """For the article's admin: the rights of the room, and of each article."""

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rights.opens_the_room(request.user) if obj is None else rights.may_see(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None:
            return rights.may_write(request.user, obj)
        user = request.user
        return user.has_perm("articles.change_article") or user.has_perm("articles.add_article")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return rights.visible_to(request.user, cast("ArticleQuerySet", super().get_queryset(request)))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        match = request.resolver_match
        if match is not None and match.url_name == "autocomplete":
            queryset = queryset.at_work()
        return super().get_search_results(request, queryset, search_term)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Find among all: what somebody may not see is refused in plain words (403), not called gone."""
        shown = request.__dict__.setdefault("desk_found", {}) if request.method == "GET" else {}
        if object_id not in shown:
            try:
                found = Article.objects.filter(pk=Article._meta.pk.to_python(object_id))
            except (ValidationError, ValueError):
                return None
            # A page that is only shown asks once for all that it says of the article.
            shown[object_id] = (found.with_lines() if request.method == "GET" else found).first()
        return cast("Article | None", shown[object_id])
