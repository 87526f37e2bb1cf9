"""Lists of feeds, as other readers keep them: OPML in, OPML out. Nothing is asked here: the worker does that."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from articles.models import Source
from newsroom.fetching import refused_unasked

from .formats.opml import NotOpml, Outline, read_opml, write_opml
from .formats.youtube import feed_address
from .known import host_of
from .looking import Refused, feed_key, our_own, tidy
from .sources import NAME_LENGTH, free_name, write_new
from .stories import is_ours
from .tongues import language_code

__all__ = ["Listed", "NotOpml", "Outline", "add_all", "read", "written"]


@dataclass
class Listed:
    """A feed of a list: the source that it is, made now or there before, or why it cannot be one."""

    outline: Outline
    source: Source | None = None
    is_new: bool = False
    refused: str = ""


def read(body: bytes) -> list[Listed]:
    """Return the feeds of a list, and which of them are sources already.

    Raises:
        NotOpml: it is no such list, in a sentence.
    """
    known = _known()
    return [_judged(outline, known) for outline in read_opml(body)]


def add_all(outlines: Iterable[Outline], *, by: Any = None) -> list[Listed]:
    """Make sources of `outlines`, to be asked in the next round; one that cannot be one stops no other."""
    known = _known()
    done = []
    for outline in outlines:
        one = _judged(outline, known)
        if one.source is None and not one.refused:
            url = feed_address(tidy(outline.url)) or tidy(outline.url)
            source = Source(
                feed_url=url,
                name=free_name(outline.title[:NAME_LENGTH] or host_of(url)),
                site_url=tidy(outline.site_url) if outline.site_url else "",
                language=language_code(outline.language),
            )
            try:
                write_new(source, by=by)
            except Refused as refused:
                one.refused = str(refused)
            else:
                one.source, one.is_new = source, True
                known[feed_key(url)] = source
        done.append(one)
    return done


def written(title: str) -> bytes:
    """Return all sources as OPML, the paused ones too."""
    sources = Source.objects.order_by(Lower("name"), "pk").defer("undated")
    return write_opml(
        title, [Outline(source.feed_url, source.name, source.site_url, "", source.language) for source in sources]
    )


def _known() -> dict[str, Source]:
    return {feed_key(source.feed_url): source for source in Source.objects.defer("undated")}


def _judged(outline: Outline, known: dict[str, Source]) -> Listed:
    url = tidy(outline.url)
    if not url:
        words = _("“%(address)s” is no web address.") % {"address": outline.url[:200]}
        return Listed(outline, refused=words)
    if is_ours(url):
        return Listed(outline, refused=our_own(url))
    if refused := refused_unasked(url):
        return Listed(outline, refused=refused)
    return Listed(outline, known.get(feed_key(feed_address(url) or url)))
