"""Ghost's exports, in every shape that Ghost and its migration tools write: JSON in, values out."""

from .reading import open_export

__all__ = ["open_export"]
