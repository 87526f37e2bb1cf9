"""The revision that a request says its sender was shown."""

# Records begin with 1: nobody was ever shown this one.
NONE_SHOWN = 0


def revision_shown(text: str | None) -> int:
    """Read a revision from a request. What is missing or no number is refused by the verbs as a stale one is.

    Only what nobody looked at (imports, the clock) may write without a revision, and it calls the verbs itself.
    """
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else NONE_SHOWN
