"""The desk of pledges: for pledge staff and owners, and for nobody who writes."""

from . import books, deliveries, discrepancies, patrons, pledges

__all__ = ["books", "deliveries", "discrepancies", "patrons", "pledges"]
