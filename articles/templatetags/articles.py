"""The words that readers' templates are written in."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext

from articles.body.text import opens_briefly, reading_minutes
from articles.bylines import byline, names
from articles.companions import lite_path, print_path
from articles.models import Correction, PublishedArticle
from articles.moments import (
    clock_time,
    dated,
    day_and_year,
    found_on,
    full_day,
    iso_day,
    line_moment,
    moment,
    now,
    short_day,
    short_moment,
)  # fmt: skip
from articles.origin import absolute
from articles.picture_markup import WIDEST_ON_PHONES, focus_class, picture
from articles.related.lines import initial
from newsroom.site.models import MenuItem, SiteSettings, local_link
from newsroom.view_paths import path_in, path_of

register = template.Library()

# Pages that exist under the same words in every language.
SAME_IN_EACH_LANGUAGE = {
    "front", "section", "tag", "author", "archive", "search", "corrections", "lite_front",
}  # fmt: skip

for tag in (byline, names, clock_time, dated, found_on, line_moment, moment, short_moment, now, picture):
    register.simple_tag(tag)
for word in (absolute, day_and_year, focus_class, full_day, initial, iso_day, lite_path, print_path, short_day):
    register.filter(word)
register.filter("local_url", local_link)


@register.simple_tag
def site() -> SiteSettings:
    """The newspaper's own words: `{% site as site %}`."""
    return SiteSettings.load()


@register.simple_tag
def footer_menus() -> list[dict[str, Any]]:
    """The menus of the foot that have anything in them: place, title, items."""
    settings_now = SiteSettings.load()
    titles = {
        MenuItem.Place.NEWSROOM: gettext("The newsroom"),
        MenuItem.Place.FOLLOW: gettext("Follow"),
        MenuItem.Place.TAKE_PART: gettext("Take part"),
    }
    links = {
        place: [{"href": item.href, "label": item.local.label} for item in settings_now.menu(place)] for place in titles
    }
    # rel="me" is how Mastodon and others see that the account is ours.
    links[MenuItem.Place.FOLLOW][:0] = [
        {"href": account.href, "label": str(account), "rel": "me" if "//" in account.address else ""}
        for account in settings_now.accounts
    ]
    return [{"place": place, "title": title, "links": links[place]} for place, title in titles.items() if links[place]]


@register.simple_tag
def sections_menu() -> list[MenuItem]:
    """The items under the name."""
    return SiteSettings.load().menu(MenuItem.Place.SECTIONS)


@register.simple_tag(takes_context=True)
def marked_section(context: template.Context, section_url: str = "") -> dict[str, str]:
    """Which item under the name is marked: the page itself ("page"), or where its story stands ("true")."""
    request = context.get("request")
    path = request.path if request else ""
    places = {item.href for item in sections_menu()}
    marks = ((path, "page"), (section_url, "true"))
    return next(({"href": href, "how": how} for href, how in marks if href in places), {"href": "", "how": ""})


@register.filter
def minutes(edition: PublishedArticle) -> int:
    """How long an article takes to read."""
    return reading_minutes(edition.word_count)


@register.inclusion_tag("articles/_card.html")
def card(edition: PublishedArticle, kind: str = "", **options: Any) -> dict[str, Any]:
    """A story in a list.

    Args:
        kind: "row" for text left and a small picture right, "text" for no picture; else stacked.
        options: `size` ("s", "m" or "l", how loud the headline is), `heading` ("h2" or "h3"),
            `deck` (whether it is shown), `section` (whether the section stands in for a missing
            kicker), `sizes` and `widest` for the picture.
    """
    look = {
        "kind": kind,
        "size": "s",
        "heading": "h3",
        "deck": False,
        "section": False,
        "sizes": "(min-width: 68rem) 18rem, (min-width: 46rem) 46vw, 7rem",
        "widest": WIDEST_ON_PHONES,
        **options,
    }
    return {"article": edition, "look": tuple(look.values()), **look}


# Languages


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context) -> list[dict[str, Any]]:
    """The page's other languages: code, name, path, and whether the path is this very page.

    A view tells where its page stands in other languages by `alternates`, code → path, its own
    included. A page that has none leads to the other language's front page.
    """
    known = _alternates(context)
    found = []
    for code, _name in settings.LANGUAGES:
        if code != get_language():
            front = path_in(code, path_of("front"))
            is_same = code in known
            name = get_language_info(code)["name_local"]
            found.append({"code": code, "name": name, "path": known.get(code, front), "is_same": is_same})
    return found


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> dict[str, str]:
    """Language code → path of this page in each language it exists in; empty when that is only one.

    "x-default", for readers of any other language, is the page in the site's own language if there is
    one, else the page itself.
    """
    known = _alternates(context)
    if len(known) < 2:
        return {}
    own = known.get(settings.LANGUAGE_CODE) or known.get(get_language() or "") or next(iter(known.values()))
    return {**known, "x-default": own}


def _alternates(context: template.Context) -> dict[str, str]:
    if "alternates" in context:
        return context["alternates"]
    request = context.get("request")
    match = request.resolver_match if request else None
    if request is None or match is None or match.url_name not in SAME_IN_EACH_LANGUAGE:
        return {}
    return {code: path_in(code, request.path) for code, _name in settings.LANGUAGES}


# Passing a story on: plain links, nothing is loaded from those places


@register.simple_tag
def share_links(url: str, title: str) -> list[tuple[str, str]]:
    """Name and address of each place that an article can be passed on to."""
    address, words = quote(url, safe=""), quote(title, safe="")
    return [
        (gettext("E-mail"), f"mailto:?subject={words}&body={address}"),
        ("Telegram", f"https://t.me/share/url?url={address}&text={words}"),
        ("X", f"https://x.com/intent/post?url={address}&text={words}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
    ]


register.filter(opens_briefly)


@register.filter
def placed(corrections: Iterable[Correction], place: str) -> list[Correction]:
    """Those corrections that stand above, or below, the text."""
    return [correction for correction in corrections or () if correction.placement == place]
