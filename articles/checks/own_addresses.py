"""Which of our articles and addresses lead somewhere: asked for a whole article in one query, without the network."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from articles.models import Article, Author, Page, PublishedArticle, Redirect, Section, Tag, TagAlias
from articles.origin import absolute
from articles.rights import visible_to

LIVE, TRASHED = "live", "trashed"
# The lite page and the page for paper stand and fall with the article.
SAME_THING = {"lite_article": "article", "print_article": "article"}

type Key = tuple[str, str, str]  # kind, language (articles and pages only), slug or path or number


@dataclass(frozen=True)
class Target:
    """One of our own articles: `standing` is LIVE, TRASHED or an `Article.State`; see `know` on the headline."""

    headline: str
    standing: str


@dataclass(frozen=True)
class Known:
    """What was found: articles by number, and addresses that lead nowhere or to what is gone."""

    articles: dict[int, Target] = field(default_factory=dict)
    dead_paths: frozenset[str] = frozenset()


def own_path(href: str) -> str:
    """Return the path of a typed address of this site, or an empty string for any other address."""
    own = absolute("")
    if href.startswith("/") and not href.startswith("//"):
        return urlsplit(href).path
    if href == own or href.startswith((f"{own}/", f"{own}?", f"{own}#")):
        return href.removeprefix(own).partition("#")[0].partition("?")[0] or "/"
    return ""


def know(numbers: Iterable[int], paths: Iterable[str], article: Article, moment: datetime, reader: Any) -> Known:
    """Look up `numbers` of articles and `paths` of this site, as they will be at `moment`.

    The address of `article` itself counts as found: it will be there. Headlines of working copies that
    `reader` may not see stay empty: a body may hold any number.
    """
    asked = {path: key for path in set(paths) if (key := _key(path))}
    wanted = {key for path, key in asked.items()} | {("redirect", "", path) for path in asked}
    wanted |= {("target", "", str(number)) for number in numbers}
    articles, there = {}, {("article", article.language, article.slug)}
    for kind, qualifier, name, words in _rows(wanted, moment, reader):
        if kind == "target":
            articles[int(name)] = Target(words, qualifier)
        else:
            there.add((kind, qualifier, name))
    dead = {path for path, key in asked.items() if key not in there and ("redirect", "", path) not in there}
    return Known(articles, frozenset(dead))


def _key(path: str) -> Key | None:
    """Return what has to exist for `path` to lead somewhere; None for what is always there."""
    path = unquote(path)[:500]
    if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
        return None
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    with override(language):
        try:
            match = resolve(path if path.endswith("/") or "." in path.rsplit("/", 1)[-1] else f"{path}/")
        except Resolver404:
            return ("redirect", "", path)
    name = SAME_THING.get(match.url_name or "", match.url_name or "")
    if name not in SOURCES or "slug" not in match.kwargs:
        return None
    return (name, language if name in ("article", "page") else "", str(match.kwargs["slug"]))


def _rows(wanted: set[Key], moment: datetime, reader: Any) -> Iterable[tuple[str, str, str, str]]:
    """Return kind, qualifier, key and words of whatever of `wanted` there is, in one query."""
    parts: list[QuerySet[Any, Any]] = []
    for kind, source in SOURCES.items():
        if keys := {key for one, _language, key in wanted if one == kind}:
            for rows, *columns in source(keys, moment, reader):
                parts.append(rows.order_by().values_list(Value(kind, CharField()), *columns))
    if not parts:
        return ()
    first, *others = parts
    # The whole would take the order of the first model's list, by columns that it does not have.
    return first.union(*others, all=True).order_by() if others else first


def _standing(moment: datetime) -> Case:
    live = PublishedArticle.objects.live(moment).filter(article=OuterRef("pk"))
    return Case(
        When(trashed_at__isnull=False, then=Value(TRASHED)),
        When(Exists(live), then=Value(LIVE)),
        default="state",
        output_field=CharField(),
    )


_NOTHING = Value("", CharField())


def _targets(keys: set[str], moment: datetime, reader: Any) -> list[Any]:
    headline: Any = "headline"
    if reader is not None:
        seen = visible_to(reader, Article.objects.filter(pk__in=keys)).values("pk")
        headline = Case(When(pk__in=seen, then="headline"), default=_NOTHING, output_field=CharField())
    return [Article.objects.filter(pk__in=keys), _standing(moment), Cast("pk", CharField()), headline]


# Kind → rows of what there is, and their columns: qualifier, key, words.
SOURCES: dict[str, Any] = {
    "target": lambda keys, moment, reader: [_targets(keys, moment, reader)],
    "article": lambda keys, moment, _reader: [
        (PublishedArticle.objects.live(moment).filter(slug__in=keys), "language", "slug", _NOTHING)
    ],
    "page": lambda keys, moment, _reader: [
        (Page.objects.filter(slug__in=keys, is_live=True), "language", "slug", _NOTHING)
    ],
    "section": lambda keys, moment, _reader: [(Section.objects.filter(slug__in=keys), _NOTHING, "slug", _NOTHING)],
    "author": lambda keys, moment, _reader: [(Author.objects.filter(slug__in=keys), _NOTHING, "slug", _NOTHING)],
    "tag": lambda keys, moment, _reader: [
        (Tag.objects.filter(slug__in=keys, is_internal=False), _NOTHING, "slug", _NOTHING),
        (TagAlias.objects.filter(slug__in=keys), _NOTHING, "slug", _NOTHING),
    ],
    # An address that was withdrawn has a row without a new one: it is dead too.
    "redirect": lambda keys, moment, _reader: [
        (Redirect.objects.filter(old_path__in=keys).exclude(new_path=""), _NOTHING, "old_path", _NOTHING)
    ],
}
