"""The old site's addresses lead to their new homes, each with one redirect.

A row is only ever added: what leads elsewhere already, by an editor's hand or because an article moved on,
stays. `old_addresses` shortens chains whenever something moves later.
"""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.urls import reverse
from django.utils.encoding import repercent_broken_unicode

from articles.importers.records import Person, Term
from articles.models import Author, Redirect, Section
from articles.own_addresses import with_slash
from newsroom.old_numbers import number_in

from .run import Run

LONGEST = 500
AT_ONCE = 200
# WordPress's own, Yoast's, and Ghost's.
OLD_SITEMAPS = ("wp-sitemap.xml", "sitemap_index.xml", "sitemap.xml")
FEED_ENDINGS = ("feed/", "feed/rss2/", "feed/atom/", "rss/")


def old_path(address: str) -> str:
    """Return an old address as redirects keep it: decoded, with its number where it is asked for by one.

    Empty for what no redirect can stand for: the front page itself, and what is too long.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = decoded(parts.path or "/")
    if not path.startswith("/") or path.startswith("//"):
        path = "/" + path.lstrip("/")
    if parts.query:
        number = number_in(parts.query)
        path = f"{path}?{number}" if number else ""
    elif path == "/":
        return ""
    elif "." not in path.rpartition("/")[2]:
        path = with_slash(path)
    return path if len(path) <= LONGEST else ""


def decoded(path: str) -> str:
    """Return a path as requests have theirs: what is no UTF-8, a slug cut within a letter, stays encoded."""
    return repercent_broken_unicode(unquote_to_bytes(path)).decode().replace("\0", "")


def lead(pairs: Iterable[tuple[str, str]]) -> int:
    """Let old paths lead to new ones, where they lead nowhere yet; return how many are new."""
    wanted: dict[str, str] = {}
    for old, new in pairs:
        if old and old != new:
            wanted.setdefault(old, new)
    names, added = list(wanted), 0
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        there = set(Redirect.objects.filter(old_path__in=some).values_list("old_path", flat=True))
        rows = [
            Redirect(old_path=old, new_path=wanted[old], made_by=Redirect.Origin.IMPORTED)
            for old in some if old not in there
        ]  # fmt: skip
        Redirect.objects.bulk_create(rows, ignore_conflicts=True)
        # What led to an old address leads on to the new one at once.
        chained = Redirect.objects.filter(new_path__in=[row.old_path for row in rows])
        for row in chained:
            Redirect.objects.filter(pk=row.pk).exclude(old_path=wanted[row.new_path]).update(
                new_path=wanted[row.new_path]
            )
        added += len(rows)
    return added


def keep_archives(run: Run, persons: Iterable[Person], terms: Sequence[Term]) -> None:
    """Let the old site's feeds, and the pages of its categories, tags and authors, lead to ours.

    Args:
        persons: everybody of the export.
        terms: every category and tag of it.
    """
    parents = {(term.kind, term.slug): term.parent for term in terms}
    numbers = {(term.kind, term.slug): term.number for term in terms}
    base = urlsplit(run.site.address).path.rstrip("/")
    pairs = [(f"{base}/", "/")] if base else []
    pairs += _with_feeds(f"{base}/", "/", reverse("feed_rss"))[1:]
    pairs += [(f"{base}/feed/json/", reverse("feed_json"))]
    pairs += [(f"{base}/{kind}/", reverse("feed_rss")) for kind in ("rss2", "rdf", "atom")]
    pairs += [(f"{base}/?feed={kind}", reverse("feed_rss")) for kind in ("rss2", "rss", "atom", "rdf", "feed")]
    pairs += [(f"{base}/{name}", reverse("sitemap_index")) for name in OLD_SITEMAPS]
    for (kind, slug), record in run.terms.items():
        if kind not in ("category", "tag"):
            continue
        if getattr(record, "is_internal", False):
            continue
        home = record.get_absolute_url()
        view = "section_feed_rss" if isinstance(record, Section) else "tag_feed_rss"
        for path in _places(kind, slug, parents):
            pairs += _with_feeds(f"{base}/{kind}/{path}/", home, reverse(view, args=[record.slug]))
        asked = f"cat={numbers.get((kind, slug), '')}" if kind == "category" else f"tag={unquote(slug)}"
        pairs += [(old_path(f"{base}/?{asked}"), home)]
    authors = Author.objects.in_bulk(set(run.authors.values()))
    numbers_of = {person.key: person.number for person in persons}
    for key, number in run.authors.items():
        if author := authors.get(number):
            for slug in {key, run.slugs.get(key, "")} - {""}:
                feed = reverse("author_feed_rss", args=[author.slug])
                pairs += _with_feeds(f"{base}/author/{unquote(slug)}/", author.get_absolute_url(), feed)
            pairs += [(old_path(f"{base}/?author={numbers_of.get(key, '')}"), author.get_absolute_url())]
    fine = [(old, new) for old, new in pairs if len(old) <= LONGEST and "\0" not in old and old.count("/") < 30]
    run.report.count("addresses", by=lead(fine))


def _with_feeds(old: str, new: str, feed: str) -> list[tuple[str, str]]:
    return [(old, new), *((f"{old}{ending}", feed) for ending in FEED_ENDINGS)]


def _places(kind: str, slug: str, parents: Mapping[tuple[str, str], str]) -> list[str]:
    """Return the ends of a term's addresses: alone, and below its parents as WordPress writes it."""
    names, above = [unquote(slug)], parents.get((kind, slug), "")
    while above and len(names) < 10 and unquote(above) not in names:
        names.insert(0, unquote(above))
        above = parents.get((kind, above), "")
    return list(dict.fromkeys(["/".join(names), unquote(slug)]))
