"""What is done to tags, and to the names and addresses of sections and authors: alias, merge, rename."""

from collections.abc import Iterable
from functools import partial
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from newsroom.audit.log import record as note_down

from . import old_addresses, pagekeys, search
from .models import (
    ArticleTagging,
    Author,
    PartnerFeed,
    PublishedArticle,
    PublishedByline,
    PublishedTagging,
    Redirect,
    Section,
    Source,
    StoryTag,
    Tag,
    TagAlias,
)
from .related import own
from .slugs import make_slug

type Listed = Section | Tag | Author

INDEXED_AT_ONCE = 200
FEEDS = ("rss", "atom", "json")


class Refused(Exception):
    """A verb was refused; the sentence says why, and the way out."""


def resolve(names: Iterable[str]) -> dict[str, str]:
    """Return for each of `names` the name of the tag that is meant: an alias gives its tag's, in any case.

    Tags that are only written in other letters' case give their own spelling; new words stay as they are.
    """
    words = [str(name) for name in names]
    asked = Q(pk=None)
    for word in words:
        if "\0" in word:
            continue  # No tag has such a name, and PostgreSQL refuses the question.
        # Databases compare without case in Latin letters only, perhaps: the slug knows the others.
        asked |= Q(name__iexact=word) | Q(slug__startswith=make_slug(word) or word[:100])
    known = {name.casefold(): tag for name, tag in TagAlias.objects.filter(asked).values_list("name", "tag__name")}
    known |= {name.casefold(): name for name in Tag.objects.filter(asked).values_list("name", flat=True)}
    return {word: known.get(word.casefold(), word) for word in words}


def set_tags(content: Any, names: Iterable[str]) -> None:
    """Give an article (or an edition) the tags of these names, in place of those it has; aliases are understood."""
    content.tags.set(list(dict.fromkeys(resolve(names).values())))


@transaction.atomic
def add_alias(tag: Tag, name: str, *, by: Any = None) -> TagAlias:
    """Let whoever types `name` get `tag`, and its address lead there.

    Raises:
        Refused: the word is empty or too long, or is a tag or an alias already.
    """
    word = " ".join(name.replace("\0", "").split())
    if not word:
        raise Refused(_("Write the other word for “%(tag)s”.") % {"tag": tag})
    if len(word) > 100:
        raise Refused(_("“%(word)s…” is too long for an alias: write at most 100 characters.") % {"word": word[:40]})
    if other := _same_word(Tag.objects.all(), word):
        if other.pk == tag.pk:
            raise Refused(_("“%(word)s” is the name of this tag already.") % {"word": word})
        raise Refused(_("“%(word)s” is a tag itself: merge it into “%(tag)s” instead.") % {"word": word, "tag": tag})
    if taken := _same_word(TagAlias.objects.select_related("tag"), word):
        raise Refused(
            _("“%(word)s” is an alias of “%(tag)s” already: remove it there first.") % {"word": word, "tag": taken.tag}
        )
    alias = _keep_alias(tag, word, make_slug(word))
    if not tag.is_internal and not Tag.objects.filter(slug=alias.slug).exists():
        _move_pages("tag", alias.slug, tag.slug, Redirect.Origin.ALIAS)
    note_down("tag.alias_added", tag, by=by, alias=word)
    return alias


@transaction.atomic
def remove_alias(alias: TagAlias, *, by: Any = None) -> None:
    """Forget an alias. Addresses that led to the tag by it still do."""
    note_down("tag.alias_removed", alias.tag, by=by, alias=alias.name)
    alias.delete()


def why_not_merge(source: Tag, into: Tag) -> str:
    """Return why `source` cannot become part of `into`; empty when it can."""
    if source.pk == into.pk:
        return _("A tag cannot be merged into itself: choose another one.")
    if into.is_internal and not source.is_internal:
        words = _("“%(into)s” is internal, and readers know “%(source)s”: merge the other way round.")
        return words % {"into": into, "source": source}
    return ""


