"""One interface to full-text search, an engine a module."""
