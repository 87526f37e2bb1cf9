"""The newspaper itself in schema.org's words: who publishes, and by which rules."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from articles.models import Page
from articles.origin import absolute
from articles.site_files import icons
from newsroom.pagecache.kept import kept
from newsroom.site.models import SiteSettings
from newsroom.view_paths import path_of

type Values = dict[str, Any]

# The page of the newspaper that answers to each word; it is named where that page is public.
POLICY_PAGES = {
    "ethicsPolicy": "ethics",
    "ownershipFundingInfo": "funding",
    "correctionsPolicy": "corrections-policy",
}


def publisher_id() -> str:
    """Return the newspaper's own name among machines, the same on every page."""
    return f"{settings.SITE_URL}/#publisher"


def publisher() -> Values:
    """Return the newspaper as a NewsMediaOrganization; what is returned is not to be changed."""
    return kept(f"publisher:{get_language()}", _publisher, through_turns=True)


def _publisher() -> Values:
    site = SiteSettings.load()
    logo = next(reversed(icons()), None)
    return filled(
        {
            "@type": "NewsMediaOrganization",
            "@id": publisher_id(),
            "name": site.local.name,
            "url": absolute(path_of("front")),
            "description": site.local.description or site.local.tagline,
            "logo": image(logo.url, logo.side, logo.side) if logo else None,
            "email": site.contact_email,
            "sameAs": site.same_as,
            **policies(),
        }
    )


def policies() -> dict[str, str]:
    """Return schema.org's words for the newspaper's rules, with the address of each page that is public.

    Corrections always have a page: the list of them, where no page says how they are made.
    """
    language = get_language() or settings.LANGUAGE_CODE

    def look_up() -> dict[str, str]:
        live = Page.objects.filter(is_live=True, language=language, slug__in=POLICY_PAGES.values())
        paths = {page.slug: page.get_absolute_url() for page in live.only("slug", "language")}
        return {word: absolute(paths[slug]) for word, slug in POLICY_PAGES.items() if slug in paths}

    pages = kept(f"policy-pages:{language}", look_up, through_turns=True)
    return {"correctionsPolicy": absolute(path_of("corrections")), **pages}


def newspaper() -> list[Values]:
    """Return what the front page says: who publishes, and what the whole site is."""
    site = SiteSettings.load().local
    front = absolute(path_of("front"))
    website = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": f"{front}#website",
        "url": front,
        "name": site.name,
        "description": site.description or site.tagline,
        "inLanguage": get_language() or settings.LANGUAGE_CODE,
        "publisher": {"@id": publisher_id()},
    }
    return [{"@context": "https://schema.org", **publisher()}, filled(website)]


def image(url: str, width: int, height: int) -> Values:
    """Return a picture with its size in pixels; 0 is an unknown one."""
    return filled({"@type": "ImageObject", "url": url, "width": width, "height": height})


def filled(values: Values) -> Values:
    """Return `values` without what nobody filled in."""
    return {name: value for name, value in values.items() if value not in ("", None, [], 0)}
