"""The desk of those who look after patrons."""

from . import accounts, campaigns, tiers

__all__ = ["accounts", "campaigns", "tiers"]
