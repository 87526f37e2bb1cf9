"""Another outlet's site, played by a server on this machine: its front page names its feed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from tests.misbehaving import Misbehaving, answer

STORIES = {
    "Ferries wait for the wind to make up its mind": "Two hundred lorries stand at the ramp. "
    "The captain reads them the forecast by loudspeaker.",
    "The harbour counts its cranes, and finds one too many": "Number nine was scrapped on paper eleven years ago. "
    "It has loaded coal ever since.",
    "Market day moves to Sunday, and the bells do not agree": "The council has a study, the traders have habits, "
    "and the priest has the rope.",
    "A lighthouse keeper’s last night shift": "From Monday the lamp is run from the capital. "
    "He has left a list of what it does not know.",
}


@contextmanager
def north_wire() -> Iterator[Misbehaving]:
    """Serve the outlet; it ends with the block."""
    outlet = Misbehaving()
    now = datetime.now(UTC)
    items = [
        f"<item><title>{escape(title)}</title><link>{outlet.url(f'/{number}')}</link><guid>{number}</guid>"
        f"<description>{escape(words)}</description>"
        f"<pubDate>{format_datetime(now - timedelta(hours=4 * number + 2))}</pubDate></item>"
        for number, (title, words) in enumerate(STORIES.items())
    ]
    head = f"<title>North Wire</title><link>{outlet.url('/')}</link><language>en</language>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'
    address = outlet.on("/feed", answer(feed.encode(), content_type="application/rss+xml"))
    outlet.on("/sport", answer(feed.encode(), content_type="application/rss+xml"))
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{url}">'
        for title, url in (("All news", address), ("Sport", outlet.url("/sport")))
    )
    page = f"<html><head><title>North Wire</title>{links}</head></html>"
    outlet.on("/", answer(page.encode(), content_type="text/html"))
    try:
        yield outlet
    finally:
        outlet.close()
