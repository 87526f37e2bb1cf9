"""Whole public pages, stored under the keys of what they show. See docs/decisions/033-the-page-store.md."""