def merge_counts(source: Tag, into: Tag) -> dict[str, int]:
    """Return how many working copies and editions a merge would touch, and how many carry both tags already."""
    carrying = ArticleTagging.objects.filter(tag=into).values("content_object")
    return {
        "articles": ArticleTagging.objects.filter(tag=source).count(),
        "editions": PublishedTagging.objects.filter(tag=source).count(),
        "both": ArticleTagging.objects.filter(tag=source, content_object__in=carrying).count(),
    }


def alias_of_another(tag: Tag, name: str) -> TagAlias | None:
    """Return the alias called `name` that belongs to another tag than `tag`."""
    taken = _same_word(TagAlias.objects.select_related("tag"), name)
    return taken if taken is not None and taken.tag_id != tag.pk else None


def tag_of_another(tag: Tag, name: str) -> Tag | None:
    """Return the tag that is called `name` already, in letters of any case, and is not `tag`."""
    return _same_word(Tag.objects.exclude(pk=tag.pk), name)


def merge(source: Tag, into: Tag, *, by: Any = None) -> dict[str, int]:
    """Make `source` a part of `into`: its articles, aliases and addresses go there, its name becomes an alias.

    Working copies and what readers see change together. Search follows after the transaction.

    Returns:
        How many working copies and editions carried the tag.

    Raises:
        Refused: see `why_not_merge`.
    """
    with transaction.atomic():
        # Always in the same order, so that two merges of the same pair do not wait for each other.
        locked = {
            tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=[source.pk, into.pk]).order_by("pk")
        }
        if len(locked) < 2 and source.pk != into.pk:
            raise Refused(_("One of the two tags is gone meanwhile."))
        if reason := why_not_merge(source, into):
            raise Refused(reason)
        source, into = locked[source.pk], locked[into.pk]
        editions = list(PublishedTagging.objects.filter(tag=source).values_list("content_object", flat=True))
        pagekeys.retire(pagekeys.tag(source.pk), pagekeys.tag(into.pk), pagekeys.OUTSIDE)
        counts = {"articles": ArticleTagging.objects.filter(tag=source).count(), "editions": len(editions)}
        taggings: tuple[Any, ...] = (ArticleTagging, PublishedTagging)
        for through in taggings:
            both = through.objects.filter(tag=into).values("content_object")
            # As single statements: no row of a large tag comes into memory.
            doubles = through.objects.filter(tag=source, content_object__in=both)
            doubles._raw_delete(doubles.db)
            through.objects.filter(tag=source).update(tag=into)
        _move_choices(source, into)
        source.aliases.update(tag=into)
        name, slug, pk = source.name, source.slug, source.pk
        names = [name, *(words.get("name", "") for words in source.translations.values())]
        internal = source.is_internal
        source.delete()
        for number, word in enumerate(filter(None, names)):
            if not _same_word(Tag.objects.all(), word) and not _same_word(TagAlias.objects.all(), word):
                _keep_alias(into, word, slug if number == 0 else make_slug(word))
        if not internal:
            _move_pages("tag", slug, into.slug, Redirect.Origin.MERGED)
        note_down("tag.merged", into, by=by, merged=name, merged_id=pk, merged_slug=slug, **counts)
        transaction.on_commit(partial(reindex, editions))
    return counts


def rename(
    record: Listed, name: str, *, slug: str | None = None, by: Any = None, changes_address: bool = False
) -> None:
    """Give a section, tag or author another name; its address stays, unless it is to change too.

    Args:
        slug: the end of the new address; made from the name when only `changes_address` is set.
    """
    record.name = name
    if slug:
        record.slug = slug
    save(record, by=by, changes_address=changes_address)


