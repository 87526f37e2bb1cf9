"""The time that a fetch has, all in all."""

from time import monotonic


class OutOfTime(Exception):
    """There is none left."""


class Deadline:
    """The moment at which a fetch must have ended, whatever it is doing."""

    def __init__(self, seconds: float) -> None:
        self._at = monotonic() + seconds

    def within(self, seconds: float) -> "Deadline":
        """Return one that is at most so many seconds away."""
        sooner = Deadline(seconds)
        sooner._at = min(sooner._at, self._at)
        return sooner

    def left(self) -> float:
        """Return the seconds until then.

        Raises:
            OutOfTime: there are none.
        """
        left = self._at - monotonic()
        if left <= 0:
            raise OutOfTime
        return left
