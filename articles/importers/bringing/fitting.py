"""An entry's words in the lengths that we have room for. What is cut is said."""

import re
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.translation import gettext_noop

from articles.body.values import web_url, without_controls
from articles.importers.records import Entry, Note
from articles.slugs import make_slug

from .addresses import old_path
from .known import bare_host

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,95}")
LIMITS = {
    "headline": 200, "deck": 400, "lead_caption": 400, "search_headline": 110, "search_description": 300,
    "social_headline": 200, "social_description": 300,
}  # fmt: skip
SHORTENED = gettext_noop("The {what} was too long and was cut at a word: the whole stands in the report's list.")


def cut(words: str, limit: int) -> tuple[str, bool]:
    """Return `words` in at most `limit` characters, cut at a word's end, and whether something was cut."""
    if len(words) <= limit:
        return words, False
    short = words[: limit - 1]
    kept = short[: short.rindex(" ")] if " " in short[limit // 2 :] else short
    return f"{kept.rstrip(' ,;:–—-')}…", True


def one_line(words: str) -> str:
    """Return plain words on one line, without control characters."""
    return " ".join(without_controls(words).split())


def words_of(entry: Entry, hosts: frozenset[str]) -> tuple[dict[str, Any], list[Note], dict[str, str]]:
    """Return an entry's words as our fields, notes of what was cut, and what was cut in whole.

    Args:
        hosts: the old site's.
    """
    fields: dict[str, Any] = {}
    notes, whole = [], {}
    for name, limit in LIMITS.items():
        line = one_line(getattr(entry, name))
        fields[name], is_cut = cut(line, limit)
        if is_cut:
            whole[name] = line
            notes.append(Note("length", name.replace("_", " "), SHORTENED))
    canonical = web_url(entry.canonical_url) or ""
    # An article that named itself as the original still does, at its new address.
    names_itself = bare_host(canonical) in hosts and old_path(canonical) in map(old_path, entry.paths)
    fields["canonical_url"] = canonical if len(canonical) <= 200 and not names_itself else ""
    fields["language"] = language_of(entry.language)
    return fields, notes, whole


def language_of(code: str) -> str:
    """Return the language of ours that "uk", "uk-UA" or "uk_UA" means; the site's own for any other."""
    ours = [known for known, _name in settings.LANGUAGES]
    wanted = code.replace("_", "-").lower()
    return next((one for one in ours if one.lower() in (wanted, wanted.partition("-")[0])), settings.LANGUAGE_CODE)


def slug_of(entry: Entry, limit: int = 95) -> str:
    """Return the end of the address: the old one where our addresses can hold it, else the same in Latin letters."""
    old = unquote(entry.slug)
    if SLUG.fullmatch(old) and len(old) <= limit:
        return old
    return make_slug(old, limit) or make_slug(entry.headline, min(limit, 80)) or "story"
