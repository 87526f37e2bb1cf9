"""The desk of pledges: for pledge staff and owners, and for nobody who writes."""

from . import (
    accounts,
    bank_lines,
    bank_statements,
    books,
    campaigns,
    deliveries,
    discrepancies,
    other_ways,
    patrons,
    pledges,
    tiers,
)

__all__ = [
    "accounts", "bank_lines", "bank_statements", "books", "campaigns", "deliveries", "discrepancies", "other_ways",
    "patrons", "pledges", "tiers",
]  # fmt: skip
