"""The desk's forms and lists, one module a model. Importing this registers them."""

from . import (
    article,
    check_levels,
    corrections,
    front,
    importing,
    pages,
    partners,
    pictures,
    redirects,
    rules,
    sources,
    stories,
    taxonomy,
)

__all__ = [
    "article",
    "check_levels",
    "corrections",
    "front",
    "importing",
    "pages",
    "partners",
    "pictures",
    "redirects",
    "rules",
    "sources",
    "stories",
    "taxonomy",
]
