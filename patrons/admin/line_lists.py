"""How transfers are found in their list: by what the bank wrote, by day, by amount."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.contrib.filters.admin import RangeNumericFilter

from patrons import codes, days
from patrons.amounts import typed as typed_amount
from patrons.money import HUNDREDTHS, THOUSANDTHS, WHOLE, NotMoney

# A currency of each kind: how many smallest units an amount is, and which currencies count so.
KINDS = (("EUR", HUNDREDTHS), ("JPY", WHOLE), ("KWD", THOUSANDTHS))
WORDS_AT_MOST = 8


def search(lines: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Return the transfers that hold every word, or are of the day, the amount or the reference that was typed."""
    words = typed.replace("\0", "").split()[:WORDS_AT_MOST]
    if not words:
        return lines
    each = [Q(payer__holds=word) | Q(text__holds=word) | Q(bank_ref__holds=word) for word in words]
    found = reduce(and_, each)
    if (day := days.read(typed)) is not None:
        found |= Q(day=day)
    found |= _amounts(typed, "exact")
    if right := codes.within(typed):
        found |= Q(pledge__transfer_code__in=right)
    return lines.filter(found)


def _amounts(text: str, lookup: str) -> Q:
    """Return the condition of an amount in whichever currency; one that nothing meets for what is no amount."""
    conditions = []
    for sample, currencies in KINDS:
        try:
            minor = typed_amount(text, sample).minor
        except NotMoney:
            continue
        conditions.append(Q(currency__in=currencies, **{f"amount_minor__{lookup}": minor}))
    return reduce(or_, conditions, Q(pk__in=[]))


class LineAmountFilter(RangeNumericFilter):
    """From one amount to another, as people write them. What is no amount finds nothing, and is told."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for end, lookup in (("from", "gte"), ("to", "lte")):
            if not (typed := str(self.used_parameters.get(f"{self.parameter_name}_{end}") or "").strip()):
                continue
            condition = _amounts(typed, lookup)
            if condition == Q(pk__in=[]):
                said = _("“%(text)s” is no amount: write it in figures, like 12 or 12.50.") % {"text": typed[:40]}
                messages.error(request, said)
                return queryset.none()
            queryset = queryset.filter(condition)
        return queryset
