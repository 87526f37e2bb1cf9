"""What the environment says, and how a wrong word in it stops the start. `settings.py` reads it: no setting here."""

from .reading import Environment

env = Environment()

__all__ = ["Environment", "env"]
