"""An item of an export as it stands there: fields by name, nothing understood yet.

What is secret is not even read: of the password only that there is one, of add-ons' fields only those named here.
"""

import re
from dataclasses import dataclass, field

from ..own_words import FIELDS as OWN_FIELDS
from ..own_words import LONGEST, MARK
from .parsing import Element, name_of

# Add-ons' fields that mean something here.
WANTED = frozenset(
    """_thumbnail_id _wp_attachment_image_alt _wp_attachment_metadata _wp_attached_file _wp_old_slug
    _media_credit _media_credit_url _navis_media_credit_org _credit _image_credit photo_credit
    enclosure footnotes newspack_post_subtitle subtitle
    cap-display_name cap-user_login cap-user_email cap-description cap-first_name cap-last_name
    _yoast_wpseo_title _yoast_wpseo_metadesc _yoast_wpseo_opengraph-title _yoast_wpseo_opengraph-description
    _yoast_wpseo_opengraph-image _yoast_wpseo_canonical _yoast_wpseo_focuskw _yoast_wpseo_primary_category
    rank_math_title rank_math_description rank_math_facebook_title rank_math_facebook_description
    rank_math_facebook_image rank_math_canonical_url rank_math_primary_category rank_math_focus_keyword""".split()
) | {*OWN_FIELDS.values(), MARK}
# Reserved for programs, and in texts always a slip: what Windows has at these places was meant.
RESERVED = re.compile("[\x80-\x9f]")
META_AT_MOST = 200_000  # characters of one value
LONGER = dict.fromkeys(OWN_FIELDS.values(), LONGEST)
TERMS_AT_MOST = 2_000

FIELDS = {
    ("", "title"): "title",
    ("", "link"): "link",
    ("", "pubDate"): "pub_date",
    ("", "guid"): "guid",
    ("dc", "creator"): "creator",
    ("content", "encoded"): "content",
    ("excerpt", "encoded"): "excerpt",
}
OF_WORDPRESS = frozenset(
    """post_id post_date post_date_gmt post_modified post_modified_gmt post_name status post_parent post_type
    is_sticky attachment_url post_author""".split()
)


@dataclass(frozen=True)
class Item:
    """One item; `terms` are (taxonomy, slug, name) and `meta` what `WANTED` names, each value in order."""

    fields: dict[str, str]
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    enclosures: list[str] = field(default_factory=list)
    has_password: bool = False
    comments: int = 0

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def first(self, *names: str) -> str:
        """Return the first value that says something among these fields of add-ons, or an empty string."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value.strip():
                    return value.strip()
        return ""

    @property
    def type(self) -> str:
        """The kind of item; where none is given, a post, as WordPress's own importer takes it."""
        return self["post_type"].strip() or "post"


def item_of(element: Element, comments: int) -> Item:
    """Return the item that `element` is. Of a field given twice, the first counts, and one of WXR before others."""
    fields: dict[str, str] = {}
    by_prefix: dict[str, str] = {}
    item = Item(fields, comments=comments)
    has_password = False
    for child in element:
        space, name = name_of(child)
        words = child.text or ""
        if (space, name) == ("", "category"):
            if len(item.terms) < TERMS_AT_MOST:
                item.terms.append((child.get("domain") or "category", child.get("nicename") or "", words.strip()))
        elif (space, name) == ("wp", "postmeta"):
            _read_meta(item, child)
        elif (space, name) == ("", "enclosure"):
            item.enclosures.append((child.get("url") or "").strip())
        elif name == "post_password" and space in ("wp", "?wp"):
            has_password = has_password or bool(words.strip())
        elif (space, name) in FIELDS:
            fields.setdefault(FIELDS[space, name], _as_browsers(words))
        elif name in OF_WORDPRESS:
            (fields if space == "wp" else by_prefix if space == "?wp" else {}).setdefault(name, words.strip())
        elif (space, name) == ("wp", "author"):
            fields.setdefault("creator", words)
    for name, words in by_prefix.items():
        fields.setdefault(name, words)
    return Item(fields, item.terms, item.meta, item.enclosures, has_password, comments)


def _as_browsers(words: str) -> str:
    """Return `words` with "&#150;" as the dash that browsers make of it: https://html.spec.whatwg.org/#table-charref-overrides."""
    if words.isascii():
        return words
    return RESERVED.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), words)


def _read_meta(item: Item, element: Element) -> None:
    key = value = ""
    for child in element:
        _space, name = name_of(child)
        if name == "meta_key":
            key = (child.text or "").strip()
        elif name == "meta_value" and key in WANTED:
            value = (child.text or "")[: LONGER.get(key, META_AT_MOST)]
    if key in WANTED:
        item.meta.setdefault(key, []).append(value)
