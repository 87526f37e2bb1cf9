"""Wakes the workers of this process when something was put on the list; those of others look once a second."""

import threading

_changed = threading.Condition()


def ring() -> None:
    with _changed:
        _changed.notify_all()


def wait(seconds: float) -> None:
    """Wait for the bell, but no longer than this."""
    with _changed:
        _changed.wait(seconds)
