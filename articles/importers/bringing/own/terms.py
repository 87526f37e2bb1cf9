"""Sections, tags and authors of an archive that was exported from here. What stands here already stays as it is."""

from articles.importers.records import Person, Term
from articles.models import Author, Section, Tag, TagAlias
from articles.tagging import free_slug, resolve

from ..run import Run
from .values import Said


def term(run: Run, one: Term) -> Section | Tag | None:
    """Return the section or tag that was exported, found here or made; None where it cannot be one."""
    said = Said.read(one.own)
    found = None
    if said is not None:
        found = _section(said) if one.kind == "category" else _tag(said)
        run.report.note(*said.notes)
    return found


def author(run: Run, person: Person) -> Author | None:
    """Return an author, not saved yet, as the archive has it; None where it cannot be one."""
    said = Said.read(person.own) if person.own else None
    if said is None:
        return None
    fields = said.fields(Author, "name", "slug", "role", "bio", "is_desk")
    run.report.note(*said.notes)
    if not fields.get("name") or not fields.get("slug"):
        return None
    made = Author(**fields, translations=said.translations(Author))
    if Author.objects.filter(slug=made.slug).exists():
        made.slug = free_slug(made)
    return made


def _section(said: Said) -> Section | None:
    fields = said.fields(Section, "slug", "name", "description", "is_opinion", "position")
    if not fields.get("name") or not fields.get("slug"):
        return None
    translations = said.translations(Section)
    return Section.objects.get_or_create(slug=fields.pop("slug"), defaults=fields | {"translations": translations})[0]


def _tag(said: Said) -> Tag | None:
    fields = said.fields(Tag, "slug", "name", "description", "is_internal")
    if not fields.get("name") or not fields.get("slug"):
        return None
    word = resolve([fields["name"]])[fields["name"]]
    found = Tag.objects.filter(slug=fields["slug"]).first() or Tag.objects.filter(name=word).first()
    if found is None:
        found = Tag.objects.create(**fields, translations=said.translations(Tag))
        _add_aliases(found, said)
    return found


def _add_aliases(tag: Tag, said: Said) -> None:
    from articles.slugs import make_slug

    for name in said.words("aliases"):
        fields = Said({"name": name}, said.notes).fields(TagAlias, "name")
        slug = make_slug(name, 100)
        taken = TagAlias.objects.filter(name=name) | TagAlias.objects.filter(slug=slug)
        if fields and slug and not taken.exists() and not Tag.objects.filter(name__iexact=name).exists():
            TagAlias.objects.create(**fields, slug=slug, tag=tag)
