"""The card of figures on the desk's start page."""

from typing import Any

from django import template

from patrons.figures import now
from patrons.models import Figures
from patrons.money import Money

register = template.Library()


@register.inclusion_tag("admin/patrons/figures/_card.html")
def figures_card() -> dict[str, Any]:
    """What patrons give a month as it was counted last, by currency, and payments that failed and wait."""
    # All currencies have a line for the newest month; there are not forty.
    newest: dict[str, Figures] = {}
    for row in Figures.objects.order_by("-month")[:40]:
        newest.setdefault(row.currency, row)
    lines = [
        {
            "amount": row.amount, "patrons": row.patrons,
            "change": Money(sum(minor for _number, minor in row.numbers["moves"].values()), row.currency),
        }
        for row in newest.values()
    ]  # fmt: skip
    return {"lines": lines, "waiting": list(now.waiting().values())}
