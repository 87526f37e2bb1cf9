"""Addresses of the reader's pages. The roof puts the language in front of them."""

from collections.abc import Callable

from django.conf import settings
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from .feeds import FORMATS, Channel, author_channel, feed_view, section_channel, site_channel, tag_channel
from .permalinks import permalink_regex
from .views import lists
from .views.article import article, print_article
from .views.front import front
from .views.lite import lite_article, lite_front
from .views.search import search

PERMALINK = permalink_regex().removeprefix("^")
FEED_FILES = {"rss": "feed.xml", "atom": "feed.atom", "json": "feed.json"}
CHANNELS: dict[tuple[str, str], Callable[..., Channel]] = {
    ("", "feed"): site_channel,
    ("section/<slug:slug>/", "section_feed"): section_channel,
    ("tag/<slug:slug>/", "tag_feed"): tag_channel,
    ("author/<slug:slug>/", "author_feed"): author_channel,
}

urlpatterns: list[URLPattern] = [
    path("", front, name="front"),
    path("section/<slug:slug>/", lists.section, name="section"),
    path("tag/<slug:slug>/", lists.tag, name="tag"),
    path("author/<slug:slug>/", lists.author, name="author"),
    path("archive/", lists.archive, name="archive"),
    path("archive/<int:year>/", lists.archive_year, name="archive_year"),
    path("archive/<int:year>/<int:month>/", lists.archive_month, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", lists.archive_day, name="archive_day"),
    path("corrections/", lists.corrections, name="corrections"),
    path("search/", search, name="search"),
    path("lite/", lite_front, name="lite_front"),
    re_path(f"^lite/{PERMALINK}", lite_article, name="lite_article"),
    re_path(f"^print/{PERMALINK}", print_article, name="print_article"),
]

# feed_rss, feed_atom, feed_json, section_feed_rss …
urlpatterns += [
    path(f"{place}{FEED_FILES[format_name]}", feed_view(channel, format_name), name=f"{name}_{format_name}")
    for (place, name), channel in CHANNELS.items()
    for format_name in FORMATS
]

if settings.DEBUG:
    from .views.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

# What is left of an article's address when its end is cut off leads to the archive.
DAY_PARTS = ("year", r"(?P<year>[0-9]{4})/"), ("month", r"(?P<month>[0-9]{1,2})/"), ("day", r"(?P<day>[0-9]{1,2})/")
urlpatterns += [
    re_path(
        "^" + "".join(part for _name, part in DAY_PARTS[: number + 1]) + "$",
        RedirectView.as_view(pattern_name=f"archive_{name}", permanent=True),
    )
    for number, (name, _part) in enumerate(DAY_PARTS)
]

urlpatterns += [
    re_path(f"^{PERMALINK}", article, name="article"),
    # Last: it takes any single word.
    path("<slug:slug>/", lists.page, name="page"),
]
