"""What lies on the demo's desk: articles on their way, with people, days and remarks, so that no board stands empty."""

import tomllib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles import commenting, versions, workflow
from articles.body.sanitise import sanitise
from articles.models import Article, ArticleByline, ArticleVersion, Author, Section
from newsroom.accounts.models import User

from .people import PEOPLE
from .reading import CONTENT


def lay_out() -> None:
    """Put the articles of `content/desk.toml` on the desk, unless an earlier run did."""
    accounts = User.objects.in_bulk([email for email, _name, _role in PEOPLE], field_name="email")
    people = {email.partition("@")[0]: user for email, user in accounts.items()}
    for work in tomllib.loads((CONTENT / "desk.toml").read_text())["work"]:
        if not Article.objects.filter(slug=work["slug"]).exists():
            _begin(work, people, timezone.now())


@transaction.atomic
def _begin(work: dict[str, Any], people: dict[str, User], now: datetime) -> None:
    by = people[work["by"]]
    article = Article.objects.create(
        slug=work["slug"], headline=work["headline"], deck=work["deck"], body=sanitise(work["body"]),
        section=Section.objects.get(slug=work["section"]), created_by=by,
    )  # fmt: skip
    article.tags.set(work["tags"])
    author = Author.objects.filter(slug=work.get("author", "")).first()
    if author is not None:
        ArticleByline.objects.create(article=article, author=author)
    versions.snapshot(article, ArticleVersion.Reason.SAVED, by)
    editor = people["editor"]
    workflow.assign(article, people[work["assigned"]], by=editor)
    workflow.plan(article, by=editor, **_plan(work, now))
    if "comment" in work:
        commenting.comment(article, work["comment"], by=by)
    for step in work["way"]:
        if step == "submit":
            workflow.submit_for_review(article, by=by)
        elif step == "send_back":
            workflow.send_back(article, work["reason"], by=editor)
        else:
            workflow.approve(article, by=editor)


def _plan(work: dict[str, Any], now: datetime) -> dict[str, Any]:
    today = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    fields: dict[str, Any] = {
        "planned_for": (today + timedelta(days=work["planned_days"])).date(),
        "priority": work.get("priority", Article.Priority.NORMAL),
    }
    if "due_hours" in work:
        fields["due_at"] = today + timedelta(hours=work["due_hours"])
    if "embargo_days" in work:
        fields |= {
            "embargo_until": (today + timedelta(days=work["embargo_days"])).replace(hour=6),
            "embargo_source": work["embargo_source"],
        }
    return fields
