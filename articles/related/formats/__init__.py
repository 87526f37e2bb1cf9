"""Other outlets' feeds: bytes in, items out. No models, no settings, no network."""

import logging

from django.utils.translation import gettext_noop as _

from . import json_feed, news_sitemap, syndication
from .documents import open_document
from .registry import Format
from .values import Feed, Item, NotAFeed

__all__ = ["FORMATS", "ITEMS_AT_MOST", "Feed", "Format", "Item", "NotAFeed", "parse"]

log = logging.getLogger(__name__)

# A new format is a module beside these with a FORMAT, and one line here. The first that recognises a
# document reads it.
FORMATS: list[Format] = [
    syndication.FORMAT,
    json_feed.FORMAT,
    news_sitemap.FORMAT,
]
# A feed of a thousand takes about a second; podcasts put ten years into one.
ITEMS_AT_MOST = 1_000


def parse(body: bytes, *, content_type: str = "", url: str = "", at_most: int = ITEMS_AT_MOST) -> Feed:
    """Return the feed that `body` holds.

    Nothing is fetched, no entity of the file's own is expanded, and whatever is in the file, the
    result holds plain text and http or https addresses only.

    Args:
        content_type: the Content-Type header, whole; only its charset is believed, and not always.
        url: where the body came from, for addresses that are relative.
        at_most: how many items to take; of a longer feed, the newest.

    Raises:
        NotAFeed: it is none of the known formats, or hostile. `str()` is a sentence for an editor.
    """
    document = open_document(body, content_type=content_type, url=url)
    for known in FORMATS:
        if known.recognises(document):
            try:
                return known.read(document, at_most)
            except NotAFeed:
                raise
            except Exception as error:
                # Parsers meet what nobody thought of; one feed must not stop the others.
                log.warning("A %s feed could not be read: %s", known.name, url, exc_info=True)
                raise NotAFeed(
                    _("This feed is damaged and could not be read. Ask the outlet, or try later.")
                ) from error
    raise NotAFeed(_no_feed(document.root_name))


def _no_feed(root_name: str) -> str:
    if root_name == "html":
        return _("This is a web page and no feed. Give the address of the outlet's feed, or of its front page.")
    if root_name == "opml":
        return _("This is a list of feeds (OPML) and no feed. Take it in where lists are taken in.")
    return _("This is no feed: neither RSS, Atom, JSON Feed nor a sitemap for news. Check the address.")
