"""New articles, some dozen at a time: all that the verbs of `publishing` would leave, without asking for each.

Of an archive nobody was told and nobody waits for a log: the import has one line in it. What is like what is
found afterwards: see `likeness`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import checks, publishing, references, search, versions
from articles.body.text import is_empty, plain_text, words_in
from articles.models import (
    Article,
    ArticleByline,
    ArticleTagging,
    ArticleVersion,
    Author,
    Imported,
    PublishedArticle,
    PublishedByline,
    PublishedTagging,
    Redirect,
)
from articles.search.documents import document_of
from articles.transitions import NotReady

from . import addresses, known
from .known import fingerprint, key_of
from .own import texts as own_texts
from .prepared import Prepared
from .run import Run

State = Article.State
PICTURES_MISSING = gettext_noop("It shows nothing but pictures, and they are missing: repeat once they are there.")


def write(run: Run, batch: Sequence[Prepared]) -> None:
    """Write new articles with all that belongs to them, in the caller's transaction."""
    if not batch:
        return
    slugs = _free_slugs(batch)
    articles = [_article(run, one, slug) for one, slug in zip(batch, slugs, strict=True)]
    texts = [plain_text(article.body) for article in articles]
    _hold_back(run, batch, articles, texts)
    Article.objects.bulk_create(articles)
    # Lists of what was worked on last show the desk's own work first.
    numbers = [article.pk for article in articles]
    Article.objects.filter(pk__in=numbers).update(saved_at=Coalesce(F("first_published_at"), F("created_at")))
    _lists(ArticleByline, ArticleTagging, zip(articles, batch, strict=True))
    ArticleVersion.objects.bulk_create(_version(run, *pair) for pair in zip(articles, batch, strict=True))
    references.keep_many(articles)
    public = [each for each in zip(articles, batch, texts, strict=True) if each[0].state == State.PUBLISHED]
    _publish(public)
    _schedule(run, zip(articles, batch, strict=True))
    own_texts.complete(run, zip(articles, batch, strict=True))
    rows = [
        Imported(
            site=run.key, of=known.ENTRY, key=key_of(one.entry.key), kind=Imported.Kind.ARTICLE, became=article.pk,
            said=one.said, wrote=fingerprint(_content(article, one)), waiting=one.waiting, lacks=one.lacks,
        )
        for article, one in zip(articles, batch, strict=True)
    ]  # fmt: skip
    Imported.objects.bulk_create(rows)
    paths = (
        (addresses.old_path(path), edition_path)
        for article, one, _text in public
        if (edition_path := article.get_absolute_url())
        for path in one.entry.paths
    )
    run.report.count("addresses", by=addresses.lead(paths))
    for article, one in zip(articles, batch, strict=True):
        run.report.count("new", f"articles/{article.state}")
        tell(run, one, article)


def tell(run: Run, one: Prepared, article: Article) -> None:
    """Write what did not come along whole into the report."""
    run.report.note(*one.entry.notes, *one.notes)
    for name, words in one.whole.items():
        run.report.list("shortened", article.headline, f"{name}: {words}", one.entry.key)


def _content(article: Article, one: Prepared) -> dict[str, Any]:
    """Return what `versions.content_of` says of an article just written."""
    return versions.content_with(article, tags=[tag.name for tag in one.tags], authors=one.authors)


def _article(run: Run, one: Prepared, slug: str) -> Article:
    now = timezone.now()
    begun = min(one.moment, now) if one.moment else now
    article = Article(**one.fields, body=one.body, slug=slug, section=one.section, created_at=begun, created_by=run.by)
    # What is to appear later is a draft until the verb has it.
    article.state = State.DRAFT if one.state == State.SCHEDULED else one.state
    article.first_published_at = one.moment if one.state == State.PUBLISHED else None
    article.withdraws_at = one.own.ends if one.own else None
    return article


def _hold_back(run: Run, batch: Sequence[Prepared], articles: Sequence[Article], texts: Sequence[str]) -> None:
    """Let stay a draft what no page can stand without."""
    for one, article, text in zip(batch, articles, texts, strict=True):
        at_work = article.state == State.DRAFT or (one.own is not None and article.state != State.PUBLISHED)
        has_body = text.strip() or not is_empty(article.body)
        if at_work or (has_body and article.headline.strip() and article.section_id):
            continue
        article.state, article.first_published_at = State.DRAFT, None
        why = _(PICTURES_MISSING) if one.lacks and not has_body else checks.what_blocks(article)
        run.report.list("drafts", article.headline, why, one.entry.key)


