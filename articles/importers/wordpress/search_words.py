"""Words for search engines and social networks, as Yoast and Rank Math keep them."""

import re
from dataclasses import dataclass

from .items import Item
from .plain import plain

# https://yoast.com/help/list-available-snippet-variables-yoast-seo/; Rank Math writes one per cent sign.
VARIABLE = re.compile(r"%%([a-z_]+)(?:\([^)]*\))?%%|%([a-z_]+)(?:\([^)%]*\))?%", re.IGNORECASE)
# What stands between variables belongs to nothing when they are empty.
LOOSE = re.compile(r"^[\s\-–—|•·:»«,]+|[\s\-–—|•·:»«,]+$")
SEPARATORS = frozenset({"sep", "separator"})


@dataclass(frozen=True)
class SearchWords:
    """What an editor wrote for machines, in plain text; empty where it would only repeat the article."""

    search_headline: str = ""
    search_description: str = ""
    social_headline: str = ""
    social_description: str = ""
    social_image: str = ""
    canonical_url: str = ""


def search_words(item: Item, headline: str, deck: str, site_title: str) -> SearchWords:
    """Return the words of `item`, variables filled in where the export knows them and else dropped."""
    known = {
        "title": headline,
        "post_title": headline,
        "excerpt": deck,
        "excerpt_only": deck,
        "sitename": site_title,
        "sitetitle": site_title,
    }

    def words(*names: str) -> str:
        return _filled(item.first(*names), known)

    def headline_of(*names: str) -> str:
        written = words(*names)
        # "Headline - Site" is what every page gets by itself.
        own = (
            LOOSE.sub("", written.removesuffix(site_title)) if site_title and written.endswith(site_title) else written
        )
        return "" if own in ("", headline, LOOSE.sub("", headline)) else own

    return SearchWords(
        headline_of("_yoast_wpseo_title", "rank_math_title"),
        words("_yoast_wpseo_metadesc", "rank_math_description"),
        headline_of("_yoast_wpseo_opengraph-title", "rank_math_facebook_title"),
        words("_yoast_wpseo_opengraph-description", "rank_math_facebook_description"),
        item.first("_yoast_wpseo_opengraph-image", "rank_math_facebook_image")[:2_000],
        item.first("_yoast_wpseo_canonical", "rank_math_canonical_url")[:2_000],
    )


def _filled(text: str, known: dict[str, str]) -> str:
    if not text:
        return ""
    if "%" not in text:
        return plain(text)

    def fill(found: re.Match[str]) -> str:
        name = (found[1] or found[2]).lower()
        if name in SEPARATORS:
            return "–"
        # One per cent sign is also only that: "50% of 20%" holds no variable.
        return known.get(name, "" if found[1] or name in RANK_MATH else found[0])

    filled = plain(VARIABLE.sub(fill, text))
    return LOOSE.sub("", re.sub(r"(?:–\s*){2,}", "– ", filled)).strip()


RANK_MATH = frozenset(
    """sep title excerpt sitename sitedesc page pagenumber pagetotal date modified category categories tag tags
    name focuskw keywords id author search_query seo_title seo_description url currentyear currentmonth currentday
    primary_category filename""".split()
)
