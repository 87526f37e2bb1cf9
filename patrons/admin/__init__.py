"""The desk of pledges: for pledge staff and owners, and for nobody who writes."""

from . import accounts, books, campaigns, deliveries, discrepancies, figures, patrons, pledges, tiers

__all__ = ["accounts", "books", "campaigns", "deliveries", "discrepancies", "figures", "patrons", "pledges", "tiers"]