@transaction.atomic
def save(record: Listed, *, by: Any = None, changes_address: bool = False) -> None:
    """Save a section, tag or author, and let everything follow what changed: redirects, aliases, search.

    Args:
        changes_address: make the address anew from the name.
    """
    model = type(record)
    kind = str(model._meta.model_name)
    before: Any = model._default_manager.select_for_update().filter(pk=record.pk).first() if record.pk else None
    if before is not None and changes_address and record.slug == before.slug:
        record.slug = free_slug(record)
    record.save()
    if before is None:
        return
    if record.slug != before.slug:
        _move_pages(kind, before.slug, record.slug, Redirect.Origin.MOVED)
        note_down(f"{kind}.address_changed", record, by=by, before=before.slug, after=record.slug)
    if record.name != before.name:
        note_down(f"{kind}.renamed", record, by=by, before=before.name, after=record.name)
        if isinstance(record, Tag):
            TagAlias.objects.filter(tag=record, name=record.name).delete()
            if not _same_word(Tag.objects.all(), before.name) and not _same_word(TagAlias.objects.all(), before.name):
                _keep_alias(record, before.name, before.slug)
    shown = ("name", "translations", "is_internal")
    if any(getattr(record, field, None) != getattr(before, field, None) for field in shown):
        _reindex_after(record)


def free_slug(record: Listed) -> str:
    """Return the slug of the record's name that no other record of its kind has."""
    field = type(record)._meta.get_field("slug")
    longest = (field.max_length or 50) - 5  # type: ignore[union-attr]
    wanted = make_slug(record.name, longest) or str(record._meta.model_name)
    slug, number = wanted, 1
    others = type(record)._default_manager.exclude(pk=record.pk)
    while others.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _move_choices(source: Tag, into: Tag) -> None:
    """Let whatever was set to `source` be set to `into`: stories and sources of other outlets, lists, partner feeds."""
    for through, owner in (
        (StoryTag, "story"),
        (Source.tags.through, "source"),
        (Section.rail_tags.through, "section"),
        (PartnerFeed.tags.through, "partnerfeed"),
        (PartnerFeed.excluded_tags.through, "partnerfeed"),
    ):
        both = through._default_manager.filter(tag=into).values(owner)
        through._default_manager.filter(tag=source).exclude(**{f"{owner}__in": both}).update(tag=into)


def reindex(editions: Iterable[int]) -> None:
    """Let these editions be found by their present tags and names, in batches of a transaction each."""
    for pks in batched(editions, INDEXED_AT_ONCE, strict=False):
        with transaction.atomic():
            for edition in PublishedArticle.objects.filter(pk__in=pks):
                search.engine().index(edition)
                own.keep(edition, with_neighbours=False)


def _reindex_after(record: Listed) -> None:
    carrying: Any
    if isinstance(record, Tag):
        carrying = PublishedTagging.objects.filter(tag=record).values_list("content_object", flat=True)
    elif isinstance(record, Author):
        carrying = PublishedByline.objects.filter(author=record).order_by().values_list("article", flat=True)
    else:
        return  # Search knows nothing of sections.
    transaction.on_commit(lambda: reindex(list(carrying)))


def pages_of(record: Listed) -> list[str]:
    """Return the addresses of a record's page and feeds, in each language; none of an internal tag."""
    if getattr(record, "is_internal", False):
        return []
    return _pages(str(record._meta.model_name), record.slug)


def _pages(kind: str, slug: str) -> list[str]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found += [reverse(view, args=[slug]) for view in (kind, *(f"{kind}_feed_{feed}" for feed in FEEDS))]
    return found


def _move_pages(kind: str, before: str, after: str, origin: str) -> None:
    """Let the page and the feeds of a slug lead to those of another, in each language."""
    for old, new in zip(_pages(kind, before), _pages(kind, after), strict=True):
        old_addresses.moved(old, new, by=origin)


def _keep_alias(tag: Tag, word: str, slug: str) -> TagAlias:
    wanted = (slug or "tag")[:90]
    free, number = wanted, 1
    while TagAlias.objects.filter(slug=free).exists():
        number += 1
        free = f"{wanted}-{number}"
    return TagAlias.objects.create(tag=tag, name=word, slug=free)


def _same_word(records: Any, word: str) -> Any:
    """Return the tag or alias that is called `word`, whatever the case of its letters."""
    likely = records.filter(Q(name__iexact=word) | Q(slug__startswith=make_slug(word) or word[:100]))
    return next((one for one in likely if one.name.casefold() == word.casefold()), None)
