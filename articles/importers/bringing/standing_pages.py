"""Pages of the old site as standing pages: public ones public, all others not."""

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_noop

from articles import references
from articles.importers.records import Entry, Note, Status
from articles.models import Imported, Page

from . import addresses, known
from .bodies import body_of
from .fitting import cut, language_of, one_line, slug_of
from .known import fingerprint
from .links import own_links
from .own import texts as own_texts
from .prepared import mark_of
from .run import Run

LONGEST_SLUG = 80
TAKEN = gettext_noop("A page stands at its address here already: it stands at {what}.")
CUT = gettext_noop("The title of a page was too long and was cut at a word: {what}")


@transaction.atomic
def bring(run: Run, entry: Entry, row: Imported | None, pictures: dict[str, int]) -> None:
    """Make a page, or write over one that nobody changed here since."""
    said = mark_of(entry)
    page = Page.objects.filter(pk=row.became).first() if row else None
    if row is not None and not run.choices.overwrites:
        if page is None:
            run.report.count("deleted")
            return
        if row.said == said and not any(key in pictures for key in row.lacks):
            run.report.count("same")
            return
        if fingerprint(page.body) != row.wrote:
            run.report.count("edited")
            run.report.list("edited", page.title, "", entry.key)
            return
    run.report.count("changed" if page else "new", f"pages/{entry.status}")
    page = page or Page(language=language_of(entry.language))
    headline = one_line(entry.headline) or entry.slug or entry.key
    page.title, is_cut = cut(headline, 160)
    if is_cut:
        run.report.note(Note("length", headline, CUT))
    if not page.slug:
        wanted = own_texts.page_slug(entry) or slug_of(entry, LONGEST_SLUG)
        page.slug = wanted if _is_free(wanted, page.language) else _free_slug(entry, page.language)
        if page.slug != wanted:
            run.report.note(Note("address", f"/{page.slug}/", TAKEN))
    page.description = cut(one_line(entry.search_description or entry.deck), 300)[0]
    page.body = body_of(entry.body, pictures=pictures, targets={})
    waiting = entry.body if own_links(entry.body, run.hosts) else ""
    if entry.own:
        waiting = own_texts.page(run, page, entry, pictures)
    page.is_live = entry.status == Status.PUBLISHED and not entry.behind_password
    page.save()
    references.keep(page)
    if page.is_live:
        home = page.get_absolute_url()
        run.report.count("addresses", by=addresses.lead((addresses.old_path(path), home) for path in entry.paths))
    wants = dict.fromkeys(image.key for image in entry.images)
    says = {
        "kind": Imported.Kind.PAGE, "became": page.pk, "said": said, "wrote": fingerprint(page.body),
        "waiting": waiting,
        "lacks": [key for key in wants if key not in pictures],
    }  # fmt: skip
    Imported.objects.update_or_create(site=run.key, of=known.ENTRY, key=known.key_of(entry.key), defaults=says)
    run.report.note(*entry.notes)


def _free_slug(entry: Entry, language: str) -> str:
    wanted = slug_of(entry, LONGEST_SLUG - 8)
    slug, number = wanted, 1
    while not _is_free(slug, language):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _is_free(slug: str, language: str) -> bool:
    return not _is_ours(slug) and not Page.objects.filter(slug=slug, language=language).exists()


def _is_ours(slug: str) -> bool:
    """Say whether something of ours answers at this word: the archive, the search."""
    try:
        return resolve(f"/{slug}/").url_name != "page"
    except Resolver404:
        return True
