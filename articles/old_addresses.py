"""Addresses that changed or went: kept without chains or loops, asked only when nothing else answers.

A row says where an old address leads now, or that what stood there is gone. What led to a page that
is withdrawn keeps leading to it: readers are told at once that it is gone, and find it again when
it comes back.
"""

import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.http import urlencode

from newsroom.old_numbers import number_in, words_in

from .models import PublishedArticle, Redirect
from .own_addresses import Answer, articles_at, last_at, look_up, with_slash
from .search.queries import MAX_LENGTH

log = logging.getLogger(__name__)
LONGEST = 500
# A number at the end is a page of a long article.
_MADE_OF_IT = re.compile(r"/(?:amp|embed|trackback|[0-9]{1,3}|page/[0-9]{1,6}|comment-page-[0-9]{1,4})/$")


def moved(before: str, after: str, *, by: str = Redirect.Origin.MOVED) -> None:
    """Remember that what lived at `before` lives at `after` now. Chains are shortened as they arise.

    Args:
        before: where it was public until now; empty when it was not.
        by: what moved it, a `Redirect.Origin`.
    """
    there = Redirect.objects.filter(old_path=after)
    dropped = _planned(before) if before else []
    # What went and is planned to come back is still gone until then.
    (there if before else there.exclude(new_path="")).delete()
    paths = [path for path in (before, *dropped) if path and path != after]
    if paths:
        lead(paths, after, by)


def mark_gone(path: str, note: str = "", *, names: bool = True) -> None:
    """Let `path`, and what led to it, answer that it is gone.

    Args:
        note: words for readers on the page that says so.
        names: whether that page shows the headline of what stood there.
    """
    lead(_planned(path), path, Redirect.Origin.MOVED)
    will_be_gone(path, note, names=names)


def will_be_gone(path: str, note: str = "", *, names: bool = True) -> None:
    """Let `path` answer that it is gone once no page stands there any more."""
    says = {"new_path": "", "note": note, "made_by": Redirect.Origin.GONE, "shows_headline": names}
    Redirect.objects.update_or_create(old_path=path, defaults=says)


def stands_again(path: str, before: str, *, ends: bool) -> None:
    """Follow a page that has begun at `path` by the clock: what was withdrawn there is there again.

    Args:
        before: where the same article stood last, empty when it never did.
        ends: whether an end is planned, for which `path` keeps what it will say then.
    """
    if not ends:
        forget(path)
    if before and before != path and not Redirect.objects.filter(old_path=before).exclude(new_path="").exists():
        lead([before], path, Redirect.Origin.MOVED)


def forget(path: str) -> Redirect | None:
    """Let `path` answer nothing once no page stands there; return what it would have said (410), if anything."""
    gone = Redirect.objects.filter(old_path=path, new_path="").first()
    if gone is not None:
        Redirect.objects.filter(pk=gone.pk).delete()
    return gone


def lead(paths: list[str], to: str, by: str) -> None:
    """Let `paths`, and what led to them, lead to `to`."""
    Redirect.objects.filter(new_path__in=paths).exclude(old_path=to).update(new_path=to)
    for path in paths:
        if path != to:
            Redirect.objects.update_or_create(old_path=path, defaults={"new_path": to, "note": "", "made_by": by})


def _planned(present: str) -> list[str]:
    """Return where `present`, public until now, was to move by a plan that was dropped, if it was."""
    row = Redirect.objects.filter(old_path=present).exclude(new_path="").first()
    if row is None or look_up([row.new_path])[row.new_path].answer is Answer.PAGE:
        return []
    return [row.new_path]


def leads_to(path: str) -> Redirect | None:
    """Return the row for `path` (or for the same in small letters, or with a slash at its end), if there is one."""
    names = list(dict.fromkeys([path, with_slash(path), path.lower(), with_slash(path.lower())]))
    found = {row.old_path: row for row in Redirect.objects.filter(old_path__in=names)}
    return next((found[name] for name in names if name in found), None)


def old_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: where a page is not found, look whether it moved (301) or was withdrawn (410)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # To a number, or words to search for, an old site answered at its front page: ours stands there.
        if request.path_info == "/" and request.method in ("GET", "HEAD") and (moved := _asked_of_the_front(request)):
            return moved
        response = get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        path = request.path_info
        if len(path) > LONGEST or "\0" in path:
            return response
        # A number says more than the folder in which the old site answered for it.
        return _by_number(request) or _answer(request, path) or _of_an_old_site(request, path) or response

    return middleware


def _asked_of_the_front(request: HttpRequest) -> HttpResponse | None:
    found = _by_number(request)
    if found is None and (words := words_in(request.META.get("QUERY_STRING", ""))):
        found = HttpResponsePermanentRedirect(f"{reverse('search')}?{urlencode({'q': words[:MAX_LENGTH]})}")
    return found


def _by_number(request: HttpRequest) -> HttpResponse | None:
    """Return where "/?p=123" leads; None where nothing is known of it. What is gone is said there."""
    number = number_in(request.META.get("QUERY_STRING", ""))
    found = Redirect.objects.filter(old_path=f"{request.path_info}?{number}").first() if number else None
    if found is None or not found.new_path:
        return None
    _count(found)
    target, gone, lasts = _present(found)
    return _to(gone.old_path if gone else target, lasts=lasts)


