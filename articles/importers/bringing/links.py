"""Addresses of the old site, and what they lead to here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from articles.models import Article, Imported, Page, PublishedArticle, Redirect
from articles.own_addresses import Answer, articles_at, look_up, with_slash

from . import known
from .addresses import decoded
from .known import bare_host

# In bodies as their readers write them.
HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""")
# Under these names WordPress answers at its front page for one post, whatever its permalinks are.
NUMBERS = ("p", "page_id")
DOCUMENTS = "pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|epub|zip|mp3|m4a|og[gav]|wav|mp4|m4v|mov|webm|avi|wmv"
PICTURES = "jpe?g|png|gif|webp|avif|svg"
# Files, not pages: nothing here stands for them.
FILES = re.compile(
    r"/(?:wp-content|wp-includes|wp-admin|content/(?:images|files|media))/"
    rf"|\.(?:php|xml|{DOCUMENTS}|{PICTURES})$",
    re.IGNORECASE,
)
# What is uploaded and no picture: of those that a text shows, the library has its own.
UPLOADS = re.compile(
    rf"/(?:wp-content/uploads|files|content/(?:files|media))/[^?#]*\.(?!(?:{PICTURES})\b)\w{{2,5}}(?:[?#]|$)"
    rf"|\.(?:{DOCUMENTS})(?:[?#]|$)",
    re.IGNORECASE,
)
LONGEST = 500


@dataclass(frozen=True)
class Target:
    """What stands here for an address: an article by its number, or a page by its path."""

    article: int = 0
    path: str = ""


def is_own(address: str, hosts: frozenset[str]) -> bool:
    """Say whether an address leads to the old site, or to ours; a path alone does."""
    if address.startswith(("/", "?")) and not address.startswith("//"):
        return not FILES.search(address)
    if not address.startswith(("http://", "https://", "//")):
        return False
    host = bare_host(address)
    return host in (*hosts, bare_host(settings.SITE_URL)) and not FILES.search(_path(address)[0])


def own_links(html: str, hosts: frozenset[str]) -> set[str]:
    """Return the addresses of the old site that a text links to, as they stand there."""
    return {found for found in HREF.findall(html) if is_own(found.replace("&amp;", "&"), hosts)}


def old_files(html: str, hosts: frozenset[str]) -> list[str]:
    """Return the addresses of documents, sounds and films of the old site that a text links to: they stay there."""
    found = (address.replace("&amp;", "&") for address in HREF.findall(html) if UPLOADS.search(address))
    return sorted({each for each in found if each.startswith("/") or bare_host(each) in hosts})


def resolve(site: str, addresses: Iterable[str]) -> dict[str, Target]:
    """Return what each address of the old site leads to, where something is known: a few queries for all of them.

    Args:
        site: the old site's key.
    """
    asked = {address: _path(address.replace("&amp;", "&")) for address in addresses}
    found = _by_number(site, {address: number for address, (_path, number) in asked.items() if number})
    paths = {address: path for address, (path, number) in asked.items() if not number}
    articles = articles_at(set(paths.values()))
    rest = {path for path in paths.values() if path not in articles}
    moved = _moved(rest)
    beyond = articles_at(set(moved.values()))
    standing = look_up({moved.get(path, path) for path in rest})
    for address, path in paths.items():
        there = moved.get(path, path)
        if number := articles.get(path) or beyond.get(there):
            found[address] = Target(article=number)
        elif standing[there].answer is Answer.PAGE:
            found[address] = Target(path=there)
        elif standing[there].answer is Answer.MOVED:
            found[address] = Target(path=standing[there].leads_to)
    lost = {address: path for address, path in paths.items() if address not in found}
    return found | _by_last_word(lost)


def _by_last_word(paths: Mapping[str, str]) -> dict[str, Target]:
    """Return the article of that name for each address that is nothing but a name, as old sites answer at it."""
    names = {address: name for address, path in paths.items() if (name := path.strip("/")) and "/" not in name}
    live = PublishedArticle.objects.live().filter(slug__in=set(names.values()))
    there = dict(live.order_by("-published_at").values_list("slug", "article_id"))
    return {address: Target(article=there[name]) for address, name in names.items() if name in there}


def _by_number(site: str, asked: dict[str, str]) -> dict[str, Target]:
    rows = known.find(site, known.ENTRY, set(asked.values()))
    numbers = [row.became for row in rows.values() if row.kind == Imported.Kind.ARTICLE]
    articles = set(Article.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    pages = Page.objects.in_bulk([row.became for row in rows.values() if row.kind == Imported.Kind.PAGE])
    found = {}
    for address, number in asked.items():
        row = rows.get(number)
        if row is None:
            continue
        if row.kind == Imported.Kind.ARTICLE and row.became in articles:
            found[address] = Target(article=row.became)
        elif row.kind == Imported.Kind.PAGE and row.became in pages:
            found[address] = Target(path=pages[row.became].get_absolute_url())
    return found


def _moved(paths: set[str]) -> dict[str, str]:
    names = {name: path for path in paths for name in (path.lower(), with_slash(path.lower()), path, with_slash(path))}
    rows = Redirect.objects.filter(old_path__in=names).exclude(new_path="")
    return {names[old]: new for old, new in rows.values_list("old_path", "new_path")}


def _path(address: str) -> tuple[str, str]:
    """Return the decoded path of an address, and the number that its query names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/", ""
    query = dict(parse_qsl(parts.query, max_num_fields=50)) if 0 < len(parts.query) < LONGEST else {}
    number = next((query[name] for name in NUMBERS if query.get(name, "").isdecimal()), "")
    return decoded(parts.path or "/")[:LONGEST], number
