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
        return min(self._seen, self.COUNTED_AT_MOST)

    @cached_property
    def is_capped(self) -> bool:
        """Whether there are more than the pages lead to."""
        return self._seen > self.COUNTED_AT_MOST

    def validate_number(self, number: Any) -> int:
        """Return which page is shown: of a list that goes on behind the last one, the last one."""
        if self.is_capped and isinstance(number, int) and number > self.num_pages:
            return self.num_pages
        return super().validate_number(number)

    @cached_property
    def _seen(self) -> int:
        # One more than is counted tells whether there are more.
        rows = cast("QuerySet[Any]", self.object_list)
        return rows[: self.COUNTED_AT_MOST + 1].count()