def _publish(public: Sequence[tuple[Article, Prepared, str]]) -> None:
    """Make editions of these articles, as `publishing.publish` does."""
    editions = []
    for article, one, text in public:
        edition = PublishedArticle(article=article, slug=article.slug, translation_group=article.translation_group)
        article.copy_content_to(edition)
        edition.published_at = edition.live_from = cast("datetime", article.first_published_at)
        if one.own:
            edition.updated_at, edition.live_until = one.own.updated, one.own.ends
        edition.plain_text, edition.word_count = text, words_in(text)
        editions.append(edition)
    PublishedArticle.objects.bulk_create(editions)
    _lists(
        PublishedByline, PublishedTagging, ((edition, each[1]) for edition, each in zip(editions, public, strict=True))
    )
    # A page stands where something led elsewhere, or was gone.
    Redirect.objects.filter(old_path__in=[edition.get_absolute_url() for edition in editions]).delete()
    authors = Author.objects.in_bulk({number for _article, one, _text in public for number in one.authors})
    documents = []
    for edition, (_article, one, text) in zip(editions, public, strict=True):
        tags = [tag for tag in one.tags if not tag.is_internal]
        said = _names([*tags, *(authors[number] for number in one.authors if number in authors)], edition.language)
        documents.append((edition.pk, document_of(edition.headline, edition.deck, " ".join(said), text)))
    if documents:
        search.engine().index_many(documents)
    references.keep_many(editions)


def _names(records: Iterable[Any], language: str) -> list[str]:
    return list(dict.fromkeys(name for one in records for name in (one.name, one.in_language("name", language))))


def _lists(bylines: Any, taggings: Any, pairs: Iterable[tuple[Any, Prepared]]) -> None:
    """Write bylines and tags of articles or editions."""
    listed = list(pairs)
    bylines.objects.bulk_create(
        bylines(article=record, author_id=number, position=position)
        for record, one in listed for position, number in enumerate(one.authors)
    )  # fmt: skip
    taggings.objects.bulk_create(taggings(content_object=record, tag=tag) for record, one in listed for tag in one.tags)


def _version(run: Run, article: Article, one: Prepared) -> ArticleVersion:
    reason = ArticleVersion.Reason.PUBLISHED if article.state == State.PUBLISHED else ArticleVersion.Reason.SAVED
    return ArticleVersion(article=article, reason=reason, made_by=run.by, revision=1, content=_content(article, one))


def _schedule(run: Run, pairs: Iterable[tuple[Article, Prepared]]) -> None:
    for article, one in pairs:
        if one.state == State.SCHEDULED and one.moment is not None:
            try:
                publishing.schedule(article, one.moment)
            except NotReady as error:
                run.report.list("drafts", article.headline, error.sentences, one.entry.key)


def _free_slugs(batch: Sequence[Prepared]) -> list[str]:
    """Return a slug for each that no other article of its language has."""
    taken: set[tuple[str, str]] = set()
    wanted = {one.slug for one in batch}
    for model in (Article, PublishedArticle):
        rows: Any = model._default_manager.filter(slug__in=wanted)
        taken.update(rows.order_by().values_list("language", "slug"))
    found = []
    for one in batch:
        if not one.slug:
            # A draft of ours whose address nobody chose yet.
            found.append("")
            continue
        language, slug, number = one.fields["language"], one.slug, 1
        while (language, slug) in taken or (number > 1 and _is_taken(language, slug)):
            number += 1
            # Hundreds of one name are told apart by their old numbers, not by counting.
            slug = f"{one.slug}-{number}" if number < 10 else f"{one.slug[:80]}-{one.said[: number - 4]}"
        taken.add((language, slug))
        found.append(slug)
    return found


def _is_taken(language: str, slug: str) -> bool:
    return any(
        model._default_manager.filter(language=language, slug=slug).exists() for model in (Article, PublishedArticle)
    )
