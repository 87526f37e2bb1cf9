"""What the REST API of WordPress gives, saved to files: JSON in, values out."""

from .reading import open_export

__all__ = ["open_export"]
