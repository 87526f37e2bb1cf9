"""The second round: links inside the archive, now that all of it is here.

A row keeps the reader's body until then, so that a run that was killed goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from articles import references
from articles.body.text import plain_text, words_in
from articles.models import Article, ArticleVersion, Imported, Page, PublishedArticle
from articles.pagekeys import retire_articles

from . import known
from .bodies import body_of, pictures_in
from .known import fingerprint
from .links import own_links, resolve
from .own.numbers import Settling, is_waiting
from .run import Run

AT_ONCE = 100


def settle(run: Run, progress: Callable[[int], None] | None = None) -> None:
    """Let links in what was brought in lead to what stands here, a hundred texts in a transaction."""
    last = 0
    while True:
        with transaction.atomic():
            waiting = Imported.objects.filter(site=run.key, of=known.ENTRY, pk__gt=last).exclude(waiting="")
            rows = list(waiting.order_by("pk")[:AT_ONCE])
            if not rows:
                return
            last = rows[-1].pk
            _settle(run, rows)
        if progress:
            progress(len(rows))


def _settle(run: Run, rows: Sequence[Imported]) -> None:
    ours = Settling(run, rows)
    links = {row.pk: set() if is_waiting(row) else own_links(row.waiting, run.hosts) for row in rows}
    targets = resolve(run.key, set().union(*links.values()))
    shown = {row.pk: pictures_in(row.waiting) for row in rows if not is_waiting(row)}
    images = known.find(run.key, known.IMAGE, {key for keys in shown.values() for key in keys})
    pictures = {key: row.became for key, row in images.items()}
    # Where no link leads to anything here, the body stays as it was written in the first round.
    bodies = ours.bodies | {
        row.pk: body_of(row.waiting, pictures=pictures, targets=targets)
        for row in rows
        if not is_waiting(row) and not links[row.pk].isdisjoint(targets)
    }
    headlines = _headlines(row for row in rows if links[row.pk] - targets.keys())
    for row in rows:
        for address in sorted(links[row.pk] - targets.keys()):
            run.report.count("links/open")
            run.report.list("links", address, headlines.get((row.kind, row.became), ""), row.key, once=True)
        run.report.count("links/settled", by=len(links[row.pk] & targets.keys()))
    changing = [row for row in rows if row.pk in bodies]
    _settle_articles([row for row in changing if row.kind == Imported.Kind.ARTICLE], bodies)
    _settle_pages([row for row in changing if row.kind == Imported.Kind.PAGE], bodies)
    ours.relate(rows)
    for row in rows:
        row.waiting = ""
    Imported.objects.bulk_update(rows, ["wrote", "waiting"])


def _headlines(rows: Iterable[Imported]) -> dict[tuple[str, int], str]:
    """Return what the texts are called in which links lead nowhere, so that somebody finds them."""
    listed = list(rows)
    found: dict[tuple[str, int], str] = {}
    for kind, model, name in ((Imported.Kind.ARTICLE, Article, "headline"), (Imported.Kind.PAGE, Page, "title")):
        numbers = [row.became for row in listed if row.kind == kind]
        if numbers:
            of_kind = model._default_manager.filter(pk__in=numbers).values_list("pk", name)
            found |= {(str(kind), number): words for number, words in of_kind}
    return found


def _settle_articles(rows: Sequence[Imported], bodies: dict[int, str]) -> None:
    articles = Article.objects.select_for_update().in_bulk([row.became for row in rows])
    versions: dict[int, ArticleVersion] = {}
    newest = ArticleVersion.objects.filter(article__in=articles).order_by("pk")
    for each in newest:
        versions[each.article_id] = each
    editions: dict[int, list[PublishedArticle]] = {}
    for edition in PublishedArticle.objects.filter(article__in=articles):
        editions.setdefault(edition.article_id, []).append(edition)
    changed: list[Article] = []
    written: list[PublishedArticle] = []
    for row in rows:
        article = articles.get(row.became)
        version = versions.get(row.became)
        # What was edited here since keeps its words, and its links.
        if article is None or version is None or article.revision != version.revision:
            continue
        if fingerprint(version.content) != row.wrote or article.body == bodies[row.pk]:
            continue
        before, article.body = article.body, bodies[row.pk]
        version.content["fields"]["body"] = article.body
        row.wrote = fingerprint(version.content)
        changed.append(article)
        for edition in editions.get(article.pk, ()):
            if edition.body == before:
                edition.body = article.body
                edition.plain_text = plain_text(edition.body)
                edition.word_count = words_in(edition.plain_text)
                written.append(edition)
    Article.objects.bulk_update(changed, ["body"])
    PublishedArticle.objects.bulk_update(written, ["body", "plain_text", "word_count"])
    ArticleVersion.objects.bulk_update([versions[article.pk] for article in changed], ["content"])
    references.keep_many(changed)
    references.keep_many(written)
    retire_articles(*(edition.article_id for edition in written))


def _settle_pages(rows: Sequence[Imported], bodies: dict[int, str]) -> None:
    pages = Page.objects.in_bulk([row.became for row in rows])
    for row in rows:
        page = pages.get(row.became)
        if page is None or fingerprint(page.body) != row.wrote or page.body == bodies[row.pk]:
            continue
        page.body = bodies[row.pk]
        page.save()
        references.keep(page)
        row.wrote = fingerprint(page.body)
