"""From what a format found to an item that keeps its promises: every format makes its items here."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from .addresses import web_address
from .canonical import canonical_url
from .cutting import cut
from .dates import parse_date
from .excerpts import clean_title, excerpt_of, story_text
from .markup import Markup, plain, read_markup
from .pictures import Candidate, best, in_markup
from .values import GUID_AT_MOST, NAME_AT_MOST, TAGS_AT_MOST, Item

TAG_AT_MOST = 100
# A summary shorter than this says less than the article's own first sentence.
SUMMARY_AT_LEAST = 40

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?(?:[-_].*)?", re.IGNORECASE)
_WRONG_LANGUAGES = {"ua": "uk", "gr": "el", "cz": "cs", "dk": "da", "iw": "he"}
_COMMAS = re.compile("[,;،、，]")
_MAIL = re.compile(r"[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,190}")


def make_item(
    *,
    guid: object = "",
    url: object = "",
    title: object = "",
    summary: object = "",
    content: object = "",
    dates: Iterable[object] = (),
    pictures: Iterable[Candidate | None] = (),
    author: object = "",
    language: object = "",
    tags: Iterable[object] = (),
    base: str = "",
) -> Item:
    """Return an item of what stood in a feed. Every value may be anything: what it is not fit for is left out.

    Args:
        summary: the outlet's teaser, HTML or plain text.
        content: the article itself, where the feed has it.
        dates: as they were written, the one to believe first.
        pictures: those named outside the text, ranked NAMED, THUMBNAIL or SHOW.
        base: the address that relative ones start from.
    """
    address = canonical_url(web_address(url, base))
    teaser = _markup(summary)
    article = teaser if content == summary else _markup(content)
    words = max(story_text(teaser), story_text(article), key=len)
    headline = clean_title(title, words)
    lead = excerpt_of(teaser, title=headline)
    if len(lead) < SUMMARY_AT_LEAST:
        lead = max(lead, excerpt_of(article, title=headline), key=len)
    shown = [*pictures, *in_markup(article, base), *in_markup(teaser, base)]
    identity = " ".join(str(guid).split()) if isinstance(guid, str | int) and guid != "" else ""
    return Item(
        guid=_short(plain(identity) or address or f"{headline}\n{words}"),
        url=address,
        title=headline,
        excerpt=lead,
        text=words,
        published_at=next((moment for date in dates if (moment := parse_date(date))), None),
        picture_url=best(shown),
        author=name(author),
        language=language_code(language),
        tags=_tags(tags),
    )


def each_once(items: Iterable[Item]) -> list[Item]:
    """Return `items` with one guid each: an outlet that uses one for several stories gets them told apart.

    An item with the guid and the address of an earlier one is that one, and is left out.
    """
    kept: dict[str, Item] = {}
    for item in items:
        first = kept.get(item.guid)
        if first is None:
            kept[item.guid] = item
        elif item.url != first.url or (not item.url and item.title != first.title):
            other = _short(f"{item.guid} {item.url or item.title}")
            kept.setdefault(other, replace(item, guid=other))
    return list(kept.values())


def name(value: object) -> str:
    """Return a person's or an outlet's name as plain text, without mail addresses."""
    words = plain(value, NAME_AT_MOST * 2)
    if "@" in words:
        words = re.sub(r"\(\s*\)", " ", _MAIL.sub(" ", words))
        inner = re.fullmatch(r"\s*\((.+)\)\s*", words)
        words = " ".join((inner[1] if inner else words).split())
    return cut(words.strip(" ,;<>"), NAME_AT_MOST)


def language_code(value: object) -> str:
    """Return a language as its code: "en-GB" of "en_gb", "uk" of "ua"; "" for what is none."""
    found = _LANGUAGE.fullmatch(value.strip()) if isinstance(value, str) and len(value) < 40 else None
    if found is None:
        return ""
    language, script, country = found[1].lower(), found[2], found[3]
    parts = [_WRONG_LANGUAGES.get(language, language), script.title() if script else "", (country or "").upper()]
    return "-".join(part for part in parts if part)


def _markup(value: object) -> Markup:
    return read_markup(value) if isinstance(value, str) and value.strip() else Markup()


def _tags(values: Iterable[object]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for value in values:
        words = plain(value, TAG_AT_MOST * 10)
        # "Trade, Industry and Energy" is one tag; with more commas it is a list in one element.
        parts = _COMMAS.split(words) if len(_COMMAS.findall(words)) > 1 else [words]
        for tag in (part.strip(" #") for part in parts):
            if tag and len(tag) <= TAG_AT_MOST and "://" not in tag:
                tags.setdefault(tag.casefold(), tag)
    return tuple(tags.values())[:TAGS_AT_MOST]


def _short(guid: str) -> str:
    return guid if len(guid) <= GUID_AT_MOST and "\n" not in guid else hashlib.sha256(guid.encode()).hexdigest()
