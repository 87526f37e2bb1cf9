"""Patreon: people become patrons there, and we are told. See docs/providers/patreon.md."""
