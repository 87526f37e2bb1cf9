"""Old addresses that differ from the front page by a number in their query alone: /?p=123.

WordPress answers at them whatever its permalinks are, and shares them as short links. Stored pages take no notice
of queries, but for what this names: see https://developer.wordpress.org/reference/functions/wp_get_shortlink/.
"""

import re

NAMES = ("p", "page_id", "attachment_id", "cat", "feed")
_NUMBER = re.compile(rf"(?:^|&)({'|'.join(NAMES)})=([A-Za-z0-9_-]{{1,40}})(?=&|$)")


def number_in(query: str) -> str:
    """Return the part of a query that names something of an old site, "p=123"; empty where none does."""
    # "/?feed=rss2&p=123" is about the post.
    found = sorted((NAMES.index(each[1]), each[0].strip("&")) for each in _NUMBER.finditer(query))
    return found[0][1] if found else ""
