"""What is in use stays: the list of where, instead of an error or a hole in a page."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import PROTECT, Model
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles import uses

NAMED_AT_MOST = 5


class KeptWhileUsed(ModelAdmin):
    """For a ModelAdmin: its form says where the record is used; deleting is refused while something uses it."""

    change_form_after_template = "admin/articles/_used_in.html"

    def uses_of(self, record: Model) -> list[str]:
        """Return sentences or names of what uses `record`; none means that it may go."""
        return used_in(record) or protected_uses(record)

    def get_deleted_objects(self, objs: Iterable[Model], request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        records = list(objs)
        found = [
            format_html(_("{record}: {use}"), record=record, use=use) if len(records) > 1 else use
            for record in records
            for use in self.uses_of(record)
        ]
        if found:
            # Without gathering all that hangs on it: a section may have a hundred thousand articles.
            return [], {}, set(), found
        lines, counts, lacking, protected = super().get_deleted_objects(records, request)
        known = {model._meta.verbose_name_plural for model in self.admin_site._registry}
        counts = {name: count for name, count in counts.items() if name in known}
        return _with_a_page(lines), counts, lacking, protected

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = context.get("original")
        if record is not None and request.user.has_perm("articles.view_article"):
            context["used_in"] = [
                {"group": group, "named": [(use, address_of(use.record)) for use in group.named]}
                for group in uses.uses_of(record)
            ]
        return super().render_change_form(request, context, *args, **kwargs)


def _with_a_page(lines: list[Any]) -> list[Any]:
    """Leave out what has no page of its own (Django names it in plain text): it means nothing to an editor."""
    kept: list[Any] = []
    for line in lines:
        if isinstance(line, list):
            kept += [inner] if (inner := _with_a_page(line)) else []
        elif isinstance(line, SafeString):
            kept.append(line)
    return kept


def used_in(record: Model) -> list[str]:
    """Name what uses `record`, each with the way to it; a line at the end says when there is more."""
    lines: list[str] = []
    for group in uses.uses_of(record):
        for use in group.named:
            link = format_html('<a href="{}">{}</a>', address_of(use.record), use.record)
            line = format_html("{}: {}", use.record._meta.verbose_name, link)
            lines.append(format_html("{} ({})", line, use.state) if use.state else line)
        if further := group.count - len(group.named):
            words = _("… and more than %(count)d others") if group.more else _("… and %(count)d more")
            lines.append(words % {"count": further})
    return lines


def address_of(record: Model) -> str:
    """Return the address of a record's form; empty when it has none."""
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""


def protected_uses(record: Model) -> list[str]:
    """Name some of the records whose foreign key forbids deleting `record`."""
    names: dict[str, None] = {}
    for relation in record._meta.related_objects:
        if getattr(relation, "on_delete", None) is not PROTECT:
            continue
        users = relation.related_model._base_manager.filter(**{relation.field.name: record})
        for user in users[: NAMED_AT_MOST + 1]:
            owner = getattr(user, "article", user)
            names[f"{owner._meta.verbose_name}: {owner}"] = None
    listed = list(names)
    return listed[:NAMED_AT_MOST] + ([_("… and more")] if len(listed) > NAMED_AT_MOST else [])
