"""An article that came in before, and of which the export says something else now, or what it lacked is here."""

from django.db import transaction

from articles import publishing, versions, workflow
from articles.models import Article, ArticleByline, ArticleVersion, Imported
from articles.transitions import NotReady
from articles.working_copy import claim

from . import addresses
from .known import fingerprint
from .prepared import Prepared
from .run import Run
from .writing import tell

State = Article.State
PUBLIC = (State.PUBLISHED, State.SCHEDULED)


def was_edited(article: Article, row: Imported) -> bool:
    """Say whether somebody here changed an article since it was brought in, or threw it away."""
    return article.trashed_at is not None or fingerprint(versions.content_of(article)) != row.wrote


@transaction.atomic
def rewrite(run: Run, article: Article, row: Imported, one: Prepared) -> None:
    """Write what the export says now over an article, its public edition included."""
    claim(article)
    article.refresh_from_db()
    for name, value in one.fields.items():
        setattr(article, name, value)
    article.body, article.section = one.body, one.section
    article.save()
    article.tags.set([tag.name for tag in one.tags])
    article.bylines.all().delete()
    ArticleByline.objects.bulk_create(
        ArticleByline(article=article, author_id=number, position=position)
        for position, number in enumerate(one.authors)
    )
    # What was withdrawn here, or waits for its moment, stays so.
    if article.state_now == State.PUBLISHED or (article.state_now == State.DRAFT and one.state in PUBLIC):
        _publish(run, article, one)
    else:
        versions.keep(article, ArticleVersion.Reason.SAVED, run.by)
        if one.state == State.IN_REVIEW and article.state_now == State.DRAFT:
            workflow.submit_for_review(article)
    article.refresh_from_db()
    if article.state_now == State.PUBLISHED:
        home = article.get_absolute_url()
        pairs = ((addresses.old_path(path), home) for path in one.entry.paths)
        run.report.count("addresses", by=addresses.lead(pairs))
    row.said, row.waiting, row.lacks = one.said, one.waiting, one.lacks
    row.wrote = fingerprint(versions.content_of(article))
    row.save()
    run.report.count("changed")
    tell(run, one, article)


def _publish(run: Run, article: Article, one: Prepared) -> None:
    try:
        with transaction.atomic():
            if one.state == State.SCHEDULED and one.moment is not None and article.state_now != State.PUBLISHED:
                publishing.schedule(article, one.moment)
            else:
                publishing.publish(article, at=one.moment if one.state == State.PUBLISHED else None)
    except NotReady as error:
        article.refresh_from_db(fields=["state"])
        versions.keep(article, ArticleVersion.Reason.SAVED, run.by)
        run.report.list("drafts", article.headline, error.sentences, one.entry.key)
