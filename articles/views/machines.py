"""What robots and browsers ask for by a known name: robots.txt, sitemaps, the manifest, the icon."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import translation

from articles import pagekeys, sitemaps
from articles.origin import absolute
from articles.site_files import FAVICON, MASKABLE, icons, static_path
from articles.sitemaps.documents import index_document, news_document, part_document
from articles.xml_documents import xml_response
from newsroom.languages import STAFF_PATHS
from newsroom.pagecache import filing
from newsroom.site.models import SiteSettings

from .public import public_page

# What changes with a new version of the software or by hand once in a while, and asks no database.
SELDOM = {"Cache-Control": "public, max-age=3600, stale-while-revalidate=86400"}
# The paper of the light theme, as in site.css.
PAPER = "#fdfdfb"


@public_page(by_clock=False)
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the staff's pages and what a search would make up without end."""
    closed = list(STAFF_PATHS)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            closed.append(reverse("search"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap_index", "news_sitemap")]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", headers=SELDOM)


@public_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of the sitemap's parts."""
    _file_under_all_lists()
    return xml_response(index_document(sitemaps.parts()))


@public_page
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    """One part of the sitemap; 404 for a part with nothing in it, which the index does not name either."""
    _file_under_all_lists()
    found = sitemaps.addresses(section)
    if not found:
        raise Http404(f"The sitemap has no part {section!r}.")
    return xml_response(part_document(found))


@public_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The articles of the last two days, for news search."""
    _file_under_all_lists()
    found = sitemaps.news()
    if found:
        filing.true_until(found[-1].published_at + timedelta(days=sitemaps.NEWS_DAYS))
    return xml_response(news_document(found))


def _file_under_all_lists() -> None:
    filing.filed_under(*(pagekeys.stories(code) for code, _name in settings.LANGUAGES))


@public_page
def manifest(request: HttpRequest) -> JsonResponse:
    """What a telephone needs to keep the newspaper on its home screen."""
    site = SiteSettings.load()
    shown = [
        {"src": icon.url, "type": "image/png", "sizes": f"{icon.side}x{icon.side}" if icon.side else "any"}
        for icon in icons()
    ]
    maskable = "" if site.logo else static_path(MASKABLE)
    if maskable:
        shown.append({"src": absolute(maskable), "type": "image/png", "sizes": "512x512", "purpose": "maskable"})
    words = {
        "id": "/",
        "name": site.local.name,
        "short_name": site.local.name,
        "description": site.local.description or site.local.tagline,
        "lang": settings.LANGUAGE_CODE,
        "start_url": reverse("front"),
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": PAPER,
        "background_color": PAPER,
        "icons": shown,
    }
    return JsonResponse(words, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@public_page(by_clock=False)
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon, for what asks for it by its old name without reading the page."""
    path = static_path(FAVICON)
    if not path:
        raise Http404("No icon is among the static files.")
    return HttpResponseRedirect(path, headers=SELDOM)
