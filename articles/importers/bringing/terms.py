"""Categories become sections or tags, tags become tags: as somebody chose, else by their size."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from articles.importers.records import INTERNAL, Term
from articles.models import Imported, Section, Tag
from articles.slugs import make_slug
from articles.tagging import free_slug, resolve

from . import known
from .choices import AS_SECTIONS, AS_TAGS, LEAVE, SECTION, TAG, Choices
from .fitting import cut
from .own import terms as own_terms
from .run import Run

# A category at the top level that holds so many articles is a part of the newspaper; a smaller one is a subject.
LARGE = 5
# What WordPress calls what nobody chose; it says nothing about an article.
NOTHING = frozenset({"uncategorized", "uncategorised"})


def proposed(term: Term, articles: int, choices: Choices) -> str:
    """Return what a term becomes: what somebody chose for it, else what its size suggests.

    Args:
        articles: how many articles it holds.
    """
    if chosen := choices.terms.get(f"{term.kind}/{term.slug}"):
        return chosen
    if term.kind in ("tag", INTERNAL):
        return TAG
    if term.own and not choices.categories_as:
        return SECTION
    if term.kind != "category" or term.slug in NOTHING:
        return LEAVE
    if choices.categories_as in (AS_SECTIONS, AS_TAGS):
        return SECTION if choices.categories_as == AS_SECTIONS else TAG
    return SECTION if articles >= LARGE and not term.parent else TAG


def bring(run: Run, terms: Iterable[Term], counts: Mapping[tuple[str, str], int]) -> None:
    """Find or make what each term becomes; `run.terms` and `run.section` know it afterwards.

    Args:
        counts: how many articles each (kind, slug) holds.
    """
    listed = list(terms)
    becomes = {term: proposed(term, counts.get((term.kind, term.slug), 0), run.choices) for term in listed}
    # One after the other in the order of the archive, and before any word that is only written like one of them.
    ours = {term: own_terms.term(run, term) for term in listed if term.own and becomes[term] == _own_kind(term)}
    tags = [term for term, what in becomes.items() if what == TAG and term.kind != INTERNAL and not ours.get(term)]
    found = _tags(_name(term) for term in tags)
    for term, what in becomes.items():
        kind, _colon, slug = what.partition(":")
        record: Section | Tag | None = ours.get(term)
        if record is not None:
            pass
        elif term.kind == INTERNAL:
            record = _internal_tag(term)
        elif kind == SECTION:
            record = _section(slug, term)
        elif kind == TAG:
            record = Tag.objects.filter(slug=slug).first() if slug else found.get(_name(term).casefold())
        if record is None:
            run.report.count("terms/leave")
            continue
        run.report.count(f"terms/{kind}")
        run.terms[term.kind, term.slug] = record
        became = Imported.Kind.SECTION if isinstance(record, Section) else Imported.Kind.TAG
        known.keep(run.key, term.kind[:20], term.slug, became, record.pk)
    run.section = Section.objects.filter(slug=run.choices.section).first() if run.choices.section else None


def _own_kind(term: Term) -> str:
    return TAG if term.kind == "tag" else SECTION


def section_for_others(run: Run) -> Section:
    """Return where articles stand that bring no section along; it is made when the first one comes."""
    if run.section is None:
        run.section = Section.objects.get_or_create(slug="news", defaults={"name": _("News")})[0]
    return run.section


def _section(slug: str, term: Term) -> Section | None:
    if slug:
        return Section.objects.filter(slug=slug).first()
    name = cut(_name(term), 80)[0]
    wanted = make_slug(term.slug, 50)
    same = Section.objects.filter(slug=wanted).first() if wanted else None
    alike = (one for one in Section.objects.filter(name__iexact=name) if one.name.casefold() == name.casefold())
    if section := same or next(alike, None):
        return section
    section = Section(name=name, description=cut(" ".join(term.about.split()), 300)[0])
    section.slug = wanted or free_slug(section)[:50]
    section.save()
    return section


def _tags(names: Iterable[str]) -> dict[str, Tag]:
    """Return the tag of each name, by the name in small letters; aliases are understood, new ones are made."""
    wanted = list(dict.fromkeys(filter(None, names)))
    found: dict[str, Tag] = {}
    for start in range(0, len(wanted), 50):
        meant = resolve(wanted[start : start + 50])
        there = {tag.name: tag for tag in Tag.objects.filter(name__in=set(meant.values()))}
        for name, word in meant.items():
            # Two spellings of one word in the same archive are one tag.
            tag = there.get(word) or found.get(name.casefold())
            if tag is None:
                tag = there[word] = Tag.objects.create(name=word)
            found[name.casefold()] = tag
    return found


def _internal_tag(term: Term) -> Tag | None:
    """Return the tag for the desk; none where readers know one of this name, and would see what was for the desk."""
    tag, _made = Tag.objects.get_or_create(name=_name(term), defaults={"is_internal": True})
    return tag if tag.is_internal else None


def _name(term: Term) -> str:
    return cut(" ".join((term.name or term.slug).replace("\0", "").split()), 100)[0]


def tag_beside(run: Run, section: Section) -> Tag:
    """Return the tag for an article that stands in this section too, besides its own: an article has one section."""
    tag = run.beside.get(section.pk)
    if tag is None:
        tag = run.beside[section.pk] = _tags([section.name])[section.name.casefold()]
    return tag
