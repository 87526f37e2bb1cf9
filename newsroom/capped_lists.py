"""Lists of large tables in the admin: nothing counts all of one."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class CappedPaginator(Paginator):
    """Counts to `COUNTED_AT_MOST` and no further: a list of a hundred thousand opens as fast as a small one."""

    COUNTED_AT_MOST = 2000

    @cached_property
    def count(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[: self.COUNTED_AT_MOST].count()

    @property
    def is_capped(self) -> bool:
        """Whether there may be more than the pages lead to."""
        return self.count == self.COUNTED_AT_MOST
