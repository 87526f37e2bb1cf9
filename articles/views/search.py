"""The search page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import PublishedArticle
from articles.search import Cursor, engine
from articles.search.queries import MAX_LENGTH

from .public import public_page

PAGE_SIZE = 20


@public_page(asks=["q", "after"])
def search(request: HttpRequest) -> HttpResponse:
    """Stories with the reader's words, best first; without words, the form and how to use it."""
    query = request.GET.get("q", "").replace("\x00", " ").strip()[:MAX_LENGTH]
    language = get_language() or settings.LANGUAGE_CODE
    context = {"query": query, "max_length": MAX_LENGTH, "alternates": {}}
    if query:
        after = _after(request)
        results = engine().search(query, language=language, limit=PAGE_SIZE, after=after)
        instead = results.did_you_mean if not results.hits and after is None else None
        if instead:
            # The reader mistyped: the stories for what was meant, and the words said so above them.
            results = engine().search(instead, language=language, limit=PAGE_SIZE)
        articles = PublishedArticle.objects.live().for_cards().in_bulk([hit.pk for hit in results.hits])
        found = [(hit, articles[hit.pk]) for hit in results.hits if hit.pk in articles]
        context |= {"results": results, "found": found, "is_first": after is None, "instead": instead}
    return render(request, "articles/search.html", context)


def _after(request: HttpRequest) -> Cursor | None:
    """Return the place in the results to go on from.

    Raises:
        Http404: it is none that a page of results ever gave out.
    """
    written = request.GET.get("after")
    try:
        return Cursor.parse(written) if written is not None else None
    except ValueError:
        raise Http404(_("This place in the results does not exist: search anew.")) from None
