"""What readers meet at an address of this site, found out without asking for the page.

`look_up` answers for a whole list of paths in a constant number of queries: the report of dead
links, the form of a redirect and the middleware of old addresses ask it. `articles_at` says which
article is meant: the editor's dialogs and `own_links` ask it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from .companions import lite_path, print_path
from .models import Author, Page, PublishedArticle, Redirect, Section, Tag
from .querysets import live_condition


class Answer(Enum):
    """What a reader meets."""

    PAGE = "page"
    MOVED = "moved"  # the reader is sent on
    GONE = "gone"  # the page says that it was withdrawn
    NOTHING = "nothing"
    DESK = "desk"  # only for who signs in


@dataclass(frozen=True)
class Standing:
    """The answer at a path, and where it leads when it was moved."""

    answer: Answer
    leads_to: str = ""

    @property
    def is_fine(self) -> bool:
        return self.answer is Answer.PAGE


_PAGE, _NOTHING, _DESK = Standing(Answer.PAGE), Standing(Answer.NOTHING), Standing(Answer.DESK)
_DESK_PATHS = ("/admin/", "/desk/")
_FORMS = {"article": PublishedArticle.get_absolute_url, "lite_article": lite_path, "print_article": print_path}


@dataclass
class _Asked:
    """The paths whose answer hangs on a record, by what is looked for."""

    articles: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # path: form, slug, language
    listings: dict[str, tuple[str, str]] = field(default_factory=dict)  # path: section, tag or author; slug
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)  # path: slug, language


def look_up(paths: Iterable[str]) -> dict[str, Standing]:
    """Return what readers meet now at each of `paths` (decoded, of this site): six queries at most."""
    found, asked = _sort(dict.fromkeys(paths))
    _ask_articles(asked.articles, found)
    _ask_listings(asked.listings, found)
    _ask_pages(asked.pages, found)
    _ask_redirects([path for path, standing in found.items() if standing is _NOTHING], found)
    return found


def articles_at(paths: Iterable[str]) -> dict[str, int]:
    """Return the number of the article that lives, or lived, at each of `paths`, where one does: three queries at most.

    An article whose day has not come, or that was withdrawn, lives at its address too.
    """
    asked = {path: with_slash(path) for path in paths}
    found = _editions_at(asked.values())
    lost = {path for path in asked.values() if path not in found}
    if lost:
        moved = dict(
            Redirect.objects.filter(old_path__in=lost).exclude(new_path="").values_list("old_path", "new_path")
        )
        there = _editions_at(moved.values())
        found |= {path: there[new] for path, new in moved.items() if new in there}
    return {path: found[whole] for path, whole in asked.items() if whole in found}


def last_at(path: str) -> PublishedArticle | None:
    """Return what readers had last at `path`, where an article stood that is over; None elsewhere."""
    form, slug, language = _sort([path])[1].articles.get(path, ("", "", ""))
    if form != "article":
        return None
    over = PublishedArticle.objects.filter(slug=slug, language=language, live_until__lte=timezone.now())
    last = over.only("slug", "language", "published_at", "headline", "live_until").order_by("live_from").last()
    return last if last is not None and last.get_absolute_url() == path else None


def _editions_at(paths: Iterable[str]) -> dict[str, int]:
    asked = {path: place for path, place in _sort(paths)[1].articles.items() if place[0] == "article"}
    if not asked:
        return {}
    slugs = {slug for _form, slug, _language in asked.values()}
    editions = PublishedArticle.objects.filter(slug__in=slugs).only("slug", "language", "published_at", "article")
    return {path: edition.article_id for edition in editions if (path := edition.get_absolute_url()) in asked}


def _sort(paths: Iterable[str]) -> tuple[dict[str, Standing], _Asked]:
    found: dict[str, Standing] = {}
    asked = _Asked()
    for path in paths:
        language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
        found[path] = _NOTHING
        if path.startswith(_DESK_PATHS):
            found[path] = _DESK
            continue
        if path.startswith(settings.STATIC_URL):
            found[path] = _PAGE
            continue
        try:
            with translation.override(language):
                match = resolve(path)
        except Resolver404:
            continue
        name, slug = match.url_name or "", match.kwargs.get("slug", "")
        kind = name.split("_")[0]
        if name in _FORMS:
            asked.articles[path] = (name, slug, language)
        elif name == "page":
            asked.pages[path] = (slug, language)
        elif kind in ("section", "tag", "author"):
            asked.listings[path] = (kind, slug)
        else:
            # The front page, archive, search, whole-site feeds, files: these are always there.
            found[path] = _PAGE
    return found, asked


def _ask_articles(asked: dict[str, tuple[str, str, str]], found: dict[str, Standing]) -> None:
    if not asked:
        return
    slugs = {slug for _form, slug, _language in asked.values()}
    live = PublishedArticle.objects.filter(live_condition(), slug__in=slugs)
    editions = {(one.slug, one.language): one for one in live.only("article", "slug", "language", "published_at")}
    for path, (form, slug, language) in asked.items():
        if edition := editions.get((slug, language)):
            right = _FORMS[form](edition)
            found[path] = _PAGE if right == path else Standing(Answer.MOVED, right)


def _ask_listings(asked: dict[str, tuple[str, str]], found: dict[str, Standing]) -> None:
    for kind, records in (
        ("section", Section.objects.all()),
        ("tag", Tag.objects.filter(is_internal=False)),
        ("author", Author.objects.all()),
    ):
        wanted = {slug for asked_kind, slug in asked.values() if asked_kind == kind}
        there: set[Any] = set(records.filter(slug__in=wanted).values_list("slug", flat=True)) if wanted else set()
        for path, (asked_kind, slug) in asked.items():
            if asked_kind == kind and slug in there:
                found[path] = _PAGE


def _ask_pages(asked: dict[str, tuple[str, str]], found: dict[str, Standing]) -> None:
    if not asked:
        return
    slugs = {slug for slug, _language in asked.values()}
    there = set(Page.objects.filter(is_live=True, slug__in=slugs).values_list("slug", "language"))
    for path, wanted in asked.items():
        if wanted in there:
            found[path] = _PAGE


def _ask_redirects(paths: list[str], found: dict[str, Standing]) -> None:
    if not paths:
        return
    names = {name for path in paths for name in (path, with_slash(path))}
    rows = {redirect.old_path: redirect for redirect in Redirect.objects.filter(old_path__in=names)}
    for path in paths:
        if redirect := rows.get(path) or rows.get(with_slash(path)):
            answer = Answer.MOVED if redirect.new_path else Answer.GONE
            found[path] = Standing(answer, redirect.new_path)


def with_slash(path: str) -> str:
    """Return `path` as our own addresses are written: with a slash at its end."""
    return f"{path.rstrip('/')}/"