def _answer(request: HttpRequest, path: str) -> HttpResponse | None:
    form, bare = _companion(path)
    found = leads_to(path) or (leads_to(bare) if form else None)
    if found is None and (present := _before_the_plan(bare if form else path)):
        return HttpResponseRedirect(escape_uri_path(_beside(present, form) if form else present))
    if found is None:
        # Our addresses are in small letters; somebody's keyboard was not.
        small = path.lower()
        if small == path or not path.endswith("/"):
            return None
        return HttpResponsePermanentRedirect(escape_uri_path(small))
    if not found.new_path and _is_coming(request):
        return None
    _count(found)
    target, gone, lasts = _present(found)
    if gone is not None:
        last = last_at(gone.old_path)
        context = {"note": gone.note, "last": last, "headline": last.headline if last and gone.shows_headline else ""}
        return render(request, "410.html", context, status=410)
    if form and found.old_path != path:
        beside = _beside(target, form)
        target = target if look_up([beside])[beside].answer is Answer.NOTHING else beside
    if with_slash(target) == with_slash(path):
        return None  # Django adds the missing slash and comes back here
    return _to(target, request.META.get("QUERY_STRING", ""), lasts=lasts)


def _of_an_old_site(request: HttpRequest, path: str) -> HttpResponse | None:
    """Answer at what WordPress makes of an address: "/index.php/…", "…/amp/", "…/2/", or its last word alone.

    See https://developer.wordpress.org/reference/functions/redirect_guess_404_permalink/.
    """
    query = request.META.get("QUERY_STRING", "")
    plain = _MADE_OF_IT.sub("/", with_slash(path.removeprefix("/index.php")))
    if plain != with_slash(path):
        if articles_at([plain]) and look_up([plain])[plain].answer is Answer.PAGE:
            return _to(plain, query, lasts=True)
        if (found := leads_to(plain)) and found.new_path:
            target, gone, lasts = _present(found)
            if gone is None:
                return _to(target, query, lasts=lasts)
    slug = plain.strip("/")
    if not slug or "/" in slug:
        return None
    language = translation.get_language() or settings.LANGUAGE_CODE
    named = PublishedArticle.objects.live().in_language(language).filter(slug=slug)
    edition = named.only("slug", "language", "published_at").first()
    # Not for ever: a page of that name may be made here one day.
    return HttpResponseRedirect(edition.get_absolute_url()) if edition else None


def _present(found: Redirect) -> tuple[str, Redirect | None, bool]:
    """Return where a row leads now, or the row that says it is gone; and whether that will last."""
    if not found.new_path:
        return "", found, True
    target = found.new_path
    if not target.startswith("/") or look_up([target])[target].answer in (Answer.PAGE, Answer.MOVED):
        return target, None, True
    if gone := Redirect.objects.filter(old_path=target, new_path="").first():
        return target, gone, True
    now = _before_the_plan(target)
    return now or target, None, not now


def _before_the_plan(target: str) -> str:
    """Return where a page stands until its planned move to `target` comes; empty when none is planned."""
    others = list(Redirect.objects.filter(new_path=target).values_list("old_path", flat=True)[:20])
    standing = look_up(others)
    return next((path for path in others if standing[path].answer is Answer.PAGE), "")


def _count(found: Redirect) -> None:
    try:
        with transaction.atomic():
            Redirect.objects.filter(pk=found.pk).update(hits=F("hits") + 1, last_hit_at=timezone.now())
    except DatabaseError:
        # A busy database, or a copy that only reads: the reader gets the page all the same.
        log.warning("A visit to %r was not counted.", found.old_path, exc_info=True)


def _companion(path: str) -> tuple[str, str]:
    """Return the form ("lite", "print") that `path` asks for and the article's own path, or two empty strings."""
    prefix = _prefix(path)
    form, slash, rest = path.removeprefix(prefix).lstrip("/").partition("/")
    return (form, f"{prefix}/{rest}") if form in ("lite", "print") and slash and rest else ("", "")


def _beside(path: str, form: str) -> str:
    prefix = _prefix(path)
    return f"{prefix}/{form}{path.removeprefix(prefix)}"


def _prefix(path: str) -> str:
    language = translation.get_language_from_path(path)
    return f"/{language}" if language and language != settings.LANGUAGE_CODE else ""


def _to(target: str, query: str = "", *, lasts: bool) -> HttpResponse:
    """Return a redirect: for ever (301) where it lasts, else for now (302)."""
    return (HttpResponsePermanentRedirect if lasts else HttpResponseRedirect)(_with_query(target, query))


def _with_query(target: str, query: str) -> str:
    """Return `target` for a header; an address of our own keeps what the reader's address was asked with."""
    if not target.startswith("/"):
        return iri_to_uri(target) or ""
    # Kept paths are decoded, so that a percent sign in one is a character of it.
    path, mark, own_query = target.partition("?")
    tail = own_query if mark else query
    return escape_uri_path(path) + (f"?{iri_to_uri(tail)}" if tail else "")


def _is_coming(request: HttpRequest) -> bool:
    """Say whether an article will stand here that readers have not had yet, and whose end is planned already."""
    slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
    if not slug:
        return False
    language = translation.get_language() or settings.LANGUAGE_CODE
    begins = list(PublishedArticle.objects.filter(slug=slug, language=language).values_list("live_from", flat=True))
    return bool(begins) and min(begins) > timezone.now()
