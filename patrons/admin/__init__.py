"""The desk of pledges: for pledge staff and owners, and for nobody who writes. Topics and rounds are the editors'."""

from . import (
    accounts,
    bank_lines,
    bank_statements,
    books,
    campaigns,
    deliveries,
    discrepancies,
    figures,
    other_ways,
    patrons,
    pledges,
    tiers,
    topic_rounds,
    topics,
)

__all__ = [
    "accounts", "bank_lines", "bank_statements", "books", "campaigns", "deliveries", "discrepancies", "figures",
    "other_ways", "patrons", "pledges", "tiers", "topic_rounds", "topics",
]  # fmt: skip
