"""The first time through an export: everything that one article needs to know of the others."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..records import CannotRead, Note
from .addresses import Addresses
from .dates import Zone
from .files import ExportFile
from .items import Item, item_of
from .library import Library
from .own import own_record
from .parsing import Parts, is_well_formed, name_of
from .people import People
from .plain import plain
from .terms import Terms, slug_of

# Reused blocks are short; a site has some dozen.
REUSED_AT_MOST = 2_000_000
CHANNEL = frozenset({"title", "link", "language", "wxr_version", "base_site_url", "base_blog_url", "generator"})


class Survey:
    """What the files say together.

    Raises (while made):
        CannotRead: a file cannot be read to its end.
    """

    def __init__(self, files: list[ExportFile]) -> None:
        self.files = files
        self.people = People()
        self.terms = Terms()
        self.library = Library()
        self.addresses = Addresses()
        self.zone = Zone()
        self.notes: list[Note] = []
        self.reused: dict[str, str] = {}
        self._reused_length = 0
        self._broken: set[int] = set()
        # Number → the file that gives it last; empty for one file.
        self._last_file: dict[str, int] = {}
        for index, file in enumerate(files):
            if not is_well_formed(file):
                self._broken.add(index)
        for index in range(len(files)):
            self._look_through(index)
        self.people.learn_co_authors(self.terms.co_authors)

    def items(self) -> Iterator[tuple[str, Item]]:
        """Give every item with its key, once each.

        In two files of one site, the later file's is given. In one file, one that was written twice is given once;
        different ones under one number (other systems that write WXR) are all given, the later with their slug.
        """
        for index in range(len(self.files)):
            keys: set[str] = set()
            seen: set[int] = set()
            for item in self._items_of(index):
                number = item["post_id"]
                if self._last_file.get(number, index) != index:
                    continue
                # Only the hash is kept: a whole archive goes through here.
                this = hash((number, item.type, item["post_name"], item["title"]))
                if number and this in seen:
                    continue
                seen.add(this)
                key = self._key(item, keys)
                keys.add(key)
                yield key, item

    def _key(self, item: Item, taken: set[str]) -> str:
        """The item's number; where it has none, or another has it, one made of its slug."""
        number, name = item["post_id"], item["post_name"] or slug_of(plain(item["title"]))
        if number and number not in taken:
            return number
        key = f"{number or item.type}/{name}"
        again = 2
        while key in taken:
            key = f"{number or item.type}/{name}/{again}"
            again += 1
        return key

    def _items_of(self, index: int) -> Iterator[Item]:
        for element, comments in Parts(self.files[index], is_broken=index in self._broken):
            if name_of(element) == ("", "item"):
                yield item_of(element, comments)

    def _look_through(self, index: int) -> None:
        parts = Parts(self.files[index], is_broken=index in self._broken)
        channel: dict[str, str] = {}
        is_export = is_settled = False
        for element, comments in parts:
            space, name = name_of(element)
            if space == "wp":
                is_export = True
            if (space, name) == ("", "item"):
                if not is_settled:
                    # What the channel says stands before its items, and their addresses need it.
                    self.addresses.settle(channel)
                    is_settled = True
                is_export = self._learn(index, item_of(element, comments)) or is_export
            elif own := own_record(element):
                self._declare_own(*own)
            elif (space, name) == ("wp", "author"):
                self.people.declare(element)
            elif space == "wp" and name in ("category", "tag", "term"):
                self.terms.declare(name, element)
            elif name in CHANNEL and space in ("", "wp"):
                channel.setdefault(name, plain((element.text or "")[:2_000]))
        if not is_export:
            raise CannotRead(
                _(
                    "“{file}” is a feed and no WordPress export: nothing in it is WordPress’s own. "
                    "In WordPress, choose Tools → Export, and give that file."
                ).format(file=self.files[index].name)
            )
        if not is_settled:
            self.addresses.settle(channel)
        self.notes.extend(parts.notes)

    def _declare_own(self, kind: str, slug: str, name: str, own: str) -> None:
        if kind == "author":
            self.people.declare_own(slug, name, own)
        else:
            self.terms.declare_own("category" if kind == "section" else kind, slug, name, own)

    def _learn(self, index: int, item: Item) -> bool:
        """Take in one item, and say whether it is one of an export."""
        if len(self.files) > 1 and item["post_id"]:
            self._last_file[item["post_id"]] = index
        self.people.learn(item)
        self.terms.learn(item)
        self.zone.learn(item)
        self.addresses.learn(item)
        if item.type == "attachment":
            self.library.add(item["post_id"], item, self.addresses.whole(item["attachment_url"] or item["guid"]))
        elif item.type == "wp_block" and self._reused_length < REUSED_AT_MOST:
            self._reused_length += len(item["content"])
            self.reused[item["post_id"]] = item["content"]
        return bool(item["post_id"] or item["post_type"])
