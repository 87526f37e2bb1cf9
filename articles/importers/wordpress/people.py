"""Who wrote: declared authors, names that nobody declared, and the bylines of Co-Authors Plus."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from ..records import Person
from .items import Item
from .parsing import Element, name_of
from .plain import plain

MAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}\.[^@\s<>\".]{1,60}")
# https://wordpress.org/plugins/co-authors-plus/: a taxonomy of this name, its slugs begun with this.
CO_AUTHORS = "author"
GUEST = "guest-author"
CAP = "cap-"


class People:
    """Everybody of the export, once each."""

    def __init__(self) -> None:
        self._people: dict[str, Person] = {}
        # Every spelling by which a byline may name somebody → key.
        self._names: dict[str, str] = {}

    def __iter__(self) -> Iterator[Person]:
        yield from self._people.values()

    def declare(self, element: Element) -> None:
        """Take in a `wp:author`; of a login given twice (in two files), what is said first stays."""
        said = {name_of(child)[1]: (child.text or "").strip() for child in element if isinstance(child.tag, str)}
        login = said.get("author_login", "")
        names = f"{said.get('author_first_name', '')} {said.get('author_last_name', '')}"
        self._add(login, said.get("author_display_name", "") or names, mail=said.get("author_email", ""))
        number, key = said.get("author_id", ""), self._names.get(login.lower(), "")
        if number.isdecimal() and key and not self._people[key].number:
            self._people[key] = replace(self._people[key], number=number)

    def declare_own(self, slug: str, name: str, own: str) -> None:
        """Take in what this system wrote of an author."""
        self._add(slug, name)
        key = _key(slug.strip())
        if key in self._people:
            self._people[key] = replace(self._people[key], own=own)

    def learn(self, item: Item) -> None:
        """Take in whom an item names."""
        if item.type == GUEST:
            names = f"{item.first('cap-first_name')} {item.first('cap-last_name')}"
            self._add(
                item.first("cap-user_login") or item["post_name"].removeprefix(CAP),
                item.first("cap-display_name") or names.strip() or item["title"],
                mail=item.first("cap-user_email"),
                about=plain(item.first("cap-description")),
            )
        elif item["creator"].strip():
            self._add(item["creator"], "")

    def learn_co_authors(self, terms: dict[str, str]) -> None:
        """Take in the bylines' names (slug → name) when all who are declared are known."""
        for slug, name in terms.items():
            if not self._known(slug, name):
                self._add(slug.removeprefix(CAP), name)

    def byline(self, item: Item) -> tuple[str, ...]:
        """Return the keys of those named above `item`, in order: co-authors, else the one who made it."""
        named = [self._known(slug, name) for kind, slug, name in item.terms if kind == CO_AUTHORS]
        keys = tuple(dict.fromkeys(key for key in named if key))
        if keys:
            return keys
        key = self._names.get(item["creator"].strip().lower())
        return (key,) if key else ()

    def _known(self, slug: str, name: str) -> str:
        for spelling in (slug.removeprefix(CAP), slug, name):
            key = self._names.get(spelling.strip().lower())
            if key:
                return key
        return ""

    def _add(self, login: str, name: str, mail: str = "", about: str = "") -> None:
        login, name = login.strip(), plain(name)
        login = login or name
        if not login:
            return
        is_mail = MAIL.fullmatch(login)
        key = _key(login)
        mail = mail if MAIL.fullmatch(mail) else (login if is_mail else "")
        shown = name if name and not MAIL.fullmatch(name) else login.split("@")[0] if is_mail else login
        before = self._people.get(key)
        if before is None:
            self._people[key] = Person(key, shown, _slug(key), mail, about)
        elif (name and before.name in (key, login)) or (mail and not before.mail) or (about and not before.about):
            better = shown if name and before.name in (key, login) else before.name
            self._people[key] = replace(before, name=better, mail=before.mail or mail, about=before.about or about)
        # A login goes before a name that happens to be the same.
        self._names[login.lower()] = key
        for spelling in (name, _slug(login), _slug(name)):
            if spelling:
                self._names.setdefault(spelling.lower(), key)


def _key(login: str) -> str:
    # An address as login must not stand in keys, which are shown and logged.
    if "@" not in login:
        return login[:200]
    digest = hashlib.sha256(login.lower().encode()).hexdigest()[:6]
    return f"{_slug(login.split('@')[0]) or 'author'}-{digest}"


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-")[:100]
