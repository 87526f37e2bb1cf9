"""What the articles room keeps. Editors work on `Article`; readers see `PublishedArticle`."""

from .article import Article, ArticleByline, ArticleTagging, RelatedLink
from .content import Genre
from .corrections import Correction
from .front import Front, FrontSlot
from .pages import Page
from .pictures import Picture
from .published import PublishedArticle, PublishedByline, PublishedRelatedLink, PublishedTagging
from .redirects import Redirect
from .taxonomy import Author, Section, Tag
from .versions import ArticleVersion

__all__ = [
    "Article",
    "ArticleByline",
    "ArticleTagging",
    "ArticleVersion",
    "Author",
    "Correction",
    "Front",
    "FrontSlot",
    "Genre",
    "Page",
    "Picture",
    "PublishedArticle",
    "PublishedByline",
    "PublishedRelatedLink",
    "PublishedTagging",
    "Redirect",
    "RelatedLink",
    "Section",
    "Tag",
]
