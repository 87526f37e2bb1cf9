"""The desk of pledges: for pledge staff and owners, and for nobody who writes. Topics and rounds are the editors'."""

from . import accounts, books, campaigns, deliveries, discrepancies, patrons, pledges, tiers, topics

__all__ = ["accounts", "books", "campaigns", "deliveries", "discrepancies", "patrons", "pledges", "tiers", "topics"]
