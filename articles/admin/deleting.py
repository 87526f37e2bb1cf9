"""What is in use stays: a sentence that says where, instead of an error or a hole in a page."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import PROTECT, Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

NAMED_AT_MOST = 5


class KeptWhileUsed(ModelAdmin):
    """For a ModelAdmin: deleting is refused while something uses the record, and the page says what."""

    def uses_of(self, record: Model) -> list[str]:
        """Return sentences or names of what uses `record`; none means that it may go."""
        return protected_uses(record)

    def get_deleted_objects(self, objs: Iterable[Model], request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        records = list(objs)
        uses = [
            _("%(record)s: %(use)s") % {"record": record, "use": use} if len(records) > 1 else use
            for record in records
            for use in self.uses_of(record)
        ]
        if uses:
            # Without gathering all that hangs on it: a section may have a hundred thousand articles.
            return [], {}, set(), uses
        return super().get_deleted_objects(records, request)


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
