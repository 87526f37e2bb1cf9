"""Old addresses that differ from the front page by their query alone: /?p=123, /?cat=5, /?s=bridge.

WordPress answers at them whatever its permalinks are, and shares them as short links. Stored pages take no notice
of queries, but for what this names: see https://developer.wordpress.org/reference/functions/wp_get_shortlink/ and
https://developer.wordpress.org/reference/classes/wp_query/. Decided in docs/decisions/044-old-numbers-in-queries.md.
"""

import re
from urllib.parse import unquote, unquote_plus

NUMBERED = ("p", "page_id", "attachment_id", "cat", "tag", "author", "feed")
SEARCHED = "s"
NAMES = (*NUMBERED, SEARCHED)
_NAMED = re.compile(rf"(?:^|&)(?:{'|'.join(NAMES)})=")
_NUMBER = re.compile(rf"(?:^|&)({'|'.join(NUMBERED)})=([^&=]{{1,300}})(?=&|$)")
# A number, or the slug of a tag.
_VALUE = re.compile(r"[\w-]{1,80}")
_WORDS = re.compile(rf"(?:^|&){SEARCHED}=([^&]{{1,1000}})")


def is_old(query: str) -> bool:
    """Say whether a query has one of these names, whatever it says."""
    return _NAMED.search(query) is not None


def number_in(query: str) -> str:
    """Return the part of a query that names something of an old site, decoded: "p=123". Empty where none does."""
    said = ((name, unquote(value)) for name, value in _NUMBER.findall(query))
    # "/?feed=rss2&p=1" is about the post.
    found = sorted((NUMBERED.index(name), value) for name, value in said if _VALUE.fullmatch(value))
    return f"{NUMBERED[found[0][0]]}={found[0][1]}" if found else ""


def words_in(query: str) -> str:
    """Return the words that an old site was to search for; empty where it was to search for none."""
    found = _WORDS.search(query)
    return " ".join(unquote_plus(found[1]).replace("\0", " ").split()) if found else ""
