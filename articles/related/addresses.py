"""What lives at an address that somebody pasted: an article of ours, a story we know, or one to be fetched."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from articles.body.values import web_url
from articles.models import Redirect, Story
from articles.references import own_path
from newsroom.fetching import FetchFailed

from . import cards
from .stories import identity
from .taken import article_at
from .unfurl import NotAStory, unfurl

DESK_FORM = re.compile(r"^/admin/articles/article/([1-9][0-9]{0,17})/")
LONGEST = 2000


class NothingThere(Exception):
    """Nothing can be added from this address. The sentence says why; `by_hand` whether writing it down would help."""

    def __init__(self, sentence: str, *, by_hand: bool = False):
        self.by_hand = by_hand
        super().__init__(sentence)


def card_at(address: str, *, by: Any, besides: int | None = None) -> cards.Card:
    """Return the line for what lives at `address`.

    An address of this site gives our article, if it is public or `by` may read it; a known one gives the
    story; any other is fetched and written down, by whoever may add stories.

    Args:
        besides: the number of the article beside which the line is to stand: it is none itself.

    Raises:
        NothingThere: one sentence for whoever pasted it.
    """
    address = "".join(address.replace("\0", "").split())
    if not address:
        raise NothingThere(_("Paste an address first."))
    if address.startswith("/") and not address.startswith("//") or _own(address):
        return _ours(own_path(address), by, besides, address)
    url = web_url(address if "://" in address else f"https://{address}")
    if url is None or len(url) > LONGEST or "." not in (urlsplit(url).hostname or ""):
        sentence = _("“%(address)s” is no web address: paste a whole one that begins with https://.")
        raise NothingThere(sentence % {"address": address[:100]})
    return cards.of_story(_known(url) or _usable(_fetched(url, by)))


def _own(address: str) -> bool:
    return "://" in address and bool(own_path(address))


def _ours(path: str, by: Any, besides: int | None, typed: str) -> cards.Card:
    path = path.rstrip("/") + "/"
    number: int | None
    if desk := DESK_FORM.match(path):
        number = int(desk[1])
    else:
        now = Redirect.objects.filter(old_path=path).values_list("new_path", flat=True).first()
        number = article_at(now or path)
    if number and number == besides:
        raise NothingThere(_("This is the article itself: paste the address of another one."))
    found = cards.cards([number], [], by) if number else {}
    if not found:
        raise NothingThere(
            _("No article of ours can be read at %(address)s: look at the address again.") % {"address": typed[:100]}
        )
    return next(iter(found.values()))


def _known(url: str) -> Story | None:
    story = cards.with_looks(Story.objects.filter(identity=identity(url))).first()
    return _usable(story) if story else None


def _usable(story: Story) -> Story:
    if story.is_usable:
        return story
    if story.is_hidden:
        raise NothingThere(
            _("“%(title)s” was hidden by an editor: it is shown nowhere.") % {"title": story.shown_title}
        )
    raise NothingThere(
        _("“%(title)s” is gone from its site: readers would find nothing.") % {"title": story.shown_title}
    )


def _fetched(url: str, by: Any) -> Story:
    if not by.has_perm("articles.add_story"):
        raise NothingThere(_("No story is known at this address yet: ask an editor to add it."))
    try:
        return unfurl(url, by=by)
    except (FetchFailed, NotAStory) as failed:
        raise NothingThere(str(failed), by_hand=True) from failed
