"""The desk's forms and lists, one module a model. Importing this registers them."""

from . import article, corrections, front, pages, pictures, redirects, taxonomy

__all__ = ["article", "corrections", "front", "pages", "pictures", "redirects", "taxonomy"]
