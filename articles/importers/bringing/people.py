"""Everybody who wrote becomes an author: one who is here already, or a new one."""

from collections.abc import Iterable

from articles.body.text import plain_text
from articles.importers.records import Person
from articles.models import Author, Imported
from articles.slugs import make_slug
from articles.tagging import free_slug

from . import known
from .fitting import cut
from .own import terms as own_terms
from .run import Run

ABOUT_LIMIT = 5_000


def match(person: Person, chosen: str = "", *, but: Iterable[int] = ()) -> Author | None:
    """Return the author who is here already: the chosen one, else by account, slug, then name.

    Args:
        chosen: the slug that somebody chose.
        but: numbers of authors who are somebody else of the same export: two people may share a name.
    """
    authors = Author.objects.exclude(pk__in=list(but))
    if chosen and (found := Author.objects.filter(slug=chosen).first()):
        return found
    if person.mail and (found := authors.filter(account__email__iexact=person.mail.strip()).first()):
        return found
    slug = make_slug(person.slug, 120)
    if slug and (found := authors.filter(slug=slug).first()):
        return found
    name = tidy_name(person)
    return next((one for one in authors.filter(name__iexact=name) if one.name.casefold() == name.casefold()), None)


def tidy_name(person: Person) -> str:
    """Return the name for the byline."""
    return cut(" ".join((person.name or person.slug or person.key).replace("\0", "").split()), 120)[0]


def bring(run: Run, people: Iterable[Person]) -> None:
    """Find or make the author whom each person becomes; `run.authors` knows them afterwards."""
    listed = list(people)
    before = known.find(run.key, known.PERSON, (person.key for person in listed))
    there = set(Author.objects.filter(pk__in=[row.became for row in before.values()]).values_list("pk", flat=True))
    taken = {row.became for row in before.values()}
    run.slugs |= {person.key: person.slug for person in listed if person.slug}
    for person in listed:
        row, chosen = before.get(person.key), run.choices.people.get(person.key, "")
        if row is not None and row.became in there and not chosen:
            run.authors[person.key] = row.became
            continue
        author = match(person, chosen, but=taken)
        run.report.count("authors/matched" if author else "authors/new")
        if author is None:
            author = own_terms.author(run, person) or _author(person)
            author.save()
        run.authors[person.key] = author.pk
        taken.add(author.pk)
        known.keep(run.key, known.PERSON, person.key, Imported.Kind.AUTHOR, author.pk)


def _author(person: Person) -> Author:
    author = Author(name=tidy_name(person) or "?", bio=plain_text(person.about)[:ABOUT_LIMIT])
    wanted = make_slug(person.slug, 110)
    is_free = wanted and not Author.objects.filter(slug=wanted).exists()
    author.slug = wanted if is_free else free_slug(author)
    return author
