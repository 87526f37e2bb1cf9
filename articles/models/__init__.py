"""What the articles room keeps. Editors work on `Article`; readers see `PublishedArticle`."""

from .article import Article, ArticleByline, ArticleTagging, RelatedLink
from .checks import CheckLevel
from .content import Genre
from .corrections import Correction
from .desk import Autosave, Beat, Comment, OpenForm, ShareLink
from .front import Front, FrontSlot
from .importing import Import, Imported
from .nearest import NearArticle, NearestCommonness, NearestDocument, NearestEntry, NearestSample
from .pages import Page
from .partners import PartnerFeed
from .pictures import Picture, PictureBand
from .published import PublishedArticle, PublishedByline, PublishedRelatedLink, PublishedTagging
from .redirects import Redirect
from .references import Reference
from .related import ApprovalRule, RelatedBan, RelatedByRule
from .sources import Source
from .stories import Story, StoryTag
from .taxonomy import Author, Section, Tag, TagAlias
from .versions import ArticleVersion

__all__ = [
    "ApprovalRule",
    "Article",
    "ArticleByline",
    "ArticleTagging",
    "ArticleVersion",
    "Author",
    "Autosave",
    "Beat",
    "CheckLevel",
    "Comment",
    "Correction",
    "Front",
    "FrontSlot",
    "Genre",
    "Import",
    "Imported",
    "NearArticle",
    "NearestCommonness",
    "NearestDocument",
    "NearestEntry",
    "NearestSample",
    "OpenForm",
    "Page",
    "PartnerFeed",
    "Picture",
    "PictureBand",
    "PublishedArticle",
    "PublishedByline",
    "PublishedRelatedLink",
    "PublishedTagging",
    "Redirect",
    "Reference",
    "RelatedBan",
    "RelatedByRule",
    "RelatedLink",
    "Section",
    "ShareLink",
    "Source",
    "Story",
    "StoryTag",
    "Tag",
    "TagAlias",
]
